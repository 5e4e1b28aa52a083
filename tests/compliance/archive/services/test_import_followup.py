"""What this portal computes from an imported archive."""

import pytest
from django.core.management import call_command

from compliance.archive.models import EarlierHistory
from compliance.organisations.models import Organisation
from compliance.statements.models import Document, Publication, Signature, StatementText
from compliance.statements.rules.content import content_hash
from portal.history.verification import verify_log
from tests.compliance.archive.conftest import Made, archive_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def brought(made, capsys) -> Organisation:
    call_command("import_organisation", str(made.path))
    capsys.readouterr()
    return Organisation.objects.get()


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
    assert StatementText.objects.get().publication == published
    assert client.get(f"/statements/{brought.slug}/{published.year}/").status_code == 200
    answer = client.get("/statements/verify/", {"code": published.content_hash}).content.decode()
    assert published.organisation_name in answer
    pdf = client.get(f"/statements/{brought.slug}/{published.year}.pdf")
    assert pdf.content == made.read(f"statements/{published.year}/version-{published.number}.pdf")
    assert set(Document.objects.values_list("kind", flat=True)) == {"html", "json", "pdf", "cert"}
