"""“Call me”: what keeps it safe is asked, and it is never dropped without a word.

See docs/requirements/helpline.md#children-reached-safely.
"""

import pytest

from compliance.concerns import encryption
from compliance.concerns.models import Concern
from tests.factories.concerns import ANSWERS, key_of, text_of

CALL = {"wants_call": "yes", "phone": "01632 960001"}


def test_who_asks_for_a_call_cannot_be_anonymous_and_is_told_how_to_go_on(reporter):
    reporter.begins()
    reporter.answers(r3=CALL, r5={"identity_mode": "confidential", "consent": ["police"]})
    assert CALL["phone"] in reporter.opens("/r/6")
    page = text_of(reporter.sends("/r/5", 422, identity_mode="anonymous"))
    assert "We cannot call you if you stay anonymous" in page and "Change this if you do not want a call" in page
    assert CALL["phone"] in reporter.opens("/r/6")
    assert "Enter at least 10 characters," in reporter.sends("/r/3", 422)
    reporter.sends("/r/3", account=ANSWERS["account"])
    assert reporter.sends("/r/5", identity_mode="anonymous") == "/r/6"
    reporter.opens("/r/6")


def test_who_is_anonymous_is_not_offered_a_call_and_reads_why(reporter):
    reporter.begins()
    reporter.answers()
    page = reporter.opens("/r/3")
    assert 'name="wants_call"' not in page and 'name="phone"' not in page
    assert "You chose to stay anonymous, so we cannot call you." in page and 'href="/r/5"' in page
    reporter.sends("/r/3", account=ANSWERS["account"], **CALL)
    assert CALL["phone"] not in reporter.opens("/r/6")


def test_before_a_name_is_forgotten_the_page_says_so(reporter):
    reporter.begins()
    reporter.answers(r5={"identity_mode": "confidential"})
    forgotten = "We will delete your name and contact details."
    assert forgotten not in reporter.opens("/r/5")
    reporter.sends("/r/8", name="Sam Marker", contact_method="secure_inbox")
    assert forgotten in reporter.opens("/r/5")


def test_a_page_that_somebody_is_led_back_to_says_what_is_missing(reporter):
    reporter.begins()
    reporter.sends("/r/1", danger_level="unknown")
    reporter.sends("/r/2", age_of_person="adult")
    assert "You need to answer this before you continue" not in reporter.opens("/r/3") + reporter.opens("/r/2")
    reporter.sends("/r/3", **CALL)
    reporter.sends("/r/4", place_unknown="on")
    reporter.sends("/r/5", identity_mode="confidential")
    reporter.opens("/r/6")
    reporter.sends("/report/", purpose="seeking_help_self")
    reporter.sends("/r/2", age_of_person="under_18")
    assert reporter.client.get("/r/6")["Location"] == "/r/3"
    assert "You asked us to call you. Select what will keep you safe." in text_of(reporter.opens("/r/3"))


@pytest.mark.parametrize("age", ["under_18", "not_sure"])
def test_a_child_is_called_only_in_a_way_that_the_child_marks_safe(reporter, age):
    """See docs/requirements/helpline.md#children-reached-safely."""
    reporter.begins("seeking_help_self")
    reporter.sends("/r/1", danger_level="unknown")
    reporter.sends("/r/2", age_of_person=age)
    page = reporter.opens("/r/3")
    assert "0800 1111" in page and 'name="contact_safety"' in page
    assert "Select what will keep you safe when we contact you" in reporter.sends("/r/3", 422, **CALL)
    assert reporter.client.get("/r/4")["Location"] == "/r/3"
    times = {"contact_safety": "safe_windows", "safe_times": "After school"}
    reporter.sends("/r/3", **CALL, **times)
    reporter.sends("/r/4", place_unknown="on")
    reporter.sends("/r/5", identity_mode="confidential")
    assert "After school" in reporter.opens("/r/6")
    page = reporter.opens("/r/8")
    assert "0800 1111" in page and "Contact me through someone else" not in page
    words = "Select what will keep you safe when we contact you"
    assert words in reporter.sends("/r/8", 422, contact_method="phone", phone=CALL["phone"])
    assert "you asked us to call you" in reporter.sends("/r/8", 422, contact_method="secure_inbox", **times)
    assert reporter.sends("/r/8", contact_method="secure_inbox", phone=CALL["phone"], **times) == "/r/6"
    reporter.submits()
    concern = Concern.objects.get()
    said = encryption.open_json(key_of(concern), concern.answers, encryption.get_answers_place(concern.uuid))
    assert concern.wants_call and said["contact_safety"] == ["safe_windows"] and said["safe_times"] == "After school"


def test_an_adult_may_ask_for_a_call_and_say_nothing_of_safety(reporter):
    reporter.begins("seeking_help_self")
    reporter.answers(r3=CALL, r5={"identity_mode": "confidential"})
    assert "Contact me through someone else" in reporter.opens("/r/8")
    assert "0800 1111" not in reporter.opens("/r/3") + reporter.opens("/r/8")
