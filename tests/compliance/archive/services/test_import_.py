"""Exit and re-import: everything equal (docs/requirements/statements.md#archives)."""

import pytest
from django.core.management import call_command

from compliance.archive.manifest import EXPORTED_MODELS
from compliance.organisations.models import Organisation
from compliance.statements.models import Publication
from portal.core.models import Outbox
from tests.compliance.archive.conftest import Made, archive_of

pytestmark = pytest.mark.django_db
TOLD = ("data/", "files/", "signatures.json", "statements/")


@pytest.fixture
def brought(made, capsys) -> Organisation:
    call_command("import_organisation", str(made.path))
    capsys.readouterr()
    return Organisation.objects.get()


def test_everything_is_equal_after_a_second_archive(made, brought, tmp_path):
    again = Made(archive_of(brought, tmp_path / "again.zip"), made.course)
    compared = [name for name in made.names() if name.startswith(TOLD) and not name.endswith(".docx")]
    assert set(made.names()) == set(again.names())
    assert len(compared) > len(EXPORTED_MODELS)
    for name in compared:
        assert again.read(name) == made.read(name), name


def test_an_operator_can_have_it_prove_anew_who_it_is(made, capsys, client):
    call_command("import_organisation", str(made.path), "--unconfirmed")
    assert "nothing of it is public here before it proves who it is" in capsys.readouterr().out
    brought = Organisation.objects.get()
    assert (brought.is_confirmed, brought.confirmed_by, brought.confirmed_domain) == (False, "", "")
    assert Publication.objects.exists()
    assert brought.name not in client.get("/statements/").content.decode()


def test_nobody_is_sent_a_mail(made, brought, mailoutbox):
    assert not Outbox.objects.exists()
    assert mailoutbox == []
