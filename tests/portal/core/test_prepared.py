"""A prepared query finds what its queryset finds, with any values, and its SQL depends on nothing else."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from threading import Thread
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from compliance.organisations.models import Organisation
from compliance.statements.register.search import Params
from compliance.suppliers.models import Site, SiteFacts, Supplier
from portal.core.prepared import (
    REGISTRY,
    Parameter,
    _write_numbers,
    count_together,
    fetch_in_order,
    prepared,
    prepared_statement,
)
from tests.factories.organisations import OrganisationFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory

pytestmark = pytest.mark.django_db
BUILT: list[str] = []


@prepared
def fetch_suppliers(organisation, names, *, is_reversed):
    BUILT.append("suppliers")
    suppliers = Supplier.objects.for_organisation(organisation).filter(name__in=names)
    return suppliers.select_related("organisation").annotate(places=Count("sites")).order_by(
        "-name" if is_reversed else "name"
    )  # fmt: skip


@prepared
def fetch_by_uuid(uuid):
    return Supplier.objects.filter(uuid=uuid).values_list("name", flat=True)


@prepared
def fetch_added_since(day):
    return Site.objects.filter(facts__last_audit_on__gte=day).values("name", "facts__last_audit_on")


@prepared_statement(Supplier)
def fetch_names(connection, organisation, name):
    BUILT.append(connection.alias)
    suppliers = Supplier.objects.for_organisation(organisation).exclude(name=name).order_by("name").values_list("name")
    return suppliers.query.get_compiler(connection=connection).as_sql()


@pytest.fixture
def organisation():
    organisation = OrganisationFactory()
    for name in ("Alder", "Birch", "Cedar"):
        SiteFactory(supplier=SupplierFactory(organisation=organisation, name=name), name=f"{name} Works")
    SupplierFactory(organisation=OrganisationFactory(), name="Alder")
    return organisation


@pytest.mark.parametrize("is_reversed", [True, False])
@pytest.mark.parametrize("names", [["Alder"], ["Cedar", "Birch"], ["Elm"], [], ["Birch", "Alder", "Cedar"]])
def test_it_finds_what_its_queryset_finds(organisation, names, is_reversed):
    for each in (organisation, *Organisation.objects.exclude(pk=organisation.pk)):
        found = fetch_suppliers(each.pk, names, is_reversed=is_reversed)
        plain = list(fetch_suppliers.build(each.pk, names, is_reversed=is_reversed))
        assert found == plain
        assert [(row.places, row.organisation) for row in found] == [(row.places, each) for row in plain]


@pytest.mark.parametrize(("vendor", "is_written"), [("sqlite", True), ("postgresql", False)])
def test_a_statement_of_sqlite_has_its_own_numbers_in_it_and_nothing_else(vendor, is_written):
    sql, value = "a = %s AND b LIKE '100%%s' AND c = %s AND d = %s AND e < %s", Parameter(0)
    written = _write_numbers((sql, [True, value, "1", -7]), SimpleNamespace(vendor=vendor))
    numbers = "a = 1 AND b LIKE '100%%s' AND c = %s AND d = %s AND e < -7", [value, "1"]
    assert written == (numbers if is_written else (sql, [True, value, "1", -7]))


def test_its_sql_is_put_together_once_for_each_shape(organisation):
    BUILT.clear()
    for names in (["Alder"], ["Birch"], ["Cedar"]):
        (row,) = fetch_suppliers(organisation.pk, [*names, "Elm", "Fir", "Gum"], is_reversed=True)
        assert [row.name] == names
    assert len(BUILT) == 1
    fetch_suppliers(organisation.pk, ["Alder", "Elm", "Fir", "Gum"], is_reversed=False)
    assert len(BUILT) == 2


@pytest.mark.parametrize("names", [["Alder"], ["Cedar", "Birch"], ["Elm"], [], ["Birch", "Alder", "Cedar"]])
def test_it_counts_what_it_finds(organisation, names):
    for each in Organisation.objects.all():
        with CaptureQueriesContext(connection) as queries:
            counted = fetch_suppliers.count(each.pk, names, is_reversed=True)
        assert counted == len(fetch_suppliers(each.pk, names, is_reversed=True))
        assert len(queries) == (1 if names else 0)
    Supplier.objects.filter(organisation=organisation, name="Cedar").update(name="Birch")
    assert fetch_suppliers.count(organisation.pk, ["Birch"], is_reversed=True) == 2


def test_several_are_counted_by_one_statement(organisation):
    asked = [["Alder"], [], ["Cedar", "Birch"], ["Elm"], ["Alder"]]
    with CaptureQueriesContext(connection) as queries:
        counted = count_together(
            *(fetch_suppliers.counted(organisation.pk, names, is_reversed=True) for names in asked)
        )
    assert counted == [len(fetch_suppliers(organisation.pk, names, is_reversed=True)) for names in asked]
    assert len(queries) == 1
    assert sum(counted) > 0


def test_rows_are_read_anew_each_time(organisation):
    before = fetch_suppliers(organisation.pk, ["Alder", "Dogwood"], is_reversed=False)
    Supplier.objects.filter(pk=before[0].pk).update(name="Dogwood")
    with CaptureQueriesContext(connection) as queries:
        after = fetch_suppliers(organisation.pk, ["Alder", "Dogwood"], is_reversed=False)
    assert [row.name for row in after] == ["Dogwood"]
    assert len(queries) == 1


def test_values_are_sent_as_the_database_keeps_them(organisation):
    supplier, site = Supplier.objects.get(organisation=organisation, name="Birch"), Site.objects.get(name="Birch Works")
    assert fetch_by_uuid(supplier.uuid) == ["Birch"]
    assert fetch_by_uuid(uuid4()) == []
    day = date(2026, 3, 1)
    SiteFacts.objects.create(site=site, last_audit_on=day)
    assert fetch_added_since(day) == [{"name": "Birch Works", "facts__last_audit_on": day}]
    assert fetch_added_since(day + timedelta(days=1)) == []


def test_text_of_a_visitor_is_a_value_and_no_sql(organisation):
    for typed in ("' OR 1=1 --", "%s", "Alder%", "\\", '"'):
        assert fetch_suppliers(organisation.pk, [typed], is_reversed=False) == []


def test_none_is_refused(organisation):
    with pytest.raises(ValueError, match="None"):
        fetch_suppliers(organisation.pk, [None], is_reversed=False)


def test_rows_come_in_the_order_of_their_keys_and_without_those_that_are_gone(organisation):
    suppliers = {row.name: row for row in Supplier.objects.filter(organisation=organisation)}
    names = ["Cedar", "Alder", "Elm", "Birch"]
    keys = [suppliers[name].pk if name in suppliers else 0 for name in names]
    fetched = fetch_in_order(lambda keys: list(Supplier.objects.filter(pk__in=keys)), keys)
    assert [row.name for row in fetched] == ["Cedar", "Alder", "Birch"]
    with CaptureQueriesContext(connection) as queries:
        assert fetch_in_order(lambda keys: list(Supplier.objects.filter(pk__in=keys)), []) == []
    assert len(queries) == 0


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_through_a_connection_of_its_own():
    organisation = OrganisationFactory()
    SupplierFactory(organisation=organisation, name="Alder")
    fetch_suppliers(organisation.pk, ["Alder"], is_reversed=False)
    seen = []

    def ask():
        seen.append(fetch_suppliers(organisation.pk, ["Alder"], is_reversed=False))
        connections.close_all()

    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [[row.name for row in rows] for rows in seen] == [["Alder"]] * 3


def test_a_statement_is_put_together_once_and_finds_what_is_there_now(organisation):
    BUILT.clear()
    assert fetch_names(organisation.pk, "Birch") == [("Alder",), ("Cedar",)]
    assert fetch_names(organisation.pk, "Alder") == [("Birch",), ("Cedar",)]
    Supplier.objects.filter(name="Cedar").update(name="Oak")
    assert fetch_names(organisation.pk, "Alder") == [("Birch",), ("Oak",)]
    assert BUILT == ["default"]
    with pytest.raises(ValueError, match="None"):
        fetch_names(organisation.pk, None)


# --- All prepared queries of the portal -----------------------------------------------------------------------------

# The queries of every app: its pages import them.
import_module(settings.ROOT_URLCONF)
SEARCHES = [Params(q="?"), Params(q="?", year="2026", sector="construction", area=("risk",), group="yes", sort="year")]
CUTS = [{"start": 0, "stop": 20, "is_read_in_order": is_in_order} for is_in_order in (True, False)]
SHAPES: dict[str, list[dict[str, object]]] = {
    "_fetch_keys": [{"params": params, "limit": 500} for params in SEARCHES],
    "_fetch_listed_keys": [{"params": params, "limit": 500} for params in SEARCHES],
    "_fetch_page": [{"params": params, **cut} for params in SEARCHES for cut in CUTS],
}
PORTALS = [query for query in REGISTRY if query.__module__ != __name__]


def put_together(query, shape):
    """Return the SQL of a query with three values in each list, and the parameters that are its own."""
    names = query.build.__code__.co_varnames[: query.build.__code__.co_argcount]
    kinds = query.build.__annotations__.items()
    lists = {name for name, kind in kinds if str(kind).startswith(("list", "collections.abc.Sequence"))}
    values = [[Parameter(0), Parameter(1)] if name in lists else Parameter(0) for name in names]
    sql, parameters = query.build(*values, **shape).query.sql_with_params()
    return sql, [each for each in parameters if not isinstance(each, Parameter)]


@pytest.mark.parametrize("query", PORTALS, ids=lambda query: f"{query.__module__}.{query.__name__}")
def test_a_query_of_the_portal_depends_on_no_clock_language_or_row(query, monkeypatch):
    for shape in SHAPES.get(query.__name__, [{}]):
        with CaptureQueriesContext(connection) as queries:
            monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 3, 1, 12, tzinfo=UTC))
            with translation.override("en-gb"):
                first = put_together(query, shape)
            monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2031, 7, 15, 3, tzinfo=UTC))
            with translation.override("cy"):
                assert put_together(query, shape) == first
        assert len(queries) == 0
