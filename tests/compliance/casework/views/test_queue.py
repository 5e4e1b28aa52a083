"""The queue page: its order, its badges in words, its queries, and taking from it."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from compliance.casework import reference_numbers
from compliance.casework.choices import Level, Marking, Status
from compliance.casework.models import Case, Contact, Task
from compliance.casework.selectors import concerns as selectors_concerns
from compliance.casework.selectors import queue as reading
from compliance.casework.selectors.queue import Shown
from compliance.casework.services import assignment, claim, restrictions
from compliance.casework.services.case_keys import seal_with_own_key
from compliance.concerns.models import Concern
from portal.core.exceptions import ActionRefused
from portal.vault.models import DataKey
from tests.factories.casework import ADVICE, CHILD, NOW, keys_of, taken_by, tell

pytestmark = pytest.mark.django_db


def rows(user, shown=Shown.ALL, **narrow):
    read = reading.get_queue(
        user=user, is_lead=False, keys=keys_of(user), shown=shown, narrow=narrow, number=1, now=timezone.now()
    )
    return read.lines


def test_a_child_stands_before_an_adult_in_immediate_danger(handler):
    advice, danger, child = (tell(said).concern for said in (ADVICE, NOW, CHILD))
    assert [line.row.pk for line in rows(handler)] == [child.pk, danger.pk, advice.pk]


def test_new_concerns_and_open_cases_are_one_list(handler):
    case = taken_by(handler)
    concern = tell(CHILD).concern
    assert [line.row.pk for line in rows(handler)] == [concern.pk, case.pk]


def test_a_closed_case_waits_no_more(handler):
    case = taken_by(handler)
    Case.objects.update(status=Status.CLOSED, closed_at=timezone.now(), closure_reason="referred")
    assert case.pk not in [line.row.pk for line in rows(handler)]


def test_mine_unassigned_and_waiting_are_parts_of_it(handler, colleague):
    mine, theirs, concern = taken_by(handler), taken_by(colleague), tell().concern
    Case.objects.filter(pk=theirs.pk).update(status=Status.AWAITING_CONTACT)
    parts = {shown: [line.row.pk for line in rows(handler, shown)] for shown in Shown}
    assert parts[Shown.MINE] == [mine.pk]
    assert parts[Shown.UNASSIGNED] == [concern.pk]
    assert parts[Shown.WAITING] == [theirs.pk]
    assert len(parts[Shown.ALL]) == 3


def test_a_filter_shows_fewer_in_the_same_order(handler):
    tell()
    child = tell(CHILD, language="vi").concern
    assert [line.row.pk for line in rows(handler, language="vi")] == [child.pk]


def test_what_is_due_in_minutes_is_counted_from_the_exact_time_which_is_sealed(handler):
    arrived = timezone.now() - timedelta(minutes=10)
    tell(NOW, at=arrived)
    (line,) = rows(handler)
    assert 4 <= line.minutes_left <= 5


def test_level_and_child_are_said_in_words(desk):
    tell(CHILD)
    text = desk.get("/desk/").text
    assert "2 Urgent" in text
    assert "Age not sure" in text


def test_a_new_message_is_said_in_words(desk, handler):
    case = taken_by(handler)
    concern = selectors_concerns.get_concerns(case)[0]
    from compliance.concerns.choices import Author
    from compliance.concerns.services import dialogue

    key = keys_of(handler).get_key(concern)
    dialogue.add_message(concern, key, author=Author.REPORTER, text="They moved us.", now=timezone.now())
    assert "New message" in desk.get("/desk/").text
    desk.get(reverse("cases:conversation", args=[case.pk]))
    assert "New message" not in desk.get("/desk/").text


def test_an_adult_in_immediate_danger_raises_the_banner_on_every_page_until_taken(desk, handler):
    concern = tell(NOW).concern
    for address in ("/desk/", "/desk/find/", "/desk/calls/"):
        assert "1 adult in immediate danger" in desk.get(address).text
    desk.post(reverse("desk:take", args=[concern.pk]))
    assert "in immediate danger" not in desk.get("/desk/find/").text


def test_an_empty_queue_says_when_it_was_checked(desk):
    assert "The queue is empty. Last checked at" in desk.get("/desk/").text


def test_the_mark_of_the_queue_changes_with_what_comes_and_goes(desk, handler):
    marks = [desk.get("/desk/mark/").json()["mark"]]
    concern = tell().concern
    marks.append(desk.get("/desk/mark/").json()["mark"])
    taken_by(handler, concern)
    marks.append(desk.get("/desk/mark/").json()["mark"])
    assert marks[0] == marks[2] != marks[1]


def test_looking_for_news_is_no_use_of_the_keys(desk, django_assert_num_queries):
    """A desk that is left alone locks after 15 minutes, whatever its page asks."""
    from portal.vault.models import Unlock

    past = timezone.now() + timedelta(minutes=3)
    Unlock.objects.update(idle_until=past)
    desk.get("/desk/mark/")
    assert Unlock.objects.get().idle_until == past


def many_cases(number: int) -> None:
    now = timezone.now()
    key = seal_with_own_key(Case()).data_key
    epoch = key.epoch
    data_keys = DataKey.objects.bulk_create(DataKey(epoch=epoch, wrapped_key=b"x") for _ in range(number))
    Case.objects.bulk_create(
        Case(
            data_key=data_key,
            reference=reference_numbers.make_case_reference(),
            level=Level.P3,
            age_of_person="adult",
            arrived_hour=now,
            opened_at=now,
            due_at=now,
            status=Status.IN_PROGRESS,
        )
        for data_key in data_keys
    )


def test_a_queue_of_5000_open_cases_takes_at_most_12_queries(desk, handler):
    for said in (CHILD, NOW, ADVICE):
        tell(said)
    many_cases(5000)
    desk.get("/desk/")  # the first use of a web session is written down, once a minute
    with CaptureQueriesContext(connection) as queries:
        answer = desk.get("/desk/")
    assert answer.status_code == 200
    assert "All (5003)" in answer.text
    assert len(queries) <= 12, "\n".join(query["sql"][:160] for query in queries)


# --- Tasks --------------------------------------------------------------------------------------------------------


def task(case, owner, due_at, **more) -> Task:
    return Task.objects.create(case=case, kind="call_back", owner=owner, due_at=due_at, made_at=timezone.now(), **more)


def test_a_case_stands_where_its_first_task_is_due(handler):
    first, second = taken_by(handler), taken_by(handler)
    soon = timezone.now() + timedelta(minutes=5)
    task(second, handler, soon)
    found = rows(handler)
    assert [line.row.pk for line in found] == [second.pk, first.pk]
    assert found[0].due_at == soon
    Task.objects.update(done_at=timezone.now())
    assert [line.row.pk for line in rows(handler)] == [first.pk, second.pk]


def test_a_later_task_leaves_the_case_its_own_time(handler):
    case = taken_by(handler)
    task(case, handler, case.due_at + timedelta(days=30))
    (line,) = rows(handler)
    assert line.due_at == case.due_at


def test_what_is_due_today_stands_on_mine(desk, handler, colleague, lead):
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    case, theirs, closed = taken_by(handler), taken_by(colleague), taken_by(handler)
    kept_from = taken_by(lead)
    restrictions.keep_reader_out(case=kept_from, user=handler, actor=lead, at=timezone.now())
    task(case, handler, noon - timedelta(days=3))
    task(case, handler, noon.replace(hour=23))
    task(case, handler, noon + timedelta(days=1))
    task(case, handler, None)
    task(case, colleague, noon)
    task(closed, handler, noon)
    Case.objects.filter(pk=closed.pk).update(status=Status.CLOSED, closed_at=noon, closure_reason="referred")
    task(theirs, handler, noon, done_at=noon)
    task(kept_from, handler, noon)
    read = reading.get_queue(
        user=handler, is_lead=False, keys=keys_of(handler), shown=Shown.MINE, narrow={}, number=1, now=noon
    )
    assert [(one.task.case, one.minutes_left) for one in read.due] == [(case, -3 * 24 * 60), (case, 11 * 60)]
    text = desk.get("/desk/?show=mine").text
    assert "Due today" in text and "Call back" in text and " over</strong>" in text
    assert "Due today" not in desk.get("/desk/").text


def test_mine_with_what_is_due_takes_at_most_12_queries(desk, handler):
    for _number in range(5):
        task(taken_by(handler, **CHILD), handler, timezone.now())
    desk.get("/desk/?show=mine")
    with CaptureQueriesContext(connection) as queries:
        desk.get("/desk/?show=mine")
    assert len(queries) <= 12, "\n".join(query["sql"][:160] for query in queries)


# --- Taking ---------------------------------------------------------------------------------------------------------


def test_taking_makes_a_case_with_what_was_told(handler):
    concern = tell(CHILD).concern
    case = taken_by(handler, concern)
    assert case.owner == handler
    assert case.reference.startswith("MSH-")
    assert len(case.reference) == 12
    assert (case.level, case.age_of_person, case.exploitation_types) == ("p2", "not_sure", ["labour"])
    assert case.is_first_action_in_time
    contact = Contact.objects.get(case=case)
    assert contact.concern == concern
    assert {task.child_action for task in Task.objects.filter(case=case)} == {
        "la_children_contacted",
        "la_contact_recorded",
    }
    concern.refresh_from_db()
    assert concern.status == "looked_at"


def test_a_place_that_means_one_council_leads_to_its_force_and_childrens_services(handler):
    """Chesterfield is a district, Derbyshire has its children's services
    (docs/requirements/helpline.md#responsible-bodies).
    """
    case = taken_by(handler, **CHILD)
    from compliance.casework.selectors import places

    (place,) = places.get_places(case, keys_of(handler))
    assert place.council == "Chesterfield"
    assert place.children == "Derbyshire County Council"
    assert place.force == "Derbyshire Constabulary"


def test_late_taking_is_counted_as_late(handler):
    case = taken_by(handler, tell(NOW, at=timezone.now() - timedelta(minutes=16)).concern)
    assert case.is_first_action_in_time is False


def test_the_second_who_takes_is_told_that_a_colleague_was_first(handler, colleague, colleague_desk):
    concern = tell().concern
    taken_by(handler, concern)
    answer = colleague_desk.post(reverse("desk:take", args=[concern.pk]), follow=True)
    assert "A colleague has taken it just now." in answer.text
    assert Case.objects.count() == 1


def test_the_database_lets_one_contact_of_a_concern_be(handler, colleague):
    concern = tell().concern
    taken_by(handler, concern)
    with pytest.raises(ActionRefused):
        claim.claim_concern(
            concern=concern, actor=colleague, keys=keys_of(colleague), at=timezone.now(), contact_id=uuid4()
        )


@pytest.mark.django_db(transaction=True)
def test_of_several_who_take_at_once_exactly_one_wins(handler, colleague):
    concern = tell().concern
    keys = {person.pk: keys_of(person) for person in (handler, colleague)}
    start, results = Barrier(4), []

    def take(person):
        start.wait()
        try:
            claim.claim_concern(
                concern=Concern.objects.get(pk=concern.pk), actor=person, keys=keys[person.pk], at=timezone.now()
            )
            results.append("won")
        except ActionRefused:
            results.append("told")
        finally:
            connections.close_all()

    threads = [Thread(target=take, args=[person]) for person in (handler, colleague) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["told", "told", "told", "won"]
    assert Case.objects.count() == 1


def test_a_restricted_case_is_a_locked_row_without_what_it_is_about(desk, handler, lead):
    case = taken_by(lead)
    restrictions.restrict_case(
        case=case,
        marking=Marking.RESTRICTED,
        reason="Staff know them.",
        actor=lead,
        keys=keys_of(lead),
        at=timezone.now(),
    )
    text = desk.get("/desk/").text
    assert "A case for named people only" in text
    assert case.reference not in text
    assert "Labour" not in text.split("portal-queue")[1]


def test_the_status_that_the_reporter_reads_follows(handler):
    case = taken_by(handler)
    Case.objects.filter(pk=case.pk).update(category="labour_abuse")
    assignment.change_status(case=case, status=Status.TRIAGED, actor=handler, at=timezone.now())
    assignment.change_status(case=case, status=Status.IN_PROGRESS, actor=handler, at=timezone.now())
    assert selectors_concerns.get_concerns(case)[0].status == "under_way"
