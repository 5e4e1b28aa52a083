"""The second fence: what a web process asks for without its first fence is not there, whatever it forgot."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from compliance.audits.models import Finding
from compliance.statements.models import Section, Version
from compliance.suppliers.models import SiteFacts, Supplier
from portal.core import row_security
from portal.operations import row_policies
from tests.factories.organisations import OrganisationFactory
from tests.factories.suppliers import SupplierFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security"),
]


@pytest.fixture
def suppliers(db):
    return [SupplierFactory(name=name) for name in ("Ours", "Theirs")]


def names_within(scope: row_security.Scope) -> list[str]:
    with row_security.use_scope(scope):
        return list(Supplier.objects.order_by("name").values_list("name", flat=True))


def test_a_query_without_the_fence_returns_nothing(suppliers):
    assert names_within(row_security.Scope()) == []


def test_a_query_without_the_fence_returns_rows_of_the_named_business_alone(suppliers):
    assert names_within(row_security.Scope({suppliers[0].organisation_id})) == ["Ours"]
    assert names_within(row_security.Scope({one.organisation_id for one in suppliers})) == ["Ours", "Theirs"]


def test_our_staff_and_whoever_is_no_request_see_all(suppliers):
    assert names_within(row_security.Scope(sees_all=True)) == ["Ours", "Theirs"]
    assert Supplier.objects.count() == 2


@pytest.mark.parametrize("model", [Supplier, SiteFacts, Finding, Version, Section])
def test_rows_of_every_kind_are_fenced_by_themselves_or_by_their_parent(world, model):
    own = model.objects.for_organisation(world.a.organisation).count()
    everybodys = model.objects.count()
    with row_security.use_scope(row_security.Scope()):
        assert model.objects.count() == 0
    with row_security.use_scope(row_security.Scope({world.a.organisation.pk})):
        assert model.objects.count() == own
    assert 0 < own < everybodys


def test_rows_of_another_business_are_neither_written_nor_changed_nor_deleted(suppliers):
    ours, theirs = suppliers
    with row_security.use_scope(row_security.Scope({ours.organisation_id})):
        assert Supplier.objects.filter(pk=theirs.pk).update(name="Taken") == 0
        assert Supplier.objects.filter(pk=theirs.pk).delete()[0] == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Supplier.objects.filter(pk=ours.pk).update(organisation=theirs.organisation)
    assert set(Supplier.objects.values_list("name", flat=True)) == {"Ours", "Theirs"}


def test_the_names_end_with_the_statement_that_carried_them(suppliers):
    with row_security.use_scope(row_security.Scope({suppliers[0].organisation_id})):
        assert Supplier.objects.count() == 1
    assert names_within(row_security.Scope()) == []


def test_a_request_begins_with_nothing_and_a_stream_keeps_what_was_opened(suppliers):
    def respond(request):
        before = Supplier.objects.count()
        row_security.allow([suppliers[0].organisation_id])
        return StreamingHttpResponse(f"{before} {name}" for name in Supplier.objects.values_list("name", flat=True))

    response = row_security.RowSecurityMiddleware(respond)(RequestFactory().get("/"))
    assert row_security.get_scope() is None
    assert b"".join(response.streaming_content) == b"0 Ours"


def test_two_requests_after_each_other_share_nothing(suppliers):
    counts = []

    def respond(request):
        counts.append(Supplier.objects.count())
        row_security.allow([suppliers[0].organisation_id])
        counts.append(Supplier.objects.count())
        return HttpResponse()

    handle = row_security.RowSecurityMiddleware(respond)
    for _ in range(2):
        handle(RequestFactory().get("/"))
    assert counts == [0, 1, 0, 1]


def test_many_rows_are_written_and_read_in_a_request(suppliers):
    organisation = suppliers[0].organisation
    with row_security.use_scope(row_security.Scope({organisation.pk})):
        Supplier.objects.bulk_create(SupplierFactory.build(organisation=organisation) for _ in range(3))
        assert len(list(Supplier.objects.iterator(chunk_size=2))) == 4
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE suppliers_supplier SET name = %s WHERE id = %s", [("A", one.pk) for one in suppliers]
            )
    assert Supplier.objects.filter(name="A").count() == 1


def test_each_table_of_the_fenced_apps_has_a_policy_or_a_reason():
    assert row_policies.get_missing_policies(connection) == []
    assert set(row_policies.get_unfenced_tables()) == {
        # The public register, and what anybody may ask it for.
        "statements_publication",
        "statements_earlieryear",
        "statements_copyrequest",
        "statements_facet",
        "statements_document",
        "statements_render",
        "statements_publishedfigure",
        "statements_covered",
        "statements_edition",
        "statements_listing",
        "statements_nametrigram",
        "statements_statementtext",
        # No business's rows: a person's mails, a day's, and the operator's figures.
        "statements_digest",
        "statements_remindersday",
        "suppliers_riskweights",
        # A supplier's own, which opens with its code.
        "audits_answersheet",
    }


def test_a_policy_that_is_switched_off_or_old_is_found_and_mended():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE suppliers_supplier DISABLE ROW LEVEL SECURITY")
        cursor.execute(f"COMMENT ON POLICY {row_policies.NAME} ON audits_finding IS 'of another release'")
    missing = {policy.table for policy in row_policies.get_missing_policies(connection)}
    assert missing == {"suppliers_supplier", "audits_finding"}
    row_policies.install_policies(connection)
    assert row_policies.get_missing_policies(connection) == []


def test_the_log_of_queries_shows_what_was_asked_alone(suppliers, django_assert_num_queries):
    with row_security.use_scope(row_security.Scope({1})), django_assert_num_queries(1) as captured:
        list(Supplier.objects.all())
    assert captured[0]["sql"].startswith("SELECT ") and "set_config" not in captured[0]["sql"]


def test_a_new_business_is_seen_by_whoever_may_alone():
    organisation = OrganisationFactory()
    with row_security.use_scope(row_security.Scope()):
        row_security.allow([organisation.pk])
        supplier = SupplierFactory.build(organisation=organisation)
        supplier.save()
        assert Supplier.objects.get() == supplier
