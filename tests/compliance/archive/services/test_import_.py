"""Exit and re-import: everything equal (issue 6, point 9)."""

import json

import pytest
from django.core.management import call_command

from compliance.archive.manifest import EXCLUDED_MODELS, EXPORTED_MODELS, get_model, get_rows
from compliance.archive.models import EarlierHistory
from compliance.organisations.models import Membership, Organisation
from compliance.statements.models import Document, Publication, Signature
from compliance.statements.rules.content import content_hash
from portal.accounts.models import User
from portal.core.models import Outbox
from portal.files import storage
from portal.files.models import StoredFile
from portal.history.verification import verify_log
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


def test_the_world_has_a_row_of_every_kind(made):
    """Else the comparison would prove nothing of that kind."""
    rows = made.json("manifest.json")["rows"]
    assert {label for label in EXPORTED_MODELS if not rows[label]} == set()


def test_history_is_kept_and_not_spliced(made, brought, tmp_path):
    """It has moved once before."""
    before, kept = EarlierHistory.objects.all()
    first = made.json("history.json")
    assert before.chain == first["earlier"][0]["chain"]
    assert kept.chain == first["here"]
    assert kept.chain["count"] > 1
    assert verify_log().is_whole
    again = Made(archive_of(brought, tmp_path / "again.zip"), made.course).json("history.json")
    assert [one["chain"] for one in again["earlier"]] == [before.chain, kept.chain]
    assert again["here"]["entries"][0]["action"] == "archive.organisation.brought"


def test_published_statements_are_public_and_their_signatures_hold(made, brought, client):
    published = Publication.objects.get()
    assert content_hash(published.content) == published.content_hash
    assert Signature.objects.filter(version=published.version).exists()
    assert brought.name in client.get("/statements/").content.decode()
    assert client.get(f"/statements/{brought.slug}/{published.year}/").status_code == 200
    answer = client.get("/statements/verify/", {"code": published.content_hash}).content.decode()
    assert published.organisation_name in answer
    pdf = client.get(f"/statements/{brought.slug}/{published.year}.pdf")
    assert pdf.content == made.read(f"statements/{published.year}/version-{published.number}.pdf")
    assert set(Document.objects.values_list("kind", flat=True)) == {"html", "json", "pdf", "cert"}


def test_files_open_under_this_portals_key(made, brought):
    stored = StoredFile.objects.all()
    assert stored.count() > 3
    for one in stored:
        assert storage.get_sha256(storage.read_file(one.uuid)) == one.sha256


def test_people_wait_without_a_password_and_keep_their_roles(made, brought):
    roles = {one.role: one.user for one in Membership.objects.select_related("user").order_by("-pk")}
    assert set(roles) == {"viewer", "editor", "approver", "administrator"}
    assert not any(user.has_usable_password() for user in roles.values())
    assert not any(user.emailaddress_set.get().verified for user in roles.values())


def test_people_are_known_by_their_address(made, capsys):
    email = next(one["email"] for one in made.json("data/accounts.User.json") if one["email"].startswith("editor@"))
    known = User.objects.create_user(email.upper(), "a password of their own")
    call_command("import_organisation", str(made.path), "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["confirmed"] is True
    assert told["people"]["known"] == 1
    assert told["organisation"] == Organisation.objects.get().slug
    assert Membership.objects.get(user=known).role == "editor"
    known.refresh_from_db()
    assert known.has_usable_password()


def test_an_operator_can_have_it_prove_anew_who_it_is(made, capsys, client):
    call_command("import_organisation", str(made.path), "--unconfirmed")
    assert "nothing of it is public here before it proves who it is" in capsys.readouterr().out
    brought = Organisation.objects.get()
    assert (brought.is_confirmed, brought.confirmed_by, brought.confirmed_domain) == (False, "", "")
    assert Publication.objects.exists()
    assert brought.name not in client.get("/statements/").content.decode()


def test_nothing_that_is_left_out_comes_along(made, brought):
    for label in set(EXCLUDED_MODELS) - {"statements.Render", "archive.EarlierHistory", "suppliers.RiskRun"}:
        assert not get_rows(get_model(label), brought).exists(), label


def test_nobody_is_sent_a_mail(made, brought, mailoutbox):
    assert not Outbox.objects.exists()
    assert mailoutbox == []
