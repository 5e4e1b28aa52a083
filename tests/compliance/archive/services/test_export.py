"""What an archive contains and leaves out."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from compliance.archive.manifest import EXCLUDED_MODELS, EXPORTED_MODELS, get_model, get_rows
from compliance.archive.services import export
from compliance.organisations.models import Organisation
from tests.factories.organisations import OrganisationFactory
from tests.factories.suppliers import SupplierFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def brought(made, capsys) -> Organisation:
    call_command("import_organisation", str(made.path))
    capsys.readouterr()
    return Organisation.objects.get()


def test_the_world_has_a_row_of_every_kind(made):
    """Else the comparison would prove nothing of that kind."""
    rows = made.json("manifest.json")["rows"]
    assert {label for label in EXPORTED_MODELS if not rows[label]} == set()


def test_nothing_that_is_left_out_comes_along(made, brought):
    made_again = {"statements.Render", "statements.StatementText", "archive.EarlierHistory", "suppliers.RiskRun"}
    for label in set(EXCLUDED_MODELS) - made_again:
        assert not get_rows(get_model(label), brought).exists(), label


def test_queries_do_not_grow_with_rows(db):
    """Rows are read by kind: a hundred suppliers cost no query more than ten."""

    own = OrganisationFactory()

    def made() -> int:
        with CaptureQueriesContext(connection) as seen:
            for entry in export.ArchiveExport(own, "", timezone.now()).entries():
                for _chunk in entry.chunks:
                    pass
        return len(seen)

    SupplierFactory.create_batch(10, organisation=own)
    few = made()
    SupplierFactory.create_batch(90, organisation=own)
    assert made() == few
