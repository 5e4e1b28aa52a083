"""Evidence of a draft: use what the registers hold, freeze the rows it rests on, take it away again."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.statements import evidence_words as words
from compliance.statements import vocabulary
from compliance.statements.choices import EDITABLE
from compliance.statements.evidence_sentences import sentence
from compliance.statements.models import Evidence, Section, Version
from compliance.statements.rules.evidence.applying import apply
from compliance.statements.rules.evidence.changes import frozen
from compliance.statements.rules.evidence.held import Period
from compliance.statements.rules.evidence.suggestion import Suggestion, fingerprint
from compliance.statements.services import draft
from compliance.statements.services.steps import Refusal, locked
from portal.history.services import record


@transaction.atomic
def use(
    *,
    section: Section,
    actor,
    at: datetime,
    today: date,
    revision: int,
    answers: dict[str, Any],
    is_complete: bool,
    suggestion: Suggestion,
    period: Period,
    sees_all: bool,
    writes_text: bool = True,
) -> tuple[Evidence, list[str]]:
    """Save the section with what the suggestion adds to these answers, and freeze what it rests on.

    sees_all: whether the suggestion may rest on findings under an open A-alert. writes_text: or the row alone.
    Returns the evidence, and what of the answers was left as a person gave it: "disclosure", "measure", "text".
    Raises Conflict and Refusal as draft.save_section does; then nothing is kept.
    """
    said = sentence(suggestion, period=period, today=today)
    disclosure = _shown(suggestion.disclosure, section.version)
    applied = apply(
        answers,
        section=section.code,
        sentence=said if writes_text else "",
        disclosure=disclosure,
        pointer=_("In the text of this section.") if writes_text else "",
        kpi=words.kpi_of(suggestion.figure) if suggestion.figure else None,
        ticks=suggestion.answers,
    )
    saved = draft.save_section(
        section=section, actor=actor, at=at, revision=revision, answers=applied.answers, is_complete=is_complete
    )
    snapshot = _snapshot(suggestion, said, disclosure, period, today, sees_all=sees_all)
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
def take_away(*, evidence: Evidence, actor, at: datetime) -> None:
    """The row goes; the text that it gave stays, for a person may have made it theirs."""
    version = locked(evidence.version)
    if version.state not in EDITABLE:
        raise Refusal(_("This text is no longer open for changes. Somebody has sent it on."))
    found = Evidence.objects.select_for_update().filter(pk=evidence.pk).first()
    if found is None:
        raise Refusal(_("Somebody took this evidence away already."))
    found.delete()
    _record("taken_away", evidence, actor, at)


def _shown(disclosure: str, version: Version) -> str:
    """The short path asks for the points of level 1 only."""
    return "" if version.is_short and disclosure and vocabulary.disclosure(disclosure).level > 1 else disclosure


def _snapshot(
    suggestion: Suggestion, said: str, disclosure: str, period: Period, today: date, *, sees_all: bool
) -> dict[str, Any]:
    figure = suggestion.figure
    return {
        "schema": 1,
        "kind": suggestion.kind.value,
        "of": suggestion.of,
        "on": today.isoformat(),
        "period": [period.first.isoformat(), period.last.isoformat()],
        "sentence": said,
        "disclosure": disclosure,
        "numbers": dict(suggestion.numbers),
        "figure": {"code": figure.code, "value": figure.value, "is_outcome": figure.is_outcome} if figure else None,
        "answers": {code: list(given) for code, given in suggestion.answers.items()},
        "sees_all": sees_all,
        "digest": suggestion.digest,
        "rows": [frozen(row) for row in suggestion.rows],
    }


def _record(act: str, evidence: Evidence, actor, at: datetime) -> None:
    detail = {"section": evidence.section, "kind": evidence.kind, "sha256": evidence.sha256}
    version = evidence.version
    scope = version.statement.organisation.uuid
    record(actor, f"statements.evidence.{act}", version, detail, scope=scope, at=at)
