"""Evidence in the demo's draft: some as it still is, and one audit that somebody corrected since."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from compliance.audits.choices import Announcement
from compliance.audits.models import Audit
from compliance.audits.services import audits
from compliance.audits.services.transitions import get_version
from compliance.organisations.models import Organisation
from compliance.statements.choices import EvidenceKind, SectionCode
from compliance.statements.editor.services import draft
from compliance.statements.evidence import services as evidence
from compliance.statements.evidence.register_snapshot import take_snapshot
from compliance.statements.evidence.rules.register_snapshot import Period, RegisterSnapshot
from compliance.statements.evidence.rules.suggest import make_suggestions
from compliance.statements.models import Evidence, Version
from portal.accounts.models import User

USED = (
    (SectionCode.STRUCTURE, EvidenceKind.SUPPLIERS),
    (SectionCode.DUE_DILIGENCE, EvidenceKind.AUDITS),
    (SectionCode.DUE_DILIGENCE, EvidenceKind.SOCIAL_AUDITS),
    (SectionCode.MONITORING, EvidenceKind.SITES_AUDITED),
)
DAYS_AGO = timedelta(days=7)


def story(organisation: Organisation, version: Version, editor: User, *, today: date) -> Iterator[datetime]:
    """Seed what happened: a week ago the editor used what the registers offered; today one audit was put right."""
    held = take_snapshot(organisation, today=today)
    period_section = version.sections.get(code=SectionCode.PERIOD)
    period = Period(*(date.fromisoformat(period_section.answers[name]) for name in ("period_start", "period_end")))
    day = max(today - DAYS_AGO, timezone.localdate(period_section.saved_at)) if period_section.saved_at else today
    yield _at(day)
    for section, kind in USED:
        _use(version, section, kind, editor, held, period, day)
    yield _at(today)
    _correct(organisation, editor, today)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=UTC)


def _use(
    version: Version,
    code: SectionCode,
    kind: EvidenceKind,
    editor: User,
    held: RegisterSnapshot,
    period: Period,
    day: date,
) -> None:
    """Nothing, where the registers hold nothing of that kind."""
    offered = make_suggestions(code, held, period, today=day, sees_all=False)
    section = version.sections.get(code=code)
    for suggestion in [offer for offer in offered if offer.kind == kind]:
        evidence.use_suggestion(
            section=section,
            actor=editor,
            at=_at(day),
            today=day,
            revision=section.revision,
            answers={key: value for key, value in section.answers.items() if key != draft.COPIED_FROM},
            is_complete=False,
            suggestion=suggestion,
            period=period,
            sees_all=False,
        )


def _correct(organisation: Organisation, editor: User, today: date) -> None:
    used = Evidence.objects.for_organisation(organisation).filter(kind=EvidenceKind.AUDITS).first()
    if used is None:
        return
    audit = Audit.objects.for_organisation(organisation).get(uuid=used.rows[0]["id"])
    is_announced = audit.announcement == Announcement.ANNOUNCED
    fields = {"announcement": Announcement.UNANNOUNCED if is_announced else Announcement.ANNOUNCED}
    audits.change(audit=audit, version=get_version(audit), fields=fields, actor=editor, at=_at(today))
