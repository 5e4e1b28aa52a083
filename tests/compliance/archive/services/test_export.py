"""What an archive contains and leaves out."""

import pytest
from django.core.management import call_command

from compliance.archive.manifest import EXCLUDED_MODELS, EXPORTED_MODELS, get_model, get_rows
from compliance.organisations.models import Organisation

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
    for label in set(EXCLUDED_MODELS) - {"statements.Render", "archive.EarlierHistory", "suppliers.RiskRun"}:
        assert not get_rows(get_model(label), brought).exists(), label
