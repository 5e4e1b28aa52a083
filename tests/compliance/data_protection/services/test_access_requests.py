"""Tests of what somebody asks about their own data: each step, the second person, and the letter that tells nothing."""

from datetime import date

import pytest
from django.utils import timezone

from compliance.casework.models import Case
from compliance.casework.services.sealed_search import Hit
from compliance.data_protection.choices import RequestKind, RequestStatus
from compliance.data_protection.models import SubjectAccess
from compliance.data_protection.services import access_requests as services
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories import cases as cf
from tests.factories.casework import keys_of, taken_by
from tests.factories.merged import merge

pytestmark = pytest.mark.django_db
WHO = {"who": "MARKER-who", "how": "by post", "wants": "MARKER-wants"}


def by(user) -> dict:
    return {"by": user, "keys": keys_of(user), "at": timezone.now()}


def record(user, *, kind=RequestKind.ACCESS, is_held_apart: bool = False, **facts) -> SubjectAccess:
    received_on = facts.pop("received_on", timezone.localdate())
    return services.record_request(
        kind=kind, received_on=received_on, is_held_apart=is_held_apart, by=user, at=timezone.now(), **WHO
    )


def check(row, user, outcome=services.CONFIRMED) -> SubjectAccess:
    return services.save_identity_check(access_request=row, outcome=outcome, how="MARKER-how", **by(user))


def write(row, user, *, gives: str = "We hold a case.", erases: bool = False) -> SubjectAccess:
    return services.write_answer(
        access_request=row, gives=gives, left_out="MARKER-left", exemptions=["sch2_para16"], erases=erases,
        review_on=None, **by(user),
    )  # fmt: skip


def about(*cases: Case) -> list[Hit]:
    return [Hit("case", case.pk, case.reference) for case in cases]


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [(date(2026, 1, 31), date(2026, 2, 28)), (date(2026, 12, 5), date(2027, 1, 5))],
)
def test_a_request_is_sealed_and_due_in_one_calendar_month(handler, keys, received_on, due_on):
    row = record(handler, received_on=received_on)
    assert row.due_on == due_on
    assert keys.facts(row, "request") == WHO
    assert b"MARKER" not in bytes(row.request)
    line = Entry.objects.get(action="casework.request.taken")
    assert line.detail == {"kind": "access", "apart": False}


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (services.CONFIRMED, RequestStatus.SEARCHING),
        (services.ASKED_MORE, RequestStatus.IDENTITY_CHECK),
        (services.CANNOT, RequestStatus.REFUSED),
    ],
)
def test_who_asks_is_confirmed_or_asked_again_or_cannot_be_and_it_ends(handler, keys, outcome, status):
    row = check(record(handler), handler, outcome)
    assert row.status == status
    assert keys.facts(row, "request") == WHO | {"checked": "MARKER-how"}
    assert (row.identity_checked_by == handler) is (outcome == services.CONFIRMED)
    assert (row.answered_at is not None) is (outcome == services.CANNOT)


def test_more_is_asked_and_then_it_is_confirmed_once(handler):
    row = check(record(handler), handler, services.ASKED_MORE)
    row = check(row, handler)
    for outcome in (services.CONFIRMED, services.ASKED_MORE):
        with pytest.raises(ActionRefused):
            check(row, handler, outcome)


def test_nothing_is_searched_noted_or_written_before_it_is_known_who_asks(handler):
    row, case = record(handler), taken_by(handler)
    for step in (
        lambda: services.search_for_request(access_request=row, words="x", **by(handler)),
        lambda: services.save_findings(access_request=row, hits=about(case), **by(handler)),
        lambda: write(row, handler),
    ):
        with pytest.raises(ActionRefused):
            step()
    row.refresh_from_db()
    assert (row.status, bytes(row.answer)) == (RequestStatus.RECEIVED, b"")


def test_the_history_says_that_somebody_searched_and_not_for_what(handler):
    case = taken_by(handler, account="MARKER-words")
    row = check(record(handler), handler)
    hits = services.search_for_request(access_request=row, words="marker-words", **by(handler))
    assert [hit.uuid for hit in hits.hits] == [case.pk]
    line = Entry.objects.get(action="casework.request.searched")
    assert line.detail == {"scanned": hits.scanned, "hits": 1}


def test_findings_are_added_to_those_before_and_each_counts_once(handler, keys):
    first, second = taken_by(handler), taken_by(handler)
    row = check(record(handler), handler)
    services.save_findings(access_request=row, hits=about(first), **by(handler))
    row = services.save_findings(access_request=row, hits=about(first, second), **by(handler))
    answer = services.read_answer(row, keys)
    assert [entry["reference"] for entry in answer.found] == [first.reference, second.reference]


def test_of_a_merged_case_the_one_that_goes_on_is_noted(at_desk):
    first, second = at_desk.case(), at_desk.case()
    case = merge(at_desk, first, second)
    row = check(record(at_desk.handler), at_desk.handler)
    row = services.save_findings(access_request=row, hits=about(first, case), **by(at_desk.handler))
    assert [entry["uuid"] for entry in services.read_answer(row, at_desk.keys).found] == [str(case.pk)]


def test_the_answer_is_sealed_and_nothing_is_erased_of_one_who_asked_for_a_copy(handler, keys):
    row = write(check(record(handler), handler), handler, erases=True)
    answer = services.read_answer(row, keys)
    assert (answer.gives, answer.left_out, answer.erases) == ("We hold a case.", "MARKER-left", False)
    assert (row.status, row.first_by) == (RequestStatus.REVIEW, handler)
    assert b"MARKER" not in bytes(row.answer)


def test_nobody_releases_or_sends_back_what_they_wrote(lead, other_lead, handler):
    row = write(check(record(lead), lead), lead)
    for step in (
        lambda: services.release_answer(access_request=row, **by(lead)),
        lambda: services.send_back(access_request=row, why="x", **by(lead)),
    ):
        with pytest.raises(ActionRefused, match="another person"):
            step()
    assert services.release_answer(access_request=row, **by(handler)).second_by == handler, "a lead wrote it"


def test_a_handler_does_not_release_what_a_handler_wrote(handler, colleague, lead):
    row = write(check(record(handler), handler), handler)
    with pytest.raises(ActionRefused, match="no longer needs your decision"):
        services.release_answer(access_request=row, **by(colleague))
    released = services.release_answer(access_request=row, **by(lead))
    assert (released.status, released.second_by) == (RequestStatus.ANSWERED, lead)
    with pytest.raises(ActionRefused):
        services.release_answer(access_request=row, **by(lead))


def test_what_is_held_apart_is_released_by_leads_only(lead, other_lead, handler):
    row = services.hold_apart(access_request=record(handler), by=handler, at=timezone.now())
    assert Entry.objects.filter(action="casework.request.held_apart").count() == 1
    row = write(check(row, lead), lead)
    with pytest.raises(ActionRefused):
        services.release_answer(access_request=row, **by(handler))
    assert services.release_answer(access_request=row, **by(other_lead)).second_by == other_lead


def test_what_is_sent_back_is_searched_and_written_again(handler, lead, keys):
    row = write(check(record(handler), handler), handler)
    row = services.send_back(access_request=row, why="MARKER-why", **by(lead))
    assert (row.status, row.first_by) == (RequestStatus.SEARCHING, None)
    assert services.read_answer(row, keys).sent_back == "MARKER-why"
    row = write(row, handler)
    assert services.read_answer(row, keys).sent_back == ""


@pytest.mark.parametrize(
    ("gives", "is_apart", "has_findings", "status", "letter"),
    [
        ("We hold a case.", False, True, RequestStatus.ANSWERED, "We hold a case."),
        ("We hold a case.", True, True, RequestStatus.REFUSED, ""),
        (" ", False, True, RequestStatus.REFUSED, ""),
        ("", True, False, RequestStatus.ANSWERED, ""),
    ],
)
def test_a_letter_that_must_tell_nothing_tells_nothing(
    lead, other_lead, handler, gives, is_apart, has_findings, status, letter
):
    row = check(record(lead, is_held_apart=is_apart), lead)
    if has_findings:
        row = services.save_findings(access_request=row, hits=about(taken_by(handler)), **by(lead))
    row = write(row, lead, gives=gives)
    with pytest.raises(ActionRefused, match="must approve"):
        services.render_letter(access_request=row, **by(lead))
    row = services.release_answer(access_request=row, **by(other_lead))
    assert row.status == status
    assert services.render_letter(access_request=row, **by(lead))["gives"] == letter
    assert Entry.objects.filter(action="casework.request.letter_taken").count() == 1


class TestErasure:
    @pytest.fixture
    def case(self, vault, handler):
        return cf.full_case(vault.unlocked, at=timezone.now(), closed_at=timezone.now(), owner=handler)

    def written(self, handler, *cases) -> SubjectAccess:
        row = check(record(handler, kind=RequestKind.ERASURE), handler)
        row = services.save_findings(access_request=row, hits=about(*cases), **by(handler))
        return write(row, handler, erases=True)

    def test_what_was_found_goes_when_the_answer_goes(self, case, handler, lead):
        services.release_answer(access_request=self.written(handler, case), **by(lead))
        assert Case.objects.get(pk=case.pk).data_key is None

    def test_where_one_of_them_is_kept_none_goes(self, case, handler, lead, vault):
        open_case = taken_by(handler)
        row = self.written(handler, case, open_case)
        with pytest.raises(ActionRefused, match="still open"):
            services.release_answer(access_request=row, **by(lead))
        held = cf.case(closed_at=timezone.now())
        cf.hold(held, vault.unlocked)
        row = self.written(handler, case, held)
        with pytest.raises(ActionRefused, match="legal hold"):
            services.release_answer(access_request=row, **by(lead))
        assert Case.objects.get(pk=case.pk).data_key is not None
        assert SubjectAccess.objects.get(pk=row.pk).status == RequestStatus.REVIEW
