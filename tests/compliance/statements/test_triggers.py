"""The database refuses to change what was published, whoever asks; only the withdrawal and its place in line move."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from compliance.statements.models import Document, Facet, Publication, Render
from compliance.statements.publication.services.publish import publish, withdraw
from compliance.statements.rules.content import content_hash
from compliance.statements.triggers import TRIGGERS
from portal.core import triggers
from portal.history.verification import verify_log
from tests.factories.accounts import UserFactory
from tests.factories.signed import content_of, signed_version
from tests.factories.statements import (
    ApprovalFactory,
    PublicationFactory,
    PublishedFigureFactory,
    SignatureFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
FREE = {"is_current", "withdrawn_at", "withdrawn_reason"}
SHOWN = "statements_publishedfigure"
STAYING = [field.column for field in Publication._meta.concrete_fields if field.column not in FREE]
OTHER_ROW = {"version_id", "statement_id", "organisation_id"}


def refused(sql: str, *values: object) -> None:
    with (
        pytest.raises(IntegrityError, match="What was published stays as it is"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)


def other_value(column: str) -> str:
    """SQL for a value that the column does not hold."""
    kind = Publication._meta.get_field(column.removesuffix("_id")).get_internal_type()
    if kind == "JSONField":
        return "'{\"another\": 1}'"
    if kind in {"DateField", "DateTimeField"}:
        return "'2001-01-01'"
    if kind == "BooleanField":
        return f"NOT {column}"
    if kind == "UUIDField":
        return "'00000000000000000000000000000001'"
    if kind in {"CharField", "TextField", "URLField", "EmailField"}:
        return "'another'"
    return f"{column} + 1000"


@pytest.mark.parametrize("column", STAYING)
def test_a_column_of_a_publication_stays_as_it_is(column):
    row = PublicationFactory()
    refused(f"UPDATE statements_publication SET {column} = {other_value(column)} WHERE id = %s", row.pk)


def test_a_column_that_is_free_moves():
    row = PublicationFactory()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE statements_publication SET is_current = %s, withdrawn_at = '2026-07-01', withdrawn_reason = 'Why' "
            "WHERE id = %s",
            [False, row.pk],
        )
    row.refresh_from_db()
    assert (row.is_current, row.withdrawn_reason) == (False, "Why")
    row.save()


def test_a_publication_is_never_deleted():
    row = PublicationFactory()
    refused("DELETE FROM statements_publication WHERE id = %s", row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


def test_a_kept_document_neither_changes_nor_goes():
    row = PublicationFactory()
    for kind in ("html", "json"):
        document = Document.objects.get(publication=row, kind=kind)
        refused("UPDATE statements_document SET sha256 = 'another' WHERE id = %s", document.pk)
        refused("UPDATE statements_document SET body = %s WHERE id = %s", b"<p>Other words.</p>", document.pk)
        refused("DELETE FROM statements_document WHERE id = %s", document.pk)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite cannot empty a table but by DELETE")
def test_the_tables_are_not_emptied():
    refused("TRUNCATE statements_publication CASCADE")
    refused("TRUNCATE statements_document")


def test_search_and_the_making_of_its_pdfs_stay_free():
    row = PublicationFactory()
    Facet.objects.create(publication=row, kind="area", code="risk")
    assert Facet.objects.filter(publication=row).update(code="policies") == 1
    assert Facet.objects.filter(publication=row).delete()[0] == 1
    assert Render.objects.filter(publication=row).update(attempt=3) == 1


def test_publishing_amending_and_withdrawing_still_work():
    actor, version = UserFactory(), signed_version()
    first = publish(version=version, actor=actor, at=AT)
    amended = _amendment(version)
    second = publish(version=amended, actor=actor, at=AT + timedelta(days=30))
    first.refresh_from_db()
    assert (first.is_current, second.is_current) == (False, True)
    withdraw(version=amended, actor=actor, at=AT + timedelta(days=40), reason="The wrong company.")
    assert Publication.objects.filter(withdrawn_reason="The wrong company.").count() == 2


def _amendment(version):
    sections = {section.code: section.answers for section in version.sections.all()}
    fresh = VersionFactory(
        statement=version.statement, number=version.number + 1, state="signed", sections=sections,
        amendment_kind="typographic", amendment_note="A word",
    )  # fmt: skip
    fresh.content_hash = content_hash(content_of(fresh))
    fresh.save()
    ApprovalFactory(version=fresh)
    SignatureFactory(version=fresh)
    return fresh


def test_a_guard_that_is_missing_is_reported_and_comes_back():
    triggers.remove_triggers(connection, TRIGGERS)
    assert {problem.code for problem in verify_log().problems} == {"guard"}
    triggers.install_triggers(connection, TRIGGERS)
    assert verify_log().is_whole


def test_a_published_figure_stays():
    made = PublishedFigureFactory(publication=PublicationFactory())
    refused(f"UPDATE {SHOWN} SET sha256 = %s WHERE id = %s", "0" * 64, made.pk)
    refused(f"DELETE FROM {SHOWN} WHERE id = %s", made.pk)
