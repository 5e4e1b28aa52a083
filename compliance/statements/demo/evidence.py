"""Evidence in the demo's draft: some as it still is, and one audit that somebody corrected since."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from compliance.audits.choices import Announcement
from compliance.audits.models import Audit
from compliance.audits.services import audits
from compliance.audits.services.transitions import version_of
from compliance.organisations.models import Organisation
from compliance.statements.choices import EvidenceKind, SectionCode
from compliance.statements.models import Evidence, Version
from compliance.statements.rules.evidence.held import Held, Period
from compliance.statements.rules.evidence.making import suggestions
from compliance.statements.services import draft, evidence
from compliance.statements.services.holdings import gather
from portal.accounts.models import User

USED = (
    (SectionCode.STRUCTURE, EvidenceKind.SUPPLIERS),
    (SectionCode.DUE_DILIGENCE, EvidenceKind.AUDITS),
    (SectionCode.DUE_DILIGENCE, EvidenceKind.SOCIAL_AUDITS),
    (SectionCode.MONITORING, EvidenceKind.SITES_AUDITED),
)
DAYS_AGO = timedelta(days=7)


def story(organisation: Organisation, version: Version, editor: User, *, today: date) -> Iterator[datetime]:
    """A week ago the editor used what the registers offered; today one audit was put right."""
    held = gather(organisation, today=today)
    told = version.sections.get(code=SectionCode.PERIOD)
    period = Period(*(date.fromisoformat(told.answers[name]) for name in ("period_start", "period_end")))
    day = max(today - DAYS_AGO, told.saved_at.date()) if told.saved_at else today
    yield _at(day)
    for section, kind in USED:
        _use(version, section, kind, editor, held, period, day)
    yield _at(today)
    _correct(organisation, editor, today)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=UTC)


def _use(
    version: Version, code: SectionCode, kind: EvidenceKind, editor: User, held: Held, period: Period, day: date
) -> None:
    """Nothing, where the registers hold nothing of that kind."""
    found = suggestions(code, held, period, today=day, sees_all=False)
    section = version.sections.get(code=code)
    for suggestion in [one for one in found if one.kind == kind]:
        evidence.use(
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
    audits.change(audit=audit, version=version_of(audit), fields=fields, actor=editor, at=_at(today))
