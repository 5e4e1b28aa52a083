"""An organisation of the group that the search did not find is typed beside the list, and is then one of the list."""

import pytest

from tests.factories.sections import errors, page, saved

GROUP = {"is_group": "yes", "legal_form": "company"}
FIRST = {"group_members-0-legal_name": "Ash Ltd", "group_members-0-scope": "out_of_scope"}


def test_a_name_typed_beside_the_list_stands_on_it_and_its_questions_are_asked():
    one = page("organisations", GROUP | FIRST | {"group_member_manual_name": " Beech Ltd "})
    assert not one.is_valid()
    first, second = one.lists["group_members"].forms
    assert not first.errors
    assert second["legal_name"].value() == "Beech Ltd"
    assert "scope" in second.errors
    assert one.form["group_member_manual_name"].value() == ""


def test_without_a_group_there_is_no_list_to_put_it_on():
    kept = saved("organisations", GROUP | {"is_group": "no", "group_member_manual_name": "Beech Ltd"})
    assert "group_members" not in kept


@pytest.mark.parametrize("typed", ["a\x00b", "x" * 161])
def test_a_name_that_cannot_be_kept_is_refused_at_its_field(typed):
    data = GROUP | FIRST | {"group_member_manual_name": typed}
    assert "group_member_manual_name" in errors("organisations", data)
    again = page("organisations", data)
    assert again.form["group_member_manual_name"].value() == typed
