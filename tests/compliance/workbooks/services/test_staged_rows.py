"""Which rows go in, and which records they name."""

import pytest

from compliance.workbooks.choices import Outcome
from compliance.workbooks.services.staged_rows import (
    action_key,
    finding_key,
    get_other_suppliers,
    get_rows_to_write,
    refuse_rows,
    relation_key,
    site_key,
)
from tests.factories.workbooks import ImportFactory, StagedRowFactory

pytestmark = pytest.mark.django_db


def test_rows_that_change_something_go_in_and_held_ones_as_drafts_only():
    upload = ImportFactory(row=None)
    held, good = (
        StagedRowFactory(upload=upload, position=position, outcome=Outcome.ADD, is_held=is_held, messages=[])
        for position, is_held in ((2, True), (1, False))
    )
    for outcome in (Outcome.SAME, Outcome.SKIP, Outcome.ERROR):
        StagedRowFactory(upload=upload, outcome=outcome)
    assert list(get_rows_to_write(upload)) == [good]
    upload.load_as_draft = True
    assert list(get_rows_to_write(upload)) == [good, held]


def test_the_keys_of_a_row_are_those_of_its_records():
    upload = ImportFactory(row=None)
    place = ["s-1", "s-2", "hash"]
    providers = {"fields": {"labour_providers": [None, ["l-1"]]}}
    row = StagedRowFactory(
        upload=upload, key="s-1|p-1", group="s-1", changes={"relation": {"place": place}, "providers": providers}
    )  # fmt: skip
    assert site_key(row) == "p-1"
    assert relation_key(row) == ("s-1", "s-2", "hash")
    assert get_other_suppliers(row) == ("s-2", ["l-1"])
    plain = StagedRowFactory(upload=upload, key="a1|f1", changes={}, values={"action_no": "2"})
    assert finding_key(plain) == ("a1", "f1")
    assert action_key(plain) == ("a1", "f1", 2)
    assert get_other_suppliers(plain) == ("", [])


def test_a_refused_row_becomes_a_problem_and_is_counted_as_one():
    upload = ImportFactory(row=None, counts={"add": 2, "error": 1})
    row = StagedRowFactory(upload=upload, outcome=Outcome.ADD, messages=[])
    refuse_rows(upload, {row: {"code": "R015"}})
    row.refresh_from_db()
    upload.refresh_from_db()
    assert (row.outcome, row.messages) == (Outcome.ERROR, [{"code": "R015"}])
    assert upload.counts == {"add": 1, "error": 2}
