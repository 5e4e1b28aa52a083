"""Evidence of a draft: use what the registers hold, freeze the rows it rests on, take it away again."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.statements import vocabulary
from compliance.statements.choices import EDITABLE
from compliance.statements.core import services as core_services
from compliance.statements.core.services import lock_version
from compliance.statements.evidence import labels as words
from compliance.statements.evidence.rules.apply import apply_suggestion
from compliance.statements.evidence.rules.changes import freeze_row
from compliance.statements.evidence.rules.register_snapshot import Period
from compliance.statements.evidence.rules.suggestion import Suggestion, fingerprint
from compliance.statements.evidence.sentences import write_sentence
from compliance.statements.models import Evidence, Section, Version
from compliance.statements.types import EvidenceSnapshot, SectionAnswers
from portal.core.exceptions import ActionRefused
from portal.history.services import record


@transaction.atomic
def use_suggestion(
    *,
    section: Section,
    actor,
    at: datetime,
    today: date,
    revision: int,
    answers: SectionAnswers,
    is_complete: bool,
    suggestion: Suggestion,
    period: Period,
    sees_all: bool,
    writes_text: bool = True,
) -> tuple[Evidence, list[str]]:
    """Save the section with what the suggestion adds to these answers, and freeze what it rests on.

    sees_all: whether the suggestion may rest on findings under an open A-alert. writes_text: or the row alone.
    Returns the evidence, and what of the answers was left as a person gave it: "disclosure", "measure", "text".
    Raises Conflict and Refusal as save_section does; then nothing is saved.
    """
    sentence = write_sentence(suggestion, period=period, today=today)
    disclosure = _get_shown_disclosure(suggestion.disclosure, section.version)
    applied = apply_suggestion(
        answers,
        section=section.code,
        sentence=sentence if writes_text else "",
        disclosure=disclosure,
        pointer=_("In the text of this section.") if writes_text else "",
        kpi=words.get_kpi(suggestion.figure) if suggestion.figure else None,
        ticks=suggestion.answers,
    )
    saved = core_services.save_section(
        section=section, actor=actor, at=at, revision=revision, answers=applied.answers, is_complete=is_complete
    )
    snapshot = _snapshot(suggestion, sentence, disclosure, period, today, sees_all=sees_all)
    evidence = Evidence.objects.create(
        version=saved.version,
        section=saved.code,
        kind=suggestion.kind,
        snapshot=snapshot,
        sha256=fingerprint(snapshot),
        used_at=at,
        used_by=actor,
    )
    _record("used", evidence, actor, at)
    return evidence, applied.kept


@transaction.atomic
def remove_evidence(*, evidence: Evidence, actor, at: datetime) -> None:
    """Delete the evidence; the text that it gave stays, for a person may have made it theirs."""
    version = lock_version(evidence.version)
    if version.state not in EDITABLE:
        raise ActionRefused(_("This text is no longer open for changes. Someone has sent it on."))
    current = Evidence.objects.select_for_update().filter(pk=evidence.pk).first()
    if current is None:
        raise ActionRefused(_("Someone has already removed this evidence."))
    current.delete()
    _record("taken_away", evidence, actor, at)


def _get_shown_disclosure(disclosure: str, version: Version) -> str:
    """The short path asks for the points of level 1 only."""
    return "" if version.is_short and disclosure and vocabulary.disclosure(disclosure).level > 1 else disclosure


def _snapshot(
    suggestion: Suggestion, sentence: str, disclosure: str, period: Period, today: date, *, sees_all: bool
) -> EvidenceSnapshot:
    figure = suggestion.figure
    return {
        "schema": 1,
        "kind": suggestion.kind.value,
        "of": suggestion.of,
        "on": today.isoformat(),
        "period": [period.first.isoformat(), period.last.isoformat()],
        "sentence": sentence,
        "disclosure": disclosure,
        "numbers": dict(suggestion.numbers),
        "figure": {"code": figure.code, "value": figure.value, "is_outcome": figure.is_outcome} if figure else None,
        "answers": {code: list(codes) for code, codes in suggestion.answers.items()},
        "sees_all": sees_all,
        "digest": suggestion.digest,
        "rows": [freeze_row(row) for row in suggestion.rows],
    }


def _record(act: str, evidence: Evidence, actor, at: datetime) -> None:
    detail = {"section": evidence.section, "kind": evidence.kind, "sha256": evidence.sha256}
    version = evidence.version
    scope = version.statement.organisation.uuid
    record(actor, f"statements.evidence.{act}", version, detail, scope=scope, at=at)
