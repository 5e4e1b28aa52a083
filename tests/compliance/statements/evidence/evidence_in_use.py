"""Evidence used as a person would, without a page."""

from datetime import date

from compliance.statements.choices import EvidenceKind
from compliance.statements.evidence import services as evidence
from compliance.statements.evidence.register_snapshot import take_snapshot
from compliance.statements.evidence.rules.register_snapshot import Period
from compliance.statements.evidence.rules.suggest import make_suggestions
from compliance.statements.evidence.rules.suggestion import Suggestion
from compliance.statements.models import Evidence, Section
from tests.compliance.statements.conftest import AT

PERIOD = Period(date(2025, 4, 1), date(2026, 3, 31))


def suggestion_for(business, section: str, kind: EvidenceKind) -> Suggestion:
    held = take_snapshot(business.organisation, today=AT.date())
    found = make_suggestions(section, held, PERIOD, today=AT.date(), sees_all=True)
    return next(one for one in found if one.kind == kind)


def use(business, section: Section, suggestion: Suggestion) -> tuple[Evidence, list[str]]:
    return evidence.use_suggestion(
        section=section,
        actor=business.editor,
        at=AT,
        today=AT.date(),
        revision=section.revision,
        answers=section.answers,
        is_complete=True,
        suggestion=suggestion,
        period=PERIOD,
        sees_all=True,
    )
