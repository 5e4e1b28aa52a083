"""Ending a call form never buries a person at risk: one press ends only a form that describes nobody."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.casework.models import CallDraft, Case, Contact, ReporterIdentity
from compliance.casework.selectors import monthly_statistics
from compliance.casework.services import calls
from compliance.casework.services.call_endings import end_without_case
from portal.accounts.roles import StaffRole
from portal.reference import helpline
from tests.factories.accounts import UserFactory
from tests.factories.casework import keys_of, unlock
from tests.factories.vault import give_key

pytestmark = pytest.mark.django_db
REASON = {"what_was_said": "A boy was crying.", "why_no_case": "Police were with them already."}


def new_call(desk) -> str:
    return desk.post("/desk/calls/begin/")["Location"]


@pytest.mark.parametrize("ending", ["silent", "line_dropped", "wrong_number", "information_given"])
def test_no_quick_ending_buries_somebody_in_danger(desk, ending):
    desk.post(new_call(desk), {"act": ending, "danger_level": "happening_now", "age_of_person": "under_18"})
    assert not Contact.objects.exists()
    assert CallDraft.objects.count() == 1


@pytest.mark.parametrize(
    "answers",
    [
        {"danger_level": "happening_now"},
        {"danger_level": "within_24h"},
        {"age_of_person": "under_18"},
        {"age_of_person": "not_sure"},
        {"is_safe": "no"},
        {"account": "She whispered an address."},
        {"name": "Robin"},
        {"phone": "07700 900123"},
        {"premises_name": "Sparkle hand car wash"},
        {"town": "Leeds"},
        {"exploitation_type": ["sexual"]},
        {"still_in_situation": "yes"},
        {"purpose": "seeking_help_self"},
        {"reporter_type": "potential_victim"},
        {"pv_count_min": "about three"},
        {"account": "x" * 20_000},
    ],
    ids=lambda answers: next(iter(answers.items()))[0] + "=" + str(next(iter(answers.values())))[:15],
)
def test_one_press_does_not_bury_a_person_at_risk(desk, answers):
    address = new_call(desk)
    answer = desk.post(address, answers | {"act": "wrong_number"})
    assert not Contact.objects.exists()
    assert CallDraft.objects.count() == 1
    page = desk.get(answer["Location"]).text
    assert "Open a case instead" in page


def test_the_quick_endings_are_offered_only_while_the_form_describes_nobody(desk):
    address = new_call(desk)
    quick = 'data-shown-when="may_end_quickly"'
    assert f"{quick}>" in desk.get(address).text
    desk.post(address, {"act": "save", "danger_level": "happening_now"})
    assert f"{quick} hidden>" in desk.get(address).text
    draft = CallDraft.objects.get()
    save = reverse("desk:call_save", args=[draft.token])
    assert desk.post(save, {"town": "Leeds"}).json()["may_end_quickly"] is False
    assert desk.post(save, {"language": "en"}).json()["may_end_quickly"] is True


def ended_call(desk, **answers) -> Contact:
    said = {"danger_level": "happening_now", "age_of_person": "under_18", "account": "MARKER"} | answers
    ending = desk.post(new_call(desk), said | {"act": "silent"})["Location"]
    desk.post(ending.split("?")[0], REASON | {"outcome": "silent"})
    return Contact.objects.get()


def test_ending_it_all_the_same_asks_what_was_said_and_why_there_is_no_case(desk):
    ending = desk.post(new_call(desk), {"act": "silent", "age_of_person": "under_18"})["Location"]
    answer = desk.post(ending, {"outcome": "silent"})
    assert answer.status_code == 422
    assert "Enter what was said" in answer.text
    assert "Enter why no case is needed" in answer.text
    assert not Contact.objects.exists()


def test_an_ended_call_with_risk_waits_for_a_leads_review_within_24_hours(desk, lead_desk):
    before = timezone.now()
    contact = ended_call(desk, phone="07700 900123", pv_count_min="about three")
    assert before + timedelta(hours=24) <= contact.review_due_at <= timezone.now() + timedelta(hours=24)
    page = desk.get(reverse("desk:contact", args=[contact.pk])).text
    for words in (
        "MARKER",
        "A boy was crying.",
        "Police were with them already.",
        str(helpline.get_label("danger_level", "happening_now")),
        "about three",
    ):
        assert words in page
    assert "07700" not in page
    assert contact.reference in lead_desk.get(reverse("desk:lead")).text
    assert "ended without a case" in lead_desk.get(reverse("desk:queue")).text


def test_a_lead_reviews_it_and_whoever_ended_it_cannot(desk, lead_desk, lead):
    contact = ended_call(desk)
    review = reverse("desk:contact_review", args=[contact.pk])
    assert desk.post(review, {"note": "Fine."}).status_code == 403
    assert lead_desk.post(review, {}).status_code == 422
    lead_desk.post(review, {"note": "I rang the police."})
    contact.refresh_from_db()
    assert (contact.reviewed_by, contact.case) == (lead, None)
    assert "I rang the police." in desk.get(reverse("desk:contact", args=[contact.pk])).text
    assert contact.reference not in lead_desk.get(reverse("desk:lead")).text


def test_a_review_that_comes_too_late_keeps_its_note(desk, lead_desk):
    other = UserFactory(role=StaffRole.TRIAGE_LEAD)
    give_key(other)
    review = reverse("desk:contact_review", args=[ended_call(desk).pk])
    assert lead_desk.post(review, {"note": "I rang the police."}).status_code == 303
    answer = unlock(Client(), other).post(review, {"note": "MARKER-second"})
    assert answer.status_code == 422
    assert "MARKER-second" in answer.text
    assert "not saved" in answer.text


def test_a_leads_own_ended_call_is_reviewed_by_somebody_else(desk, lead_desk):
    contact = ended_call(lead_desk)
    review = reverse("desk:contact_review", args=[contact.pk])
    assert lead_desk.post(review, {"note": "Fine."}).status_code == 403
    desk.post(review, {"note": "Fine."})
    contact.refresh_from_db()
    assert contact.reviewed_at


def test_a_contact_becomes_a_case_from_its_own_page(desk, colleague_desk, colleague):
    contact = ended_call(desk, name="Robin Marker", phone="07700 900123", contact_method=["phone"], town="Leeds")
    address = reverse("desk:contact_case", args=[contact.pk])
    assert address in colleague_desk.get(reverse("desk:contact", args=[contact.pk])).text
    given = {"danger_level": "happening_now", "age_of_person": "under_18", "reason": "A child may be in danger."}
    assert colleague_desk.post(address, given | {"reason": ""}).status_code == 422
    answer = colleague_desk.post(address, given)
    case = Case.objects.get()
    assert answer["Location"] == reverse("cases:case", args=[case.pk])
    assert (case.owner, case.level, case.age_of_person) == (colleague, "p1", "under_18")
    contact.refresh_from_db()
    assert (contact.case, contact.keep_until, contact.category) == (case, None, "")
    assert case.tasks.exclude(child_action="").exists()
    page = colleague_desk.get(answer["Location"]).text
    assert "MARKER" in page
    assert "Robin Marker" not in page
    identity = ReporterIdentity.objects.get(reporter__case=case)
    details = keys_of(colleague).facts(identity, "details")
    assert details == {"name": "Robin Marker", "phone": "07700 900123"}
    assert "Robin" not in str(keys_of(colleague).facts(contact, "words"))
    assert desk.post(address, given)["Location"] == reverse("cases:case", args=[case.pk])
    assert Case.objects.count() == 1


def test_a_silent_contact_with_no_words_becomes_a_case_too(desk):
    desk.post(new_call(desk), {"act": "silent"})
    contact = Contact.objects.get()
    given = {"danger_level": "unknown", "age_of_person": "not_sure", "reason": "They rang three times."}
    desk.post(reverse("desk:contact_case", args=[contact.pk]), given)
    assert Case.objects.get().level == "p2"


def test_an_earlier_contact_that_joins_a_new_case_does_not_lay_its_name_open(desk, handler):
    contact = ended_call(desk, name="Robin Marker")
    given = {"act": "known", "known": contact.reference, "danger_level": "unknown", "age_of_person": "adult"}
    desk.post(new_call(desk), given)
    contact.refresh_from_db()
    assert contact.case
    assert "Robin" not in str(keys_of(handler).facts(contact, "words"))
    assert ReporterIdentity.objects.filter(reporter__contact=contact).exists()


@pytest.mark.parametrize(
    ("ending", "category"),
    [
        ("silent", "silent"),
        ("line_dropped", "abandoned"),
        ("wrong_number", "not_related"),
        ("information_given", "general_information"),
    ],
)
def test_silent_and_abandoned_calls_are_never_counted_as_not_related(desk, ending, category):
    desk.post(new_call(desk), {"act": ending})
    assert Contact.objects.get().category == category
    month = monthly_statistics.get_months(timezone.localdate())[0]
    table = next(table for table in monthly_statistics.get_tables(month) if table.title == "Contacts by category")
    assert [row[1] for row in table.rows] == [1]
    assert ("Not related" in table.rows[0][0]) == (ending == "wrong_number")


def test_a_contact_without_a_case_is_kept_for_365_days_of_london(handler):
    night = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    draft = calls.start_call(handler=handler, at=night)
    contact = end_without_case(draft=draft, answers={}, outcome="silent", actor=handler, at=night)
    assert contact.keep_until == date(2027, 7, 2)


def test_the_ending_of_somebody_elses_call_is_not_there(desk, colleague_desk):
    desk.post(new_call(desk), {"act": "save", "town": "Leeds"})
    address = reverse("desk:call_end", args=[CallDraft.objects.get().token])
    assert colleague_desk.get(address).status_code == 404
    assert colleague_desk.post(address, REASON | {"outcome": "silent"}).status_code == 404
    assert unlock(Client(), CallDraft.objects.get().handler).get(address).status_code == 200
