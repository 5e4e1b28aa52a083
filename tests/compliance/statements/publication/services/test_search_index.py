"""The search index follows what is published: a text that is replaced or withdrawn is gone from it at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from compliance.statements.choices import State
from compliance.statements.models import Edition, Listing, NameTrigram, Publication, StatementText, Version
from compliance.statements.publication.services.publish import publish, withdraw
from compliance.statements.publication.services.search_index import index_names, index_publication
from compliance.statements.register import search
from tests.factories import statements as sf
from tests.factories.accounts import UserFactory
from tests.factories.searched import make_statement
from tests.factories.signed import signed_version

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)


def find(q: str, **params: str) -> list[int]:
    return [row.pk for row in search.find_all(search.Params(q=q, search_in="text", **params)).rows]


def count_index_rows(word: str) -> int:
    """Return how many rows of the database's own index have a word."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM statements_text_fts WHERE statements_text_fts MATCH %s", [word])
        else:
            cursor.execute(
                "SELECT count(*) FROM statements_statementtext WHERE vector @@ plainto_tsquery('english', %s)", [word]
            )
        return cursor.fetchone()[0]


def test_publishing_amending_and_withdrawing_renew_the_index_at_once():
    actor = UserFactory()
    version = signed_version()
    published = publish(version=version, actor=actor, at=AT)
    word = next(w for w in StatementText.objects.get().body.split() if w.isalpha() and len(w) > 7)
    assert StatementText.objects.get().publication == published
    assert find(word) == [published.pk]
    withdraw(version=version, actor=actor, at=AT + timedelta(days=1), reason="Names a victim.")
    assert not StatementText.objects.exists()
    assert find(word) == []
    assert count_index_rows(word) == 0


def test_the_text_of_a_replaced_version_is_gone():
    earlier = make_statement("<p>A victim called Quillon.</p>")
    assert count_index_rows("quillon") == 1
    Publication.objects.filter(pk=earlier.pk).update(is_current=False)
    Version.objects.filter(pk=earlier.version_id).update(state=State.SUPERSEDED)
    later = sf.PublicationFactory(
        version=sf.VersionFactory(statement=earlier.statement, number=2, state=State.PUBLISHED)
    )
    later.content["answers"]["narrative_risk"] = "<p>A victim.</p>"
    index_publication(later)
    assert (count_index_rows("quillon"), count_index_rows("victim")) == (0, 1)
    assert (find("quillon"), find("victim")) == ([], [later.pk])


@pytest.mark.parametrize("change", [{"is_current": False}, {"withdrawn_at": AT}])
def test_a_version_that_is_not_shown_is_not_indexed(change):
    publication = sf.PublicationFactory(**change)
    index_publication(publication)
    assert not StatementText.objects.exists()


def test_a_word_is_indexed_once_and_numbers_and_short_words_never():
    index_names([" alder works 04699647 ltd ", " alder a1b2 "])
    index_names([" alder "])
    assert set(NameTrigram.objects.values_list("word", flat=True)) == {"alder", "works"}
    assert NameTrigram.objects.filter(word="alder").count() == 6


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its indexes by itself")
@pytest.mark.parametrize("table", ["statements_publication", "statements_listing", "statements_statementtext"])
def test_the_words_that_sqlite_searches_are_those_of_the_rows(table):
    """SQLite compares its index with the rows, and fails where they differ."""
    publication = make_statement("<p>Cotton from one region.</p>", name="Alder Limited")
    edition = Edition.objects.create(dated=AT.date(), sha256="a" * 64, file_name="f.csv", begun_at=AT)
    for name in ("Birch", "Cedar", "Damson"):
        Listing.objects.create(
            identity=name, fingerprint="", edition=edition, organisation_name=name, year=2026, updated_at=AT,
            searched=f" {name.lower()} ",
        )  # fmt: skip
    Listing.objects.filter(organisation_name="Birch").update(searched=" rowan ")
    Listing.objects.filter(organisation_name="Cedar").delete()
    StatementText.objects.filter(publication=publication).update(body="Silk.")
    index = "statements_text_fts" if table == "statements_statementtext" else f"{table}_fts"
    check = f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)"
    with connection.cursor() as cursor:
        cursor.execute(check)
        column = "body" if table == "statements_statementtext" else "searched"
        key = "publication_id" if table == "statements_statementtext" else "id"
        cursor.execute(f"INSERT INTO {index}({index}, rowid, {column}) SELECT 'delete', {key}, {column} FROM {table}")
        with pytest.raises(DatabaseError, match="malformed"), transaction.atomic():
            cursor.execute(check)
