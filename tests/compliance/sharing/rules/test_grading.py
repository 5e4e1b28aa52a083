import pytest

from compliance.sharing.rules.grading import Grading, grade
from portal.reference import helpline


@pytest.mark.parametrize(
    ("proximities", "reporters", "assessment"),
    [
        (["self"], 1, "a"),
        (["second_hand", "direct"], 2, "a"),
        (["indirect"], 1, "c"),
        (["second_hand", "professional"], 2, "b"),
        (["unknown"], 3, "d"),
        ([""], 1, "d"),
        ([], 0, "d"),
    ],
)
def test_how_close_people_were_decides_the_assessment(proximities, reporters, assessment):
    assert grade(proximities=proximities, reporters=reporters, handling="c") == Grading("2", assessment, "c")


def test_every_code_is_one_of_the_lists():
    for proximity in helpline.get_labels("reporter_proximity"):
        found = grade(proximities=[proximity], reporters=2, handling="p")
        assert found.source in helpline.get_labels("intelligence_source")
        assert found.assessment in helpline.get_labels("intelligence_assessment")
        assert found.handling in helpline.get_labels("intelligence_handling")
