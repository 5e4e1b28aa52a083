"""What a handler and a lead see at a glance: one due time everywhere, news, finished calls, and tasks that end."""

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from compliance.casework.choices import Marking, TaskKind
from compliance.casework.models import Case, CaseReader, Contact, Task
from compliance.casework.selectors import lead_dashboard as lead_reading
from compliance.casework.selectors import queue, workload
from compliance.casework.services import messages, tasks
from compliance.concerns.services import dialogue
from compliance.referrals.services import dispatch, drafts
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from tests.factories.casework import keys_of, taken_by
from tests.factories.referrals import begin
from tests.factories.sharing import agency
from tests.factories.sharing import desk as begin_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(handler) -> Case:
    return taken_by(handler)


def add_task(case: Case, user, *, due_at, kind=TaskKind.CALL_BACK) -> Task:
    return tasks.add_task(
        case=case, kind=kind, what="", due_at=due_at, actor=user, keys=keys_of(user), at=timezone.now()
    )


def text_of(answer, selector: str) -> str:
    return " ".join(BeautifulSoup(answer.text, "html.parser").select_one(selector).text.split())


# --- One due time ----------------------------------------------------------------------------------------------------


def test_the_queue_the_case_and_the_lead_show_the_time_of_the_first_task(desk, lead_desk, lead, handler, case):
    """A task that was due an hour ago: the queue said so, and the bar and the page of leads said "2 days left"."""
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(due_at=now + timedelta(days=2, minutes=1))
    add_task(case, handler, due_at=now + timedelta(days=1))
    late = add_task(case, handler, due_at=now - timedelta(minutes=61))
    assert "1 hour over" in text_of(desk.get("/desk/?show=mine"), ".portal-queue tbody tr").replace(
        "61 minutes", "1 hour"
    )
    bar = text_of(desk.get(reverse("cases:case", args=[case.pk])), ".portal-identity")
    assert "minutes over" in bar
    (row,) = lead_reading.get_overdue(now=now, reader=lead)
    waiting = queue.get_queue(user=lead, shown=queue.Shown.ALL, filters={}).rows[0].waiting
    assert row.next_due_at == late.due_at == waiting.due_at
    shown = lead_desk.get("/desk/lead/").text
    assert date_format(timezone.localtime(late.due_at), "j F, H:i") in shown
    loads = {load.person: load.overdue for load in workload.get_workload(now=now, reader=lead)}
    assert loads[handler] == 1
    Task.objects.filter(pk=late.pk).update(done_at=now)
    assert "minutes over" not in text_of(desk.get(reverse("cases:case", args=[case.pk])), ".portal-identity")
    assert not lead_reading.get_overdue(now=now, reader=lead)


def test_without_a_task_the_deadline_of_the_case_counts(lead, case):
    assert Case.objects.get(pk=case.pk).next_due_at == case.due_at
    later = case.due_at + timedelta(days=3)
    Task.objects.create(case=case, kind=TaskKind.OTHER, due_at=later, made_at=timezone.now())
    Task.objects.create(case=case, kind=TaskKind.OTHER, due_at=None, made_at=timezone.now())
    assert Case.objects.get(pk=case.pk).next_due_at == case.due_at


# --- A new message ---------------------------------------------------------------------------------------------------


def write_to_us(case: Case, keys, text: str) -> None:
    concern = case.contacts.get().concern
    dialogue.add_message(
        concern, keys.get_key(concern), author="reporter", text=text, now=timezone.now(), token=uuid4()
    )


def test_a_new_message_shows_on_the_case_until_its_owner_reads_it(desk, case, keys):
    page = reverse("cases:timeline", args=[case.pk])
    assert "New message" not in text_of(desk.get(page), ".portal-identity")
    write_to_us(case, keys, "They moved us to Leeds.")
    assert "New message" in text_of(desk.get(page), ".portal-identity")
    desk.get(reverse("cases:conversation", args=[case.pk]))
    assert "New message" not in text_of(desk.get(page), ".portal-identity")


def test_a_message_can_be_ticked_into_a_referral_and_is_not_ticked_at_first():
    at = begin_desk()
    case = at.case()
    concern = case.contacts.get().concern
    for text in ("They moved us to Leeds.", "Ring at noon."):
        dialogue.add_message(concern, at.keys.get_key(concern), author="reporter", text=text, now=at.now, token=uuid4())
    row = begin(at, case)
    page = at.client().get(reverse("cases:refer_what", args=[case.pk, row.pk]))
    boxes = BeautifulSoup(page.text, "html.parser").select("input[value^='account:message:']")
    assert len(boxes) == 2 and not any(box.has_attr("checked") for box in boxes)
    chosen = drafts.choose_items(referral=row, names=[boxes[0]["value"]], note="", keys=at.keys, version=row.version)
    made = drafts.build_package(chosen, at.keys, on=at.now.date())
    assert [item.text for item in made.items if item.kind == "account"] in (
        ["They moved us to Leeds."],
        ["Ring at noon."],
    )


def test_what_we_wrote_ourselves_goes_to_nobody():
    at = begin_desk()
    case = at.case()
    concern = case.contacts.get().concern
    messages.send_message(
        case=case, concern=concern, text="We will ring.", token=uuid4(), is_told=False, actor=at.handler, keys=at.keys,
        at=at.now,
    )  # fmt: skip
    page = at.client().get(reverse("cases:refer_what", args=[case.pk, begin(at, case).pk]))
    assert "account:message:" not in page.text


# --- Finished calls --------------------------------------------------------------------------------------------------


def test_finished_calls_of_the_shift_are_listed(desk, handler, colleague, case):
    assert "No calls finished" in desk.get("/desk/calls/").text
    address = desk.post("/desk/calls/begin/")["Location"]
    desk.post(address, {"act": "silent"})
    silent = Contact.objects.get(outcome="silent")
    with_case = desk.post("/desk/calls/begin/")["Location"]
    desk.post(with_case, {"act": "case", "danger_level": "unknown", "age_of_person": "adult", "account": "x"})
    opened = Case.objects.exclude(pk=case.pk).get()
    page = desk.get("/desk/calls/")
    assert reverse("desk:contact", args=[silent.pk]) in page.text and "Silent call" in page.text
    assert opened.reference in page.text
    Contact.objects.update(handler=colleague)
    assert "No calls finished" in desk.get("/desk/calls/").text
    Contact.objects.update(handler=handler, hour=timezone.now() - timedelta(hours=13))
    assert "No calls finished" in desk.get("/desk/calls/").text


def test_a_finished_call_does_not_name_a_case_that_one_is_kept_from(desk, handler, lead):
    address = desk.post("/desk/calls/begin/")["Location"]
    desk.post(address, {"act": "case", "danger_level": "unknown", "age_of_person": "adult", "account": "x"})
    case = Case.objects.get()
    Case.objects.update(owner=lead, marking=Marking.SEALED)
    assert case.reference not in desk.get("/desk/calls/").text
    Case.objects.update(marking=Marking.CASEWORK)
    CaseReader.objects.create(case=case, user=handler, is_kept_out=True, named_by=lead, named_at=timezone.now())
    page = desk.get("/desk/calls/").text
    assert case.reference not in page and "A case for named people only" in page


def test_many_finished_calls_ask_as_little_as_few(desk, handler, django_assert_max_num_queries):
    for _number in range(6):
        desk.post(desk.post("/desk/calls/begin/")["Location"], {"act": "silent"})
    with django_assert_max_num_queries(22):
        desk.get("/desk/calls/")


# --- Tasks end, and agencies hear ------------------------------------------------------------------------------------


def who(at) -> dict:
    return {"actor": at.handler, "keys": at.keys, "at": at.now}


def test_an_agency_is_mailed_that_there_is_something_and_not_what():
    at = begin_desk()
    case = at.case(consent=["support_provider"])
    partner, person = agency()
    target = {"target_type": partner.target_type, "name": partner.name, "partner": str(partner.pk)}
    row = drafts.start_draft(case=case, kind="referral", target=target, **who(at))
    row = drafts.choose_items(referral=row, names=["urgency"], note="", keys=at.keys, version=row.version)
    digest = drafts.build_package(row, at.keys, on=dispatch.get_local_date(at.now)).digest
    dispatch.send_referral(referral=row, route="partner_account", digest=digest, call={}, call_back_due=None, **who(at))
    mail = Outbox.objects.get(template="casework/referral_waiting")
    assert mail.to == person.email
    sent = mail.subject + decrypt(bytes(mail.body)).decode()
    assert "/desk/partner/" in sent
    assert not any(word in sent for word in (case.reference, partner.name, str(row.pk), "referral", "slavery"))
