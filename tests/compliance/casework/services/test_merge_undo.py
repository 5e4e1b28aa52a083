"""A merge is shown before it is done, and undone as long as nothing new has happened in either case."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import ChildAction, NoteKind, TaskKind
from compliance.casework.models import Case, CaseMerge, CaseReader, Note, PersonGroup, Task
from compliance.casework.services import merge_undo, merging, messages, notes, priorities
from compliance.casework.services import tasks as services_tasks
from compliance.concerns.services import dialogue
from compliance.referrals.models import Referral
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.casework import CHILD, attach, coded, keys_of, taken_by

pytestmark = pytest.mark.django_db
FIELDS = (
    "status", "level", "age_of_person", "danger_level", "due_at", "is_told", "nationalities", "owner_id",
    "merged_into_id", "closed_at", "was_immediate",
)  # fmt: skip


@pytest.fixture
def pair(handler) -> tuple[Case, Case]:
    """A case with a child, to be merged, and one of adults."""
    return coded(taken_by(handler, **CHILD)), coded(taken_by(handler))


def state(*cases: Case) -> dict:
    """All that a merge may change of these cases, by the names of its columns."""
    found = {case.pk: {name: getattr(Case.objects.get(pk=case.pk), name) for name in FIELDS} for case in cases}
    contacts = {case.pk: sorted(case.contacts.values_list("pk", flat=True)) for case in cases}
    tasks = {
        case.pk: sorted(Task.objects.filter(case=case).values_list("pk", "kind", "child_action", "owner", "done_at"))
        for case in cases
    }
    readers = {case.pk: sorted(case.readers.values_list("user", "is_kept_out")) for case in cases}
    return {"cases": found, "contacts": contacts, "tasks": tasks, "readers": readers}


def who(user) -> dict:
    return {"actor": user, "keys": keys_of(user), "at": timezone.now()}


def merge(case: Case, into: Case, user) -> CaseMerge:
    merging.merge_cases(case=case, into=into, reason="The same car wash.", **who(user))
    return CaseMerge.objects.get(case=case, undone_at=None)


def fresh(merge: CaseMerge) -> CaseMerge:
    return merge_undo.get_merges(Case.objects.get(pk=merge.into_id))[0]


def undo_page(merge: CaseMerge) -> str:
    return reverse("cases:merge_undo", args=[merge.into_id, merge.pk])


def test_the_preview_says_what_is_joined_and_changes_nothing(desk, pair):
    case, into = pair
    before, entries = state(*pair), Entry.objects.exclude(action="casework.case.opened").count()
    given = {"into": into.reference, "reason": "The same car wash."}
    page = desk.post(reverse("cases:merge", args=[case.pk]), given)
    assert page.status_code == 200
    for words in (
        "Nothing is merged yet", case.reference, into.reference, "Age not sure", "1 contact moves", "open tasks move",
        "until something new happens",
    ):  # fmt: skip
        assert words in page.text
    assert state(*pair) == before
    assert Entry.objects.exclude(action="casework.case.opened").count() == entries
    assert not CaseMerge.objects.exists() and not Note.objects.exists()
    again = desk.post(reverse("cases:merge", args=[case.pk]), given | {"act": "change"})
    assert "The same car wash." in again.text and 'name="into"' in again.text
    assert desk.post(reverse("cases:merge", args=[case.pk]), given | {"act": "merge"}).status_code == 303
    assert Case.objects.get(pk=case.pk).merged_into == into


def test_a_merge_that_is_refused_is_refused_at_the_preview(desk, pair):
    case, into = pair
    Referral.objects.create(case=case, kind="referral", target_type="police", status="draft", made_at=timezone.now())
    answer = desk.post(reverse("cases:merge", args=[case.pk]), {"into": into.reference, "reason": "x"})
    assert answer.status_code == 422 and "has not been sent" in answer.text


def test_undone_both_cases_are_as_before(desk, handler, colleague, lead, pair, keys):
    case, into = pair
    services_tasks.add_task(case=case, kind=TaskKind.OTHER, what="MARKER words", due_at=None, **who(handler))
    Task.objects.create(
        case=into, kind=TaskKind.CHILD_ACTION, child_action=ChildAction.LA_CHILDREN_CONTACTED, made_at=timezone.now()
    )
    named = {"named_by": lead, "named_at": timezone.now()}
    CaseReader.objects.create(case=case, user=colleague, is_kept_out=True, **named)
    before = state(*pair)
    row = merge(case, into, handler)
    assert state(*pair) != before
    assert desk.get(undo_page(row)).status_code == 200
    actions = desk.get(reverse("cases:actions", args=[into.pk])).text
    assert undo_page(row) in actions and case.reference in actions
    assert desk.post(undo_page(row)).status_code == 303
    assert state(*pair) == before
    task = Task.objects.select_related("case__data_key").get(case=case, kind=TaskKind.OTHER)
    assert keys.facts(task, "words") == {"what": "MARKER words"}
    assert Note.objects.get(case=case).kind == NoteKind.DECISION, "the reason for the merge stays"
    assert {"casework.case.merge_undone", "casework.case.merge_undone_here"} <= set(
        Entry.objects.values_list("action", flat=True)
    )
    assert desk.post(undo_page(row)).status_code == 404
    again = merge(Case.objects.get(pk=case.pk), Case.objects.get(pk=into.pk), handler)
    assert again.pk != row.pk


def write(case: Case, user) -> None:
    concern = case.contacts.first().concern
    dialogue.add_message(
        concern, keys_of(user).get_key(concern), author="reporter", text="x", now=timezone.now(), token=uuid4()
    )  # fmt: skip


NEWS = {
    "A message was written": write,
    "A contact or a call was added": lambda case, user: messages.log_call(
        case=case, outcome="spoke", minutes=None, words="x", next_try_at=None, **who(user)
    ),
    "A note was added": lambda case, user: notes.add_note(case=case, kind="log", text="x", **who(user)),
    "A task was added or finished": lambda case, user: services_tasks.add_task(
        case=case, kind="other", what="", due_at=None, **who(user)
    ),
    "A referral was started": lambda case, user: Referral.objects.create(
        case=case, kind="referral", target_type="police", made_at=timezone.now()
    ),
    "A file was added": attach,
    "People, places, businesses": lambda case, user: PersonGroup.objects.filter(case=case).update(gender="men"),
    "Who can open it": lambda case, user: CaseReader.objects.create(
        case=case, user=user, named_by=user, named_at=timezone.now()
    ),
    "owner, summary or facts were changed": lambda case, user: priorities.save_coded_facts(
        case=case, facts={"nation": "wales"}, actor=user, at=timezone.now(), version=None
    ),
}


@pytest.mark.parametrize("words", NEWS)
def test_once_something_new_happened_the_page_says_why_it_cannot_be_undone(desk, handler, pair, words):
    case, into = pair
    row = merge(case, into, handler)
    NEWS[words](Case.objects.get(pk=into.pk), handler)
    page = desk.get(undo_page(row)).text
    assert "can no longer be undone" in page and words in page
    with pytest.raises(ActionRefused, match="no longer be undone"):
        merge_undo.undo_merge(merge=fresh(row), **who(handler))
    assert Case.objects.get(pk=case.pk).merged_into == into


def test_a_note_in_the_case_that_was_merged_counts_too(handler, pair):
    case, into = pair
    row = merge(case, into, handler)
    notes.add_note(case=Case.objects.get(pk=case.pk), kind="log", text="x", **who(handler))
    with pytest.raises(ActionRefused, match="A note was added"):
        merge_undo.undo_merge(merge=fresh(row), **who(handler))


def test_reading_and_opening_is_nothing_new(desk, handler, pair):
    case, into = pair
    write(into, handler)
    row = merge(case, into, handler)
    for tab in ("case", "conversation", "timeline", "people", "actions"):
        desk.get(reverse(f"cases:{tab}", args=[into.pk]))
    assert desk.post(undo_page(row)).status_code == 303
    assert Case.objects.get(pk=case.pk).merged_into is None


def test_a_merge_of_a_merge_is_undone_from_the_top(handler, pair):
    case, into = pair
    top = coded(taken_by(handler))
    first = merge(case, into, handler)
    second = merge(Case.objects.get(pk=into.pk), top, handler)
    with pytest.raises(ActionRefused):
        merge_undo.undo_merge(merge=merge_undo.get_merges(Case.objects.get(pk=case.pk))[0], **who(handler))
    merge_undo.undo_merge(merge=fresh(second), **who(handler))
    assert Case.objects.get(pk=into.pk).merged_into is None
    assert CaseMerge.objects.get(pk=first.pk).undone_at is None


def test_only_who_may_change_the_case_undoes_it(desk, colleague_desk, lead_desk, handler, pair):
    row = merge(*pair, handler)
    assert colleague_desk.get(undo_page(row)).status_code == 403
    assert colleague_desk.post(undo_page(row)).status_code == 403
    assert lead_desk.post(undo_page(row)).status_code == 303


def test_what_both_were_before_is_sealed(handler, pair):
    row = merge(*pair, handler)
    assert row.before and b"is_told" not in bytes(row.before)
