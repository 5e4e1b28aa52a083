"""A section counts as completed by the rules of the registry's summary, on the short path too.

See docs/requirements/statements.md#section-completed.
"""

import pytest

from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.rules import outline
from tests.factories.sections import page, saved
from tests.factories.signed import full_sections

DONE = {"is_complete": "yes"}
RISK = {"area_risk": "yes", "risks-TOTAL_FORMS": "1", "risks-0-description": "Agency workers packing fruit"}
TOLD = {"risks-0-source": "own_operations", "risks-0-targets": ["migrants"], "risks-0-countries": ["country:ES"]}
PATHS = pytest.mark.parametrize("is_short", [True, False])


def missing(code: SectionCode, **changes) -> list[str]:
    return outline.missing_questions(code, full_sections()[code] | changes, {})


@pytest.mark.parametrize("area", AREAS)
def test_each_area_needs_its_yes_or_no(area):
    assert missing(area) == []
    assert missing(area, **{f"area_{area}": None}) == [f"area_{area}"]


@PATHS
@pytest.mark.parametrize("part", ["source", "targets", "countries"])
def test_a_described_risk_needs_its_source_those_affected_and_a_country(part, is_short):
    told = {name: value for name, value in TOLD.items() if not name.endswith(part)}
    wrong = page("risk", RISK | told | DONE, is_short=is_short)
    assert not wrong.is_valid()
    assert list(wrong.lists["risks"].forms[0].errors) == [part]
    assert saved("risk", RISK | told, is_short=is_short)["risks"]  # to come back to, it is kept


@PATHS
def test_a_risk_that_is_told_whole_completes_the_section(is_short):
    assert saved("risk", RISK | TOLD | DONE, is_short=is_short)["risks"]


def test_without_a_risk_nothing_of_one_is_asked():
    assert saved("risk", {"area_risk": "yes", "no_risks": "on"} | DONE)["no_risks"] is True


def test_what_only_completes_a_section_does_not_hold_publication_back():
    answers = full_sections(risks=[{"description": "Agency workers packing fruit"}])
    assert outline.unanswered_questions(answers, legal_form="") == []
