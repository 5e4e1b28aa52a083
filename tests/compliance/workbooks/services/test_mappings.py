"""What was answered of columns is kept by header row, for one organisation."""

from datetime import UTC, datetime

import pytest

from compliance.workbooks.headers import Answer
from compliance.workbooks.services.mappings import get_mappings, remove_mapping, save_mapping
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def save(organisation, **columns):
    return save_mapping(
        organisation=organisation, fingerprint="a" * 64, kind="suppliers", columns=columns, by=UserFactory(), at=NOW
    )  # fmt: skip


def test_the_next_answer_replaces_the_first_and_is_nobody_elses():
    organisation = OrganisationFactory()
    save(organisation, nr="supplier_ref")
    save(organisation, nr="")
    assert get_mappings(organisation) == {"a" * 64: Answer("suppliers", {"nr": ""})}
    assert get_mappings(OrganisationFactory()) == {}


def test_a_removed_answer_leaves_a_line_that_says_what_it_was():
    organisation = OrganisationFactory()
    remove_mapping(save(organisation, nr="supplier_ref"), by=UserFactory(), at=NOW)
    assert get_mappings(organisation) == {}
    line = Entry.objects.get(action="workbooks.mapping.forgotten")
    assert line.detail == {"kind": "suppliers", "columns": {"nr": "supplier_ref"}}
