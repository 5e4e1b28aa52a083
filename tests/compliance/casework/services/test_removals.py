"""What is removed is asked about first, stays sealed for a day, comes back as it was, and is erased after that."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.models import (
    Attachment,
    Case,
    CaseLocation,
    CaseSupplyChainLink,
    Exploiter,
    LegalHold,
    PersonGroup,
    PersonIdentity,
    Removal,
)
from compliance.casework.services import attachments, case_facts, case_files, removals, transitions
from compliance.casework.services.case_keys import seal_columns
from compliance.casework.sweep import sweep
from compliance.data_protection.services import erasure, legal_holds
from compliance.referrals.models import NrmPack
from portal.core.exceptions import ActionRefused, RowGone
from portal.history.models import Entry
from portal.vault.models import DataKey
from tests.factories.casework import attach, coded, taken_by
from tests.factories.sharing import desk as unlocked_desk
from tests.factories.sharing import people as people_of
from tests.support.meanwhile import do_meanwhile
from tests.support.threads import run_at_once

pytestmark = pytest.mark.django_db
NEXT_DAY = timedelta(hours=25)
TRIES = [20, pytest.param(200, marks=pytest.mark.soak)]


@pytest.fixture
def case(handler) -> Case:
    return taken_by(handler)


def place(case: Case, keys, premises: str = "MARKER Nails") -> CaseLocation:
    row = CaseLocation(case=case, role="exploitation", region="london")
    seal_columns(keys.get_key(case), row, place={"premises": premises, "town": "Leeds"})
    row.save(force_insert=True)
    return row


def people(case: Case, handler, keys) -> PersonGroup:
    group = PersonGroup.objects.create(case=case, nationalities=["VN"], count_min=3)
    case_facts.save_identity(group=group, details={"name": "MARKER Person"}, actor=handler, at=timezone.now())
    return group


def remove_page(case: Case, what: str, row) -> str:
    return reverse("cases:remove", args=[case.pk, what, row.pk])


def restore_page(case: Case) -> str:
    return reverse("cases:restore", args=[case.pk, Removal.objects.get().pk])


def lines(action: str) -> list[Entry]:
    return list(Entry.objects.filter(action=action))


def columns(row) -> dict:
    fresh = type(row).objects.get(pk=row.pk)
    return {field.attname: getattr(fresh, field.attname) for field in fresh._meta.concrete_fields}


def test_a_page_asks_first_and_removes_nothing_by_being_opened(desk, case, keys):
    row = place(case, keys)
    page = desk.get(remove_page(case, "place", row)).text
    assert "MARKER Nails, Leeds" in page and "You can undo this until" in page
    assert CaseLocation.objects.filter(pk=row.pk).exists()


def test_a_place_comes_back_as_it_was(desk, case, keys):
    row = place(case, keys)
    before = columns(row)
    desk.post(remove_page(case, "place", row))
    tab = desk.get(reverse("cases:places", args=[case.pk])).text
    assert not CaseLocation.objects.filter(pk=row.pk).exists()
    assert "Removed in the last 24 hours" in tab and "Undo" in tab and "MARKER" not in tab
    assert b"MARKER" not in bytes(Removal.objects.get().content)
    assert desk.post(restore_page(case)).status_code == 303
    assert columns(row) == before
    assert "Removed in the last 24 hours" not in desk.get(reverse("cases:places", args=[case.pk])).text
    assert len(lines("casework.description.removed")) == len(lines("casework.removal.restored")) == 1


def test_people_come_back_with_their_names_and_the_case_counts_them_again(desk, handler, case, keys):
    group = people(case, handler, keys)
    case_facts.recode_case(Case.objects.get(pk=case.pk), actor=handler, at=timezone.now())
    assert Case.objects.get(pk=case.pk).nationalities == ["VN"]
    desk.post(remove_page(case, "people", group))
    assert Case.objects.get(pk=case.pk).nationalities == []
    assert "MARKER" not in desk.get(reverse("cases:people", args=[case.pk])).text
    desk.post(restore_page(case))
    assert Case.objects.get(pk=case.pk).nationalities == ["VN"]
    identity = PersonIdentity.objects.get(group=group)
    assert keys.facts(identity, "details") == {"name": "MARKER Person"}


@pytest.mark.parametrize(
    ("what", "model", "tab"), [("exploiter", Exploiter, "people"), ("supply", CaseSupplyChainLink, "case")]
)
def test_who_is_responsible_and_a_business_can_be_restored_too(desk, case, what, model, tab):
    row = model.objects.create(case=case)
    desk.post(remove_page(case, what, row))
    assert "Removed in the last 24 hours" in desk.get(reverse(f"cases:{tab}", args=[case.pk])).text
    desk.post(restore_page(case))
    assert model.objects.filter(pk=row.pk).exists()


def test_a_file_comes_back_with_its_bytes(desk, handler, case, keys, django_capture_on_commit_callbacks):
    row = attach(case, handler)
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("cases:file_remove", args=[case.pk, row.pk]))
        sweep(timezone.now() + timedelta(hours=23))
    assert case_files.get_files(case, keys) == [] and not Attachment.objects.exists()
    assert "Removed in the last 24 hours" in desk.get(reverse("cases:files", args=[case.pk])).text
    desk.post(restore_page(case))
    (file,) = attachments.get_attachments(case)
    assert b"".join(attachments.read_body(file, keys)) == b"Dear somebody"


def test_after_a_day_it_is_erased_and_cannot_come_back(desk, handler, case, keys, clock_at):
    group = people(case, handler, keys)
    key = PersonIdentity.objects.get().data_key_id
    desk.post(remove_page(case, "people", group))
    removal, later = Removal.objects.get(), timezone.now() + timedelta(hours=24, seconds=1)
    with pytest.raises(ActionRefused):
        removals.restore_row(removal=removal, actor=handler, keys=keys, at=later)
    assert not PersonGroup.objects.filter(pk=group.pk).exists()
    sweep(later)
    assert not Removal.objects.exists() and not DataKey.objects.filter(pk=key).exists()
    assert len(lines("casework.removal.erased")) == 1


def test_a_legal_hold_keeps_what_was_removed(desk, handler, case, keys):
    row = place(case, keys)
    desk.post(remove_page(case, "place", row))
    hold = LegalHold(case=case, set_by=handler, set_at=timezone.now())
    seal_columns(keys.get_key(case), hold, reason="Court")
    hold.save(force_insert=True)
    sweep(timezone.now() + timedelta(days=3))
    assert Removal.objects.exists()


def test_erasing_the_case_erases_what_was_removed_from_it(desk, handler, case, keys):
    key = people(case, handler, keys).identities.get().data_key_id
    desk.post(remove_page(case, "people", PersonGroup.objects.get(case=case, count_min=3)))
    erasure.erase_case(Case.objects.get(pk=case.pk), by="tests", at=timezone.now())
    assert not Removal.objects.exists() and not DataKey.objects.filter(pk=key).exists()


def test_people_whom_a_pack_is_about_stay(desk, handler, case, keys):
    """Removing them took a pack that was sent, and the proof of what was sent, along without a word."""
    group = people(case, handler, keys)
    NrmPack.objects.create(case=case, group=group, made_at=timezone.now(), pathway="adult")
    answer = desk.post(remove_page(case, "people", group), follow=True)
    assert "You cannot remove these people" in answer.text
    assert PersonGroup.objects.filter(pk=group.pk).exists() and not Removal.objects.exists()


def test_people_whom_a_pack_is_about_are_not_offered_for_removal(desk, handler, case, keys):
    group = people(case, handler, keys)
    change = reverse("cases:redescribe", args=[case.pk, "people", group.pk])
    assert remove_page(case, "people", group) in desk.get(change).text
    NrmPack.objects.create(case=case, group=group, made_at=timezone.now(), pathway="adult")
    for page in (desk.get(remove_page(case, "people", group)), desk.get(change)):
        assert "You cannot remove these people" in page.text
    assert "Remove from the case" not in desk.get(remove_page(case, "people", group)).text
    assert remove_page(case, "people", group) not in desk.get(change).text


def test_only_who_may_change_the_case_removes_and_restores(desk, colleague_desk, lead_desk, case, keys):
    row = place(case, keys)
    for method in (colleague_desk.get, colleague_desk.post):
        assert method(remove_page(case, "place", row)).status_code == 403
    desk.post(remove_page(case, "place", row))
    assert "Undo" not in colleague_desk.get(reverse("cases:places", args=[case.pk])).text
    assert colleague_desk.post(restore_page(case)).status_code == 403
    assert lead_desk.post(restore_page(case)).status_code == 303
    assert CaseLocation.objects.filter(pk=row.pk).exists()


def test_nothing_is_removed_from_or_restored_to_a_closed_case(desk, handler, keys):
    case = coded(taken_by(handler))
    row = place(case, keys)
    desk.post(remove_page(case, "place", row))
    other = place(case, keys, "Another")
    Case.objects.filter(pk=case.pk).update(status="closed", closed_at=timezone.now(), closure_reason="referred")
    desk.post(restore_page(case))
    desk.post(remove_page(case, "place", other))
    assert list(CaseLocation.objects.filter(pk__in=[row.pk, other.pk])) == [other]


def test_a_removal_of_another_case_is_not_there(desk, handler, case, keys):
    other = taken_by(handler)
    desk.post(remove_page(other, "place", place(other, keys)))
    assert desk.post(restore_page(case)).status_code == 404


def test_removing_twice_removes_once(desk, case, keys):
    row = place(case, keys)
    assert desk.post(remove_page(case, "place", row)).status_code == 303
    assert desk.post(remove_page(case, "place", row)).status_code == 404
    assert Removal.objects.count() == 1


def remove_twice_at_once(at, find: Callable[[], Any]) -> list[Removal]:
    """Remove one row by two people who were both shown it, undo what gives the least back, and let a day go by."""

    def remove(row: Any) -> Removal | None:
        try:
            return removals.remove_row(row=row, actor=at.handler, keys=at.keys, at=timezone.now())
        except RowGone:
            return None

    shown = [find(), find()]
    made = [one for one in run_at_once([lambda row=row: remove(row) for row in shown]) if one]
    undone = min(made, key=lambda removal: len(removal.keys))
    removals.restore_row(removal=undone, actor=at.handler, keys=at.keys, at=timezone.now())
    sweep(timezone.now() + NEXT_DAY)
    return made


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tries", TRIES)
def test_a_file_that_two_remove_at_once_and_one_restores_keeps_its_bytes(tries):
    at = unlocked_desk()
    case, made, lost = at.case(), [], 0
    for _ in range(tries):
        row = attach(case, at.handler)
        made += remove_twice_at_once(at, lambda row=row: attachments.find_attachment(case, row.pk))
        try:
            (file,) = attachments.get_attachments(case)
            lost += b"".join(attachments.read_body(file, at.keys)) != b"Dear somebody"
        except FileNotFoundError:
            lost += 1
        Attachment.objects.all().delete()
    assert (lost, len(made)) == (0, tries)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tries", TRIES)
def test_people_whom_two_remove_at_once_and_one_restores_keep_their_names(tries):
    at = unlocked_desk()
    case, made, lost = at.case(), [], 0
    for _ in range(tries):
        group = people_of(case, at.keys)
        case_facts.save_identity(group=group, details={"name": "Linh"}, actor=at.handler, at=timezone.now())
        made += remove_twice_at_once(at, lambda group=group: case_facts.find_row(PersonGroup, case, group.pk))
        names = PersonIdentity.objects.filter(group=group, data_key__isnull=False)
        lost += [at.keys.facts(name, "details") for name in names] != [{"name": "Linh"}]
    assert (lost, len(made)) == (0, tries)


def copy_of(removal: Removal) -> Removal:
    """What a second removal of the same thing left behind before both could no longer be made."""
    values = {field.attname: getattr(removal, field.attname) for field in Removal._meta.concrete_fields}
    return Removal.objects.create(**values | {"uuid": uuid4()})


def test_of_two_removals_of_a_file_the_one_that_is_erased_spares_what_the_other_restored(
    desk, handler, case, keys, django_capture_on_commit_callbacks
):
    row = attach(case, handler)
    desk.post(reverse("cases:file_remove", args=[case.pk, row.pk]))
    removal = Removal.objects.get()
    copy_of(removal)
    removals.restore_row(removal=removal, actor=handler, keys=keys, at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        sweep(timezone.now() + NEXT_DAY)
    assert not Removal.objects.exists()
    assert b"".join(attachments.read_body(Attachment.objects.get(), keys)) == b"Dear somebody"


def test_of_two_removals_of_people_the_one_that_is_erased_spares_the_names_that_the_other_restored(
    desk, handler, case, keys
):
    group = people(case, handler, keys)
    desk.post(remove_page(case, "people", group))
    removal = Removal.objects.get()
    copy_of(removal)
    removals.restore_row(removal=removal, actor=handler, keys=keys, at=timezone.now())
    sweep(timezone.now() + NEXT_DAY)
    assert not Removal.objects.exists()
    assert keys.facts(PersonIdentity.objects.get(group=group), "details") == {"name": "MARKER Person"}


def test_two_removals_of_people_that_nobody_restores_are_erased_with_their_keys(desk, handler, case, keys):
    group = people(case, handler, keys)
    key = group.identities.get().data_key_id
    desk.post(remove_page(case, "people", group))
    copy_of(Removal.objects.get())
    sweep(timezone.now() + NEXT_DAY)
    assert not Removal.objects.exists() and not DataKey.objects.filter(pk=key).exists()


def test_bytes_are_looked_for_in_files_and_removals_at_one_moment(handler, case, django_assert_num_queries):
    """Between two questions a removal could be undone, and neither would find what it restored."""
    row = attach(case, handler)
    with django_assert_num_queries(1):
        assert attachments.is_in_use(row.stored_as)


def test_a_page_whose_row_a_colleague_removes_meanwhile_says_so(desk, case, keys, monkeypatch):
    row = place(case, keys)
    do_meanwhile(monkeypatch, transitions, "lock_open_case_of", CaseLocation.objects.filter(pk=row.pk).delete)
    answer = desk.post(remove_page(case, "place", row), follow=True)
    assert answer.status_code == 200 and "This has just been deleted" in answer.text
    assert not Removal.objects.exists()


def test_a_hold_that_is_set_while_the_sweep_waits_keeps_what_was_removed(desk, handler, case, keys, monkeypatch):
    row = place(case, keys)
    desk.post(remove_page(case, "place", row))
    now = timezone.now()
    hold = {"reason": "Court", "review_on": None, "by": handler, "keys": keys, "at": now}
    do_meanwhile(monkeypatch, transitions, "lock_row", lambda: legal_holds.set_hold(case=case, **hold))
    assert removals.erase_old_removals(now + NEXT_DAY) == 0
    assert Removal.objects.exists()
