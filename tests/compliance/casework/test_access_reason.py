"""Who opens a case, what that leaves in the history, and that a name is shown by a reason only.

See docs/requirements/helpline.md#need-to-know.
"""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.casework import permissions
from compliance.casework.choices import Marking
from compliance.casework.models import Case
from compliance.casework.services import case_facts, restrictions
from portal.accounts.roles import StaffRole
from portal.history.models import Entry
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.casework import keys_of, taken_by
from tests.factories.vault import give_key

pytestmark = pytest.mark.django_db
NAME, NUMBER = "Robin Marker", "07700 900123"
TABS = ("case", "conversation", "people", "places", "timeline", "actions", "files", "sharing")


def told(action: str) -> list[Entry]:
    return list(Entry.objects.filter(action=action))


def restricted(lead, marking=Marking.RESTRICTED) -> Case:
    """Another lead than the test's own stays named for a sealed one."""
    case, keeper = taken_by(lead), UserFactory(role=StaffRole.TRIAGE_LEAD) if marking == Marking.SEALED else None
    given = {"actor": lead, "keys": keys_of(lead), "at": timezone.now(), "lead": keeper}
    restrictions.restrict_case(case=case, marking=marking, reason="Staff know them.", **given)
    return Case.objects.get(pk=case.pk)


def test_each_opening_is_a_line_and_going_from_tab_to_tab_is_one_opening(desk, handler):
    case = taken_by(handler)
    for tab in TABS:
        assert desk.get(reverse(f"cases:{tab}", args=[case.pk])).status_code == 200
    (line,) = told("casework.case.opened")
    assert (line.actor_id, line.object_uuid) == (handler.pk, case.pk)


def test_a_handler_who_tries_a_restricted_case_gets_404_and_leaves_a_line(desk, handler, lead):
    case = restricted(lead)
    assert desk.get(reverse("cases:case", args=[case.pk])).status_code == 404
    (line,) = told("casework.case.refused")
    assert line.actor_id == handler.pk


def test_somebody_named_for_it_opens_it(desk, handler, lead):
    case = restricted(lead)
    restrictions.name_reader(
        case=case, user=handler, reason="Knows the region.", actor=lead, keys=keys_of(lead), at=timezone.now()
    )
    assert desk.get(reverse("cases:case", args=[case.pk])).status_code == 200


def test_another_lead_opens_a_restricted_case_but_no_sealed_one(lead):
    other = UserFactory(role=StaffRole.TRIAGE_LEAD)
    give_key(other)
    assert permissions.can_open_case(other, restricted(lead))
    assert not permissions.can_open_case(other, restricted(lead, Marking.SEALED))


def test_who_is_kept_out_opens_nothing_of_it_lead_or_not(lead, handler):
    other = UserFactory(role=StaffRole.TRIAGE_LEAD)
    case = taken_by(handler)
    assert permissions.can_open_case(other, case)
    restrictions.keep_reader_out(case=case, user=other, actor=handler, at=timezone.now())
    assert not permissions.can_open_case(other, case)
    assert case not in permissions.openable_cases(Case.objects.all(), other)


def test_the_queryset_of_what_somebody_may_open_agrees_with_the_question_about_one(lead, handler, colleague):
    other = UserFactory(role=StaffRole.TRIAGE_LEAD)
    cases = [taken_by(handler), restricted(lead), restricted(lead, Marking.SEALED), taken_by(colleague)]
    restrictions.keep_reader_out(case=cases[3], user=handler, actor=colleague, at=timezone.now())
    for person in (lead, handler, colleague, other):
        found = set(permissions.openable_cases(Case.objects.all(), person))
        assert found == {case for case in cases if permissions.can_open_case(person, Case.objects.get(pk=case.pk))}


@pytest.mark.parametrize(
    "role", [StaffRole.PARTNER, StaffRole.STATISTICIAN, StaffRole.CONTENT_EDITOR, StaffRole.SITE_ADMINISTRATOR, None]
)
def test_nobody_else_finds_the_desk_or_a_case(handler, role):
    """Partner, statistician, content editor, site administrator, business.

    See docs/requirements/helpline.md#partner-scope, docs/requirements/helpline.md#need-to-know.
    """
    case = taken_by(handler)
    client = sign_in(Client(), UserFactory(role=role))
    for address in ("/desk/", "/desk/unlock/", "/desk/mark/", reverse("cases:case", args=[case.pk])):
        assert client.get(address).status_code == 404


def test_a_handler_reads_a_colleagues_case_and_changes_nothing_that_is_its_owners(colleague_desk, handler):
    """What everybody may do at once is in test_acting."""
    case = taken_by(handler)
    assert colleague_desk.get(reverse("cases:case", args=[case.pk])).status_code == 200
    for act in ("facts", "summarise", "status", "assign", "close", "restrict", "merge"):
        assert colleague_desk.get(reverse(f"cases:{act}", args=[case.pk])).status_code == 403


# --- Names ----------------------------------------------------------------------------------------------------------


def concern_of(case):
    return case.contacts.get().concern_id


def test_no_tab_shows_a_name_or_a_number(desk, handler):
    case = taken_by(handler, name=NAME, phone=NUMBER)
    for tab in TABS:
        text = desk.get(reverse(f"cases:{tab}", args=[case.pk])).text
        assert NAME not in text
        assert NUMBER not in text


def test_a_name_is_shown_by_a_reason_and_leaves_a_line_without_it(desk, handler):
    case = taken_by(handler, name=NAME, phone=NUMBER)
    address = reverse("cases:reveal", args=[case.pk, "concern", concern_of(case)])
    assert NAME not in desk.get(address).text
    assert desk.post(address, {"words": "x"}).status_code == 422
    answer = desk.post(address, {"reason": "safety", "words": "MARKER why"})
    assert NAME in answer.text
    assert NUMBER not in answer.text
    (line,) = told("casework.identity.revealed")
    assert line.detail == {"whose": "concern", "reason": "safety"}
    assert NAME not in str(line.detail) + line.object_label
    assert "MARKER why" in desk.get(reverse("cases:timeline", args=[case.pk])).text


def test_showing_a_name_asks_again_who_is_there(handler):
    from tests.factories.casework import unlock_signed_in

    case = taken_by(handler, name=NAME)
    client = sign_in(Client(), handler, seconds_ago=3600)
    unlock_signed_in(client, handler)
    answer = client.get(reverse("cases:reveal", args=[case.pk, "concern", concern_of(case)]))
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def test_the_name_of_somebody_affected_is_shown_in_the_same_way(desk, handler):
    case = taken_by(handler, pv_count_mode="exact", pv_count_min=1)
    group = case.persongroups.get()
    person = case_facts.save_identity(group=group, details={"name": "Ana Marker"}, actor=handler, at=timezone.now())
    assert "Ana Marker" not in desk.get(reverse("cases:people", args=[case.pk])).text
    address = reverse("cases:reveal", args=[case.pk, "person", person.pk])
    assert "Ana Marker" in desk.post(address, {"reason": "referral"}).text


def test_a_name_of_another_case_is_not_there(desk, handler):
    case, other = taken_by(handler), taken_by(handler)
    for kind in ("concern", "person", "reporter", "other"):
        address = reverse("cases:reveal", args=[case.pk, kind, concern_of(other)])
        assert desk.post(address, {"reason": "safety"}).status_code == 404


def test_what_the_reporter_takes_back_is_gone_from_the_desk_too(desk, handler):
    from compliance.concerns.services import dialogue

    case = taken_by(handler, name=NAME)
    concern = case.contacts.get().concern
    dialogue.delete_contact(concern, keys_of(handler).get_key(concern), now=timezone.now())
    answer = desk.post(reverse("cases:reveal", args=[case.pk, "concern", concern.pk]), {"reason": "safety"})
    assert NAME not in answer.text
    assert "They left no name." in answer.text


# --- Numbers ----------------------------------------------------------------------------------------------------------
# See docs/requirements/helpline.md#safe-calls.


def number(case) -> str:
    return reverse("cases:number", args=[case.pk, "concern", concern_of(case)])


def test_do_not_phone_is_honoured_on_every_page_that_could_show_a_number(desk, handler):
    case = taken_by(handler, name=NAME, phone=NUMBER, contact_method=["secure_inbox"], contact_safety=[])
    reveal = reverse("cases:reveal", args=[case.pk, "concern", concern_of(case)])
    for answer in (
        desk.get(number(case)),
        desk.post(number(case), {"is_safe": "on", "how": "They said so."}),
        desk.post(reveal, {"reason": "call_back"}),
        desk.get(reverse("cases:people", args=[case.pk])),
    ):
        assert NUMBER not in answer.text
    assert "Do not phone." in desk.get(number(case)).text
    assert "Do not phone." in desk.get(reverse("cases:people", args=[case.pk])).text


def test_a_number_that_is_safe_at_any_time_is_shown_by_one_press(desk, handler):
    case = taken_by(handler, phone=NUMBER, contact_method=["phone"], contact_safety=["safe_anytime"])
    assert NUMBER not in desk.get(number(case)).text
    assert NUMBER in desk.post(number(case)).text
    assert told("casework.number.shown")


def test_whoever_wrote_of_times_is_called_by_somebody_who_knows_that_it_is_safe(desk, handler):
    """Words are no clock: these name every minute of the day, and none of them is safe."""
    words = "Never 00:00-23:59, he is at home"
    case = taken_by(handler, phone=NUMBER, contact_method=["phone"], contact_safety=["safe_windows"], safe_times=words)
    asked = desk.get(number(case)).text
    assert words in asked and "Is it safe to call now?" in asked
    assert NUMBER not in desk.post(number(case)).text
    assert NUMBER not in desk.post(number(case), {"how": "x"}).text
    answer = desk.post(number(case), {"is_safe": "on", "how": "They just wrote that they are alone."})
    assert NUMBER in answer.text and words in answer.text
    assert "They just wrote that they are alone." in desk.get(reverse("cases:timeline", args=[case.pk])).text


def test_warnings_stand_on_top_of_every_page_of_the_case(desk, handler):
    case = taken_by(handler, contact_safety=["no_voicemail", "do_not_say_helpline"])
    for tab in TABS:
        text = desk.get(reverse(f"cases:{tab}", args=[case.pk])).text
        assert "Do not leave a voicemail" in text
        assert "Do not say who is calling" in text
