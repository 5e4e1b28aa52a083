"""Every point of the checklists has words."""

from compliance.statements import vocabulary
from compliance.statements.choices import AREAS
from compliance.statements.rubric.rules.point_words import POINT_WORDS


def test_each_point_of_the_checklist_has_words():
    codes = {item.code for area in AREAS for level in (1, 2) for item in vocabulary.disclosures(area, level)}
    assert set(POINT_WORDS) == codes
