"""What people look for, and the services that answer to it."""

from learning.directory import need_categories
from portal.reference import helpline


def test_every_kind_of_service_answers_to_one_need_at_least():
    answered = {kind for need in need_categories.NEEDS for kind in need_categories.get_service_types(need)}
    assert answered == set(helpline.get_labels(need_categories.HELPLINE_LIST))


def test_a_need_may_also_be_a_code_of_the_vocabulary():
    assert need_categories.get_service_types("legal_advice") == ("legal_advice",)
    assert need_categories.get_service_types("nothing") == ()
