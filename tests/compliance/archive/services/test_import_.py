"""Exit and re-import: everything equal (docs/requirements/statements.md#archives)."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from compliance.archive.manifest import EXPORTED_MODELS
from compliance.organisations.models import Organisation
from compliance.statements.models import Publication
from portal.core.models import Outbox
from tests.compliance.archive.conftest import Made, archive_of
from tests.compliance.archive.test_validation import refused, rewritten
from tests.factories.training import course_with_lessons

pytestmark = pytest.mark.django_db
# The demo's first organisation, exported by release 0.1.0, which had fewer kinds of rows and columns.
OF_AN_EARLIER_RELEASE = Path(__file__).parent.parent / "documents" / "release_0_1.zip"
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
    assert "nothing about it is public here until it is" in capsys.readouterr().out
    brought = Organisation.objects.get()
    assert (brought.is_confirmed, brought.confirmed_by, brought.confirmed_domain) == (False, "", "")
    assert Publication.objects.exists()
    assert brought.name not in client.get("/statements/").content.decode()


def test_nobody_is_sent_a_mail(made, brought, mailoutbox):
    assert not Outbox.objects.exists()
    assert mailoutbox == []


def forget(label: str):
    """Return the change that takes a kind out of an archive as though it had not existed when the archive was made."""

    def change(entries: dict[str, bytes]) -> None:
        entries.pop(f"data/{label}.json")
        manifest = json.loads(entries["manifest.json"])
        del manifest["rows"][label]
        entries["manifest.json"] = json.dumps(manifest).encode()

    return change


def test_an_archive_from_before_a_kind_existed_has_no_rows_of_it(made, capsys):
    path = rewritten(made, forget("suppliers.SavedView"))
    call_command("import_organisation", str(path))
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("label", ["organisations.Organisation", "files.StoredFile", "accounts.User"])
def test_an_archive_without_what_every_release_has_is_refused(made, label):
    assert f"does not include data/{label}.json" in refused(rewritten(made, forget(label)))


def test_an_archive_whose_manifest_does_not_count_is_refused(made):
    def change(entries: dict[str, bytes]) -> None:
        manifest = json.loads(entries["manifest.json"])
        entries["manifest.json"] = json.dumps(manifest | {"rows": None}).encode()

    assert "does not count the rows" in refused(rewritten(made, change))


def test_the_archive_of_an_earlier_release_comes_in_whole(db, capsys, tmp_path):
    for slug in ("spot-the-signs", "buying-responsibly", "board-and-section-54"):
        course = course_with_lessons()
        type(course).objects.filter(pk=course.pk).update(slug=slug)
    call_command("import_organisation", str(OF_AN_EARLIER_RELEASE), "--json")
    rows = Made(OF_AN_EARLIER_RELEASE, "").json("manifest.json")["rows"]
    assert set(EXPORTED_MODELS) > set(rows) - {"accounts.User", "files.StoredFile"}
    capsys.readouterr()
    again = Made(archive_of(Organisation.objects.get(), tmp_path / "again.zip"), "")
    assert again.json("manifest.json")["rows"] == dict.fromkeys(again.json("manifest.json")["rows"], 0) | rows
    for year in (2024, 2025):
        pdf = f"statements/{year}/version-1.pdf"
        assert again.read(pdf) == Made(OF_AN_EARLIER_RELEASE, "").read(pdf)
