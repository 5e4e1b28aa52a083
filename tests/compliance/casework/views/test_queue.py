"""The queue page: its order, its badges in words, its queries, and taking from it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from compliance.casework import reference_numbers
from compliance.casework.choices import Level, Marking, Status
from compliance.casework.models import Case, Task
from compliance.casework.selectors import concerns as selectors_concerns
from compliance.casework.selectors import queue as reading
from compliance.casework.selectors.queue import Shown
from compliance.casework.services import restrictions
from compliance.casework.services.case_keys import seal_with_own_key
from portal.vault.models import DataKey
from tests.factories.casework import ADVICE, CHILD, NOW, keys_of, taken_by, tell

pytestmark = pytest.mark.django_db


def rows(user, shown=Shown.ALL, **narrow):
    waiting = reading.get_queue(user=user, shown=shown, filters=narrow)
    return reading.get_lines(
        waiting.rows[: reading.PAGE_SIZE], user=user, is_lead=False, keys=keys_of(user), now=timezone.now()
    )


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


def test_a_queue_of_5000_open_cases_takes_at_most_9_queries(desk, handler):
    for said in (CHILD, NOW, ADVICE):
        tell(said)
    many_cases(5000)
    desk.get("/desk/")  # the first use of a web session is written down, once a minute
    with CaptureQueriesContext(connection) as queries:
        answer = desk.get("/desk/")
    assert answer.status_code == 200
    assert "All (5003)" in answer.text
    assert len(queries) <= 9, "\n".join(query["sql"][:160] for query in queries)


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
    due = reading.get_due_today(user=handler, is_lead=False, now=noon)
    assert [(one.task.case, one.minutes_left) for one in due] == [(case, -3 * 24 * 60), (case, 11 * 60)]
    text = desk.get("/desk/?show=mine").text
    assert "Due today" in text and "Call back" in text and " overdue</strong>" in text
    assert "Due today" not in desk.get("/desk/").text


def test_mine_with_what_is_due_takes_at_most_9_queries(desk, handler):
    for _number in range(5):
        task(taken_by(handler, **CHILD), handler, timezone.now())
    desk.get("/desk/?show=mine")
    with CaptureQueriesContext(connection) as queries:
        desk.get("/desk/?show=mine")
    assert len(queries) <= 9, "\n".join(query["sql"][:160] for query in queries)


# --- Taking ---------------------------------------------------------------------------------------------------------


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
