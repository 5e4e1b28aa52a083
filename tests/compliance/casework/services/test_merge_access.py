"""A merge opens nothing to anybody, an owner goes on reading what is theirs, and an undo gives both sides back."""

import random
from collections.abc import Callable
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.casework import permissions
from compliance.casework.choices import ApprovalKind, Marking
from compliance.casework.models import Approval, Case, CaseMerge, CaseReader
from compliance.casework.services import (
    approvals,
    assignment,
    decisions,
    lead_access,
    merge_undo,
    merging,
    priorities,
    reference_lookup,
    restrictions,
    sealed_search,
)
from compliance.casework.services.case_keys import Keys
from portal.accounts.models import User
from portal.accounts.remembered import remember_answers
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from tests.factories.accounts import UserFactory
from tests.factories.casework import coded, keys_of, taken_by, unlock
from tests.factories.vault import give_key

pytestmark = pytest.mark.django_db


def who(user: User) -> dict[str, Any]:
    return {"actor": user, "keys": keys_of(user), "at": timezone.now()}


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def merge(case: Case, into: Case, user: User) -> CaseMerge:
    merging.merge_cases(case=fresh(case), into=fresh(into), reason="The same car wash.", **who(user))
    return CaseMerge.objects.get(case=case, undone_at=None)


def undo(merge: CaseMerge, user: User) -> None:
    merge_undo.undo_merge(merge=CaseMerge.objects.get(pk=merge.pk), **who(user))


def keep_out(case: Case, person: User, actor: User) -> None:
    restrictions.keep_reader_out(case=fresh(case), user=person, actor=actor, at=timezone.now())


def restrict(case: Case, marking: Marking, actor: User, *named: User) -> None:
    second = UserFactory(role=StaffRole.TRIAGE_LEAD)
    restrictions.restrict_case(case=fresh(case), marking=marking, reason="x", lead=second, **who(actor))
    for person in named:
        restrictions.name_reader_now(fresh(case), person, is_kept_out=False, actor=actor, at=timezone.now())


def may_open(person: User, *cases: Case) -> list[bool]:
    return [permissions.can_open_case(User.objects.get(pk=person.pk), fresh(case)) for case in cases]


@pytest.fixture
def pair(handler, colleague) -> tuple[Case, Case]:
    """A case of the handler, and one of the colleague that goes on."""
    return coded(taken_by(handler)), coded(taken_by(colleague))


def test_the_owner_of_one_who_is_kept_out_of_the_other_is_not_shut_out_by_a_merge(handler, colleague, lead, pair):
    case, into = pair
    keep_out(into, handler, colleague)
    with pytest.raises(ActionRefused, match="is assigned one of the cases"):
        merge(case, into, lead)
    assert may_open(handler, case, into) == [True, False]
    with pytest.raises(ActionRefused, match="is assigned one of the cases"):
        merge(into, case, lead)
    assert may_open(handler, case, into) == [True, False]


def test_who_was_kept_out_by_the_merge_reads_their_case_again_after_the_undo(handler, colleague, lead, pair):
    case, into = pair
    third = UserFactory(role=StaffRole.HANDLER)
    keep_out(into, third, colleague)
    assert may_open(third, case, into) == [True, False]
    row = merge(case, into, lead)
    assert may_open(third, case, into) == [False, False]
    undo(row, lead)
    assert may_open(third, case, into) == [True, False]
    assert not CaseReader.objects.filter(case=case).exists()


def test_what_goes_into_a_sealed_case_is_sealed_with_it_until_the_undo(handler, lead, pair):
    case, into = pair
    third = UserFactory(role=StaffRole.HANDLER)
    give_key(third)
    restrict(into, Marking.SEALED, lead, handler)
    row = merge(case, into, lead)
    assert fresh(case).marking == Marking.SEALED
    assert may_open(third, case, into) == [False, False]
    assert may_open(handler, case, into) == [True, True]
    assert not permissions.openable_cases(Case.objects.all(), third)
    found = sealed_search.search_sealed_texts("Sparkle", user=third, unlocked=keys_of(handler).unlocked)
    assert not found.hits
    for reference in (case.reference, into.reference):
        assert not reference_lookup.find_by_reference(reference, user=third, at=timezone.now()).address
    undo(row, lead)
    assert fresh(case).marking == Marking.CASEWORK and fresh(into).marking == Marking.SEALED
    assert may_open(third, case, into) == [True, False]
    for tab in ("case", "timeline", "actions", "sharing"):
        page = unlock(Client(), third).get(reverse(f"cases:{tab}", args=[case.pk]))
        assert page.status_code == 200 and into.reference not in page.text


def test_nobody_merges_into_a_sealed_case_what_its_owner_could_not_read_any_more(handler, colleague, lead, pair):
    case, into = pair
    restrict(into, Marking.SEALED, lead, colleague)
    with pytest.raises(ActionRefused, match="is assigned one of the cases"):
        merge(case, into, lead)


def test_only_the_owner_of_the_case_that_goes_on_reads_what_was_merged_into_it(handler, colleague, lead, pair):
    case, into = pair
    restrict(into, Marking.RESTRICTED, lead, handler)
    merge(case, into, lead)
    restrictions.keep_reader_out(case=fresh(into), user=handler, actor=lead, at=timezone.now())
    assert may_open(handler, case, into) == [False, False]
    third = UserFactory(role=StaffRole.HANDLER)
    assignment.assign_case(case=fresh(into), owner=third, actor=lead, at=timezone.now())
    assert may_open(third, case, into) == [True, True]
    assert case.pk in permissions.openable_cases(Case.objects.all(), third).values_list("pk", flat=True)


@pytest.mark.parametrize("has_parts", [False, True])
def test_the_undo_gives_back_what_earlier_merges_brought_as_well(handler, colleague, lead, pair, has_parts):
    case, into = pair
    earlier = [coded(taken_by(handler)), coded(taken_by(colleague))]
    if has_parts:
        merge(earlier[0], case, lead)
        merge(earlier[1], into, lead)
    third = UserFactory(role=StaffRole.HANDLER)
    keep_out(case, third, lead)
    restrict(into, Marking.RESTRICTED, lead, handler)
    before = access()
    row = merge(case, into, lead)
    assert may_open(third, case, into, *earlier[has_parts * 2 :]) == [False, False, *[True, True][has_parts * 2 :]]
    undo(row, lead)
    assert access() == before


ACTS_ON_A_PART = {
    "keep out": lambda case, actor, person: keep_out(case, person, actor),
    "restrict": lambda case, actor, person: restrict(case, Marking.RESTRICTED, actor),
    "seal": lambda case, actor, person: restrict(case, Marking.SEALED, actor),
}


@pytest.mark.parametrize("act", ACTS_ON_A_PART)
def test_who_may_read_is_changed_of_the_whole_also_from_a_part_of_it(colleague, lead, pair, act):
    case, into = pair
    third = UserFactory(role=StaffRole.HANDLER)
    merge(case, into, lead)
    ACTS_ON_A_PART[act](case, lead, third)
    assert may_open(third, case, into) == [False, False]
    assert may_open(colleague, case, into) == [True, True]


def test_naming_and_lifting_go_to_the_whole_also_from_a_part_of_it(handler, lead, pair):
    case, into = pair
    third = UserFactory(role=StaffRole.HANDLER)
    restrict(into, Marking.RESTRICTED, lead, handler)
    merge(case, into, lead)
    restrictions.name_reader(case=fresh(case), user=third, reason="x", **who(lead))
    assert may_open(third, case, into) == [True, True]
    restrictions.lift_restriction(case=fresh(case), reason="x", **who(lead))
    assert may_open(UserFactory(role=StaffRole.HANDLER), case, into) == [True, True]


def test_a_lead_who_asks_to_open_a_part_asks_for_the_whole(handler, lead, other_lead, pair):
    case, into = pair
    restrict(into, Marking.SEALED, lead, handler)
    merge(case, into, lead)
    asked = lead_access.ask_to_open(case=fresh(case), reason="x", **who(other_lead))
    assert asked.case_id == into.pk


def test_nobody_is_let_in_by_a_request_if_they_were_kept_out_after_it(handler, colleague, lead, other_lead, pair):
    case, _into = pair
    restrict(case, Marking.SEALED, lead, colleague)
    asked = lead_access.ask_to_open(case=fresh(case), reason="x", **who(other_lead))
    keep_out(case, other_lead, lead)
    decide = {"is_yes": True, "answer": ""}
    decisions.decide_and_apply(approval=asked, **decide, **who(lead))
    with pytest.raises(ActionRefused, match="cannot open the case"):
        decisions.decide_and_apply(approval=Approval.objects.get(pk=asked.pk), **decide, **who(colleague))
    assert may_open(other_lead, case) == [False]


def test_nothing_goes_into_a_case_that_somebody_asked_to_be_let_into(handler, lead, pair):
    case, into = pair
    restrict(into, Marking.SEALED, lead, handler)
    approvals.request_approval(kind=ApprovalKind.UNSEALING, case=into, reason="x", data={"to": "all"}, **who(lead))
    with pytest.raises(ActionRefused, match="second person"):
        merge(case, into, lead)


def test_a_sealed_case_is_given_to_nobody_who_could_not_read_it(handler, colleague, lead, pair):
    case, _into = pair
    restrict(case, Marking.SEALED, lead)
    with pytest.raises(ActionRefused, match="cannot open the case"):
        assignment.assign_case(case=fresh(case), owner=colleague, actor=lead, at=timezone.now())
    assignment.assign_case(case=fresh(case), owner=None, actor=lead, at=timezone.now())
    with pytest.raises(ActionRefused, match="cannot open the case"):
        assignment.pick_up_case(case=fresh(case), actor=colleague, at=timezone.now())
    assert fresh(case).owner is None


def test_a_case_whose_owner_has_left_comes_back_unassigned(handler, lead, pair):
    case, into = pair
    row = merge(case, into, lead)
    User.objects.filter(pk=handler.pk).update(is_active=False)
    undo(row, lead)
    assert fresh(case).owner is None and fresh(case).is_open


def test_a_merge_that_kept_nothing_of_who_could_open_the_cases_is_not_undone(lead, pair, keys):
    row = merge(*pair, lead)
    before = keys.facts(row, "before")
    del before["access"]
    keys.seal(row, before=before)
    row.save()
    with pytest.raises(ActionRefused, match="Who can open it was changed"):
        undo(row, lead)


def test_what_was_merged_by_an_earlier_release_opens_as_the_whole(handler, lead, pair):
    case, into = pair
    third = UserFactory(role=StaffRole.HANDLER)
    restrict(into, Marking.SEALED, lead, handler)
    merge(coded(taken_by(handler)), case, lead)
    merge(case, into, lead)
    before = without_ids(access())
    Case.objects.exclude(pk=into.pk).update(marking=Marking.CASEWORK, owner=third)
    CaseReader.objects.exclude(case=into).delete()
    assert permissions.openable_cases(Case.objects.all(), third)
    import_module("compliance.casework.migrations.0003_merged_access").share_access(apps, None)
    assert not permissions.openable_cases(Case.objects.all(), third)
    assert without_ids(access()) == before


def test_whoever_is_kept_out_reads_neither_reference_at_the_desk(handler, colleague, colleague_desk, lead):
    """In the queue, the tasks, the alerts, the search and the lists of leads."""
    case, into = coded(taken_by(handler)), coded(taken_by(handler))
    keep_out(into, colleague, handler)
    Case.objects.filter(pk=case.pk).update(has_news=True)
    merge(case, into, lead)
    for address in ("/desk/", "/desk/?show=waiting", "/desk/?show=unassigned", "/desk/approvals/", "/desk/calls/"):
        page = colleague_desk.get(address).text
        assert case.reference not in page and into.reference not in page, address
    page = colleague_desk.post(reverse("desk:find"), {"act": "words", "words": "Sparkle"}).text
    assert case.reference not in page and into.reference not in page
    for row in (case, into):
        assert colleague_desk.get(reverse("cases:case", args=[row.pk])).status_code == 404


# --- Whatever the world is like ---------------------------------------------------------------------------------------


def access() -> dict[UUID, tuple[Any, ...]]:
    """Return all that says who may open each case."""
    readers: dict[UUID, list[Any]] = {}
    for row in CaseReader.objects.order_by("case", "user").values_list():
        readers.setdefault(row[1], []).append(row)
    columns = Case.objects.values_list("pk", "marking", "owner", "merged_into")
    return {pk: (marking, owner, into, *readers.get(pk, [])) for pk, marking, owner, into in columns}


def without_ids(rows: dict[UUID, tuple[Any, ...]]) -> dict[UUID, tuple[Any, ...]]:
    return {pk: (*columns[:3], *(row[1:] for row in columns[3:])) for pk, columns in rows.items()}


def read_readers() -> dict[UUID, set[int]]:
    """Return who may open each case. What lists cases says the same as what opens one."""
    cases = list(Case.objects.select_related("merged_into__merged_into__merged_into"))
    readers: dict[UUID, set[int]] = {case.pk: set() for case in cases}
    for person in User.objects.all():
        remember_answers(person)
        listed = set(permissions.openable_cases(Case.objects.all(), person).values_list("pk", flat=True))
        assert listed == {case.pk for case in cases if permissions.can_open_case(person, case)}
        for pk in listed:
            readers[pk].add(person.pk)
    return readers


class World:
    """People, cases and what was merged, changed at random."""

    def __init__(self, chance: random.Random, keys: Keys) -> None:
        self.chance, self.keys = chance, keys
        self.people = list(User.objects.order_by("pk"))
        self.leads = [person for person in self.people if permissions.is_lead(person)]
        self.before_merge: dict[UUID, tuple[set[UUID], dict, dict]] = {}
        for case in Case.objects.order_by("opened_at"):
            self._begin(case)
        self.access, self.readers = access(), read_readers()

    def _begin(self, case: Case) -> None:
        owner = self.chance.choice([None, *self.people])
        marking = self.chance.choice([Marking.CASEWORK, *Marking])
        Case.objects.filter(pk=case.pk).update(owner=owner, marking=marking)
        for person in self.people:
            word = self.chance.choice([None, None, None, None, False, True])
            if person == owner:
                word = False if marking == Marking.SEALED or word is False else None
            if word is not None:
                CaseReader.objects.create(
                    case=case, user=person, is_kept_out=word, named_by=self.leads[0], named_at=timezone.now()
                )

    def act(self) -> None:
        """Do one thing, and check what it may change of who reads what."""
        # Those that are open first: what is closed is refused.
        cases = list(Case.objects.order_by("is_ended", "opened_at"))
        case, other = self.chance.sample(cases[: max(2, sum(row.is_open for row in cases))], 2)
        acts = [self.merge, self.merge, self.change, *[self.undo] * bool(self.before_merge)]
        act = self.chance.choice(acts)
        before, readers = self.access, self.readers
        try:
            with transaction.atomic():
                check = act(case, other)
        except ActionRefused:
            assert access() == before
            return
        self.access, self.readers = access(), read_readers()
        for row in Case.objects.select_related("merged_into__merged_into__merged_into"):
            assert self.readers[row.pk] == self.readers[row.goes_on_in.pk], "a part opens to others than the whole"
            assert row.owner_id is None or row.owner_id in self.readers[row.pk], "the owner cannot read it"
        if check:
            check(before, readers)

    def merge(self, case: Case, other: Case) -> Callable[..., None]:
        parts = {part.pk for part in (*case.parts, *other.parts)}
        owners = {row.owner_id for row in (case, other)} - {None}
        merging.merge_cases(case=case, into=other, reason="x", **self.acting(self.chance.choice(self.people)))
        merge = CaseMerge.objects.get(case=case, undone_at=None)

        def check(before: dict, readers: dict[UUID, set[int]]) -> None:
            for pk in parts:
                assert self.readers[pk] <= readers[case.pk] & readers[other.pk], "somebody reads more by the merge"
                assert owners <= self.readers[pk], "somebody who owns one of them reads less"
            self.before_merge[merge.pk] = (parts, before, readers)

        return check

    def undo(self, _case: Case, _other: Case) -> Callable[..., None]:
        merge = self.chance.choice(list(CaseMerge.objects.filter(undone_at=None).order_by("at")))
        merge_undo.undo_merge(merge=merge, **self.acting(self.chance.choice(self.people)))
        parts, before, readers = self.before_merge.pop(merge.pk)

        def check(*_now: Any) -> None:
            for pk in parts:
                assert self.access[pk] == before[pk], "the undo left something of the merge"
                assert self.readers[pk] == readers[pk], "others read it after the undo than before the merge"

        return check

    def change(self, _case: Case, _other: Case) -> None:
        case = self.chance.choice(list(Case.objects.order_by("opened_at")))
        person, actor = self.chance.choice(self.people), self.chance.choice(self.people)
        at = timezone.now()
        acts = [
            lambda: assignment.assign_case(case=case, owner=self.chance.choice([None, person]), actor=actor, at=at),
            lambda: assignment.pick_up_case(case=case, actor=actor, at=at),
            lambda: restrictions.keep_reader_out(case=case, user=person, actor=actor, at=at),
            lambda: restrictions.name_reader(case=case, user=person, reason="x", **self.acting(actor)),
            lambda: restrictions.restrict_case(
                case=case, marking=self.chance.choice(list(Marking)), reason="x", **self.acting(actor)
            ),
            lambda: restrictions.lift_restriction_now(case, actor=actor, at=at),
            lambda: priorities.save_coded_facts(case=case, facts={"nation": "wales"}, actor=actor, at=at, version=None),
        ]
        self.chance.choice(acts)()

    def acting(self, actor: User) -> dict[str, Any]:
        return {"actor": actor, "keys": self.keys, "at": timezone.now()}


def walk(chance: random.Random, keys: Keys) -> None:
    with transaction.atomic():
        world = World(chance, keys)
        for _step in range(6):
            world.act()
        transaction.set_rollback(True)


@pytest.fixture
def world_keys(handler, lead, other_lead, colleague) -> Keys:
    keys = keys_of(handler)
    for _number in range(4):
        coded(taken_by(handler))
    return keys


UNHURRIED = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@pytest.mark.thorough
@settings(max_examples=50, **UNHURRIED)
@given(chance=st.randoms(use_true_random=False))
def test_nobody_reads_more_by_a_merge_and_an_undo_gives_all_of_it_back(world_keys, chance):
    walk(chance, world_keys)


@pytest.mark.soak
@settings(max_examples=10_000, **UNHURRIED)
@given(chance=st.randoms(use_true_random=False))
def test_nobody_reads_more_by_a_merge_and_an_undo_gives_all_of_it_back_in_10_000_worlds(world_keys, chance):
    walk(chance, world_keys)
