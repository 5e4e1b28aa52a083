"""What people look for, and the services that answer to it."""

from learning.directory import need_categories
from portal.reference import helpline


def test_every_kind_of_service_answers_to_one_need_at_least():
    answered = {kind for need in need_categories.NEEDS for kind in need_categories.get_service_types(need)}
    assert answered == set(helpline.get_labels(need_categories.HELPLINE_LIST))


def test_a_list_without_a_chosen_need_begins_with_support_and_ends_for_people_in_need_with_101():
    assert sorted(need_categories.LIST_ORDER) == sorted(need_categories.NEEDS)
    in_need = [need for need in need_categories.LIST_ORDER if not need_categories.is_professional(need)]
    assert (in_need[0], in_need[-1]) == ("stay", "danger")


def test_a_need_may_also_be_a_code_of_the_vocabulary():
    assert need_categories.get_service_types("legal_advice") == ("legal_advice",)
    assert need_categories.get_service_types("nothing") == ()
