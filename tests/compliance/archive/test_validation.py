"""Archives that somebody made or changed: refused in one line, with nothing written."""

import hashlib
import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from compliance.archive.models import EarlierHistory
from compliance.organisations.models import Organisation
from compliance.statements.models import Publication
from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from portal.files.models import StoredFile
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


def rewritten(made, change) -> Path:
    """The archive with its entries changed, and a manifest that fits: as somebody would who knows the format."""
    with zipfile.ZipFile(made.path) as opened:
        entries = {name: opened.read(name) for name in opened.namelist()}
    change(entries)
    manifest = json.loads(entries.pop("manifest.json"))
    manifest["files"] = {
        name: {"size": len(body), "sha256": hashlib.sha256(body).hexdigest()} for name, body in entries.items()
    }
    return packed(made.path.with_name("changed.zip"), entries | {"manifest.json": json.dumps(manifest).encode()})


def packed(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    return path


def refused(path: Path) -> str:
    """The line; nothing of the archive may be there."""
    with pytest.raises(CommandError) as told:
        call_command("import_organisation", str(path), stdout=StringIO())
    assert told.value.returncode == 2
    said = str(told.value)
    assert "\n" not in said
    assert not Organisation.objects.filter(name__contains="Alder").exists()
    assert not StoredFile.objects.exists()
    assert not EarlierHistory.objects.exists()
    assert not User.objects.filter(email__endswith="@alder.example.org").exists()
    assert not Entry.objects.filter(action="archive.organisation.brought").exists()
    return said


def rows(entries: dict[str, bytes], label: str) -> list[dict]:
    return json.loads(entries[f"data/{label}.json"])


def put(entries: dict[str, bytes], label: str, changed: list[dict]) -> None:
    lines = ",\n".join(json.dumps(row) for row in changed)
    entries[f"data/{label}.json"] = f"[\n{lines}\n]\n".encode()


def one_changed(label: str, **values):
    def change(entries: dict[str, bytes]) -> None:
        first, *rest = rows(entries, label)
        put(entries, label, [first | values, *rest])

    return change


def dropped(label: str, name: str):
    def change(entries: dict[str, bytes]) -> None:
        put(entries, label, [{key: value for key, value in row.items() if key != name} for row in rows(entries, label)])

    return change


def text_of_the_publication(entries: dict[str, bytes]) -> None:
    first, *rest = rows(entries, "statements.Publication")
    first["content"]["answers"]["narrative_intro"] = "<p>We never signed this.</p>"
    put(entries, "statements.Publication", [first, *rest])


def history_without_a_line(entries: dict[str, bytes]) -> None:
    told = json.loads(entries["history.json"])
    del told["here"]["entries"][1]
    entries["history.json"] = json.dumps(told).encode()


def history_of_another_word(entries: dict[str, bytes]) -> None:
    told = json.loads(entries["history.json"])
    told["here"]["entries"][0]["actor"] = "Nobody"
    entries["history.json"] = json.dumps(told).encode()


def another_file(entries: dict[str, bytes]) -> None:
    name = next(name for name in entries if name.startswith("files/"))
    entries[name] = b"Something else"


CHANGES = {
    "path": (lambda e: e.update({"files/../../etc/passwd": b"x"}), "unexpected entry"),
    "absolute": (lambda e: e.update({"/etc/passwd": b"x"}), "unexpected entry"),
    "backslash": (lambda e: e.update({"files\\evil": b"x"}), "unexpected entry"),
    "ratio": (lambda e: e.update({"data/big.big.json": b" " * 40_000_000}), "unpacks to a much larger"),
    "unknown model": (lambda e: e.update({"data/casework.Case.json": b"[\n]\n"}), "does not recognise"),
    "missing model": (lambda e: e.pop("data/audits.Audit.json"), "does not include"),
    "missing file": (lambda e: e.pop(next(n for n in e if n.startswith("files/"))), "does not include"),
    "unknown field": (one_changed("suppliers.Supplier", is_admin=True), "does not recognise: is_admin"),
    "missing field": (dropped("suppliers.Site", "supplier"), "does not have supplier"),
    "wrong kind": (one_changed("suppliers.Supplier", name=["list"]), "wrong type"),
    "wrong number": (one_changed("statements.Statement", year=-1), "does not accept"),
    "too long": (one_changed("suppliers.Supplier", name="x" * 5000), "does not accept"),
    "unknown choice": (one_changed("organisations.Membership", role="owner_of_all"), "does not accept"),
    "out of the archive": (
        one_changed("suppliers.Site", supplier="00000000-0000-4000-8000-00000000abcd"), "not in the archive"
    ),
    "key instead of name": (one_changed("suppliers.Site", supplier=1), "not in the archive"),
    "unknown course": (one_changed("organisations.TrainingAssignment", course="no-such"), "not on this website"),
    "script in a link": (one_changed("organisations.Organisation", website="javascript:alert(1)"), "does not accept"),
    "another's address": (one_changed("statements.Publication", organisation_slug="birch"), "does not belong"),
    "another text": (text_of_the_publication, "not the text that was signed"),
    "another picture": (one_changed("statements.PublishedFigure", content_type="text/html"), "not the one"),
    "another PDF": (one_changed("statements.Document", sha256="0" * 64), "not the one"),
    "page of its own": (one_changed("statements.Document", kind="html"), "not the one"),
    "another file": (another_file, "does not match its row"),
    "cut history": (history_without_a_line, "not whole"),
    "changed history": (history_of_another_word, "not whole"),
    "two organisations": (
        lambda e: put(e, "organisations.Organisation", rows(e, "organisations.Organisation") * 2), "exactly one"
    ),
    "no row": (lambda e: e.update({"data/audits.Audit.json": b'[\n"x"\n]\n'}), "not a row"),
    "no array": (lambda e: e.update({"data/audits.Audit.json": b"{}"}), "must be an array"),
    "cut": (lambda e: e.update({"data/audits.Audit.json": b"[\n"}), "is cut short"),
    "deep": (lambda e: e.update({"history.json": b"[" * 200_000}), "not valid JSON"),
    "no number": (lambda e: e.update({"history.json": b"[1e999]"}), "not valid JSON"),
    "half a character": (lambda e: e.update({"history.json": b'["\\ud800"]'}), "not valid JSON"),
    "no text": (lambda e: e.update({"history.json": b'["\\u0000"]'}), "not valid JSON"),
    "no person": (one_changed("accounts.User", email="nobody"), "an invalid email address"),
    "rights of staff": (one_changed("accounts.User", is_superuser=True), "no person"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_an_archive_that_was_changed_is_refused(made, name):
    change, words = CHANGES[name]
    assert words in refused(rewritten(made, change))


def test_one_changed_byte_is_seen(made):
    with zipfile.ZipFile(made.path) as opened:
        entries = {name: opened.read(name) for name in opened.namelist()}
    entries["audits.xlsx"] += b" "
    assert "it has been changed" in refused(packed(made.path.with_name("changed.zip"), entries))


def test_another_format_is_refused(made):
    manifest = made.json("manifest.json") | {"format": "daylight-archive-9"}
    with zipfile.ZipFile(made.path) as opened:
        entries = {name: opened.read(name) for name in opened.namelist()}
    entries["manifest.json"] = json.dumps(manifest).encode()
    assert "daylight-archive-9" in refused(packed(made.path.with_name("changed.zip"), entries))


@pytest.mark.parametrize("body", [b"", b"PK", b"no archive", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_archive_is_refused(db, tmp_path, body):
    path = tmp_path / "archive.zip"
    path.write_bytes(body)
    refused(path)


def test_a_file_that_is_cut_is_refused(made):
    made.path.write_bytes(made.path.read_bytes()[:-2000])
    refused(made.path)


def test_a_file_that_is_not_there_is_told(db, tmp_path):
    assert "no such file" in refused(tmp_path / "nothing.zip")


def test_the_same_archive_twice_is_refused(made):
    call_command("import_organisation", str(made.path), stdout=StringIO())
    with pytest.raises(CommandError, match="belongs to an organisation"):
        call_command("import_organisation", str(made.path), stdout=StringIO())
    Organisation.objects.update(slug="another", company_number="")
    with pytest.raises(CommandError, match="already"):
        call_command("import_organisation", str(made.path), stdout=StringIO())
    assert Organisation.objects.count() == 1
    assert Publication.objects.count() == 1
    assert EarlierHistory.objects.count() == 2


def test_an_address_that_is_taken_is_refused(made):
    OrganisationFactory(slug="alder")
    assert "/o/alder/" in refused(made.path)


def test_a_company_number_that_is_held_is_refused(made):
    OrganisationFactory(company_number="90000001")
    assert "90000001" in refused(made.path)


def test_an_account_of_staff_is_not_made_a_member(made):
    UserFactory(email="editor@somewhere.example", role=StaffRole.HANDLER)
    path = rewritten(made, one_changed("accounts.User", email="editor@somewhere.example"))
    assert "staff" in refused(path)
