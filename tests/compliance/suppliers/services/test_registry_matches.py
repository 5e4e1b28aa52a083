"""Names of the registry that are only near a supplier's: found by the worker, answered by a person once."""

from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.organisations.choices import Role
from compliance.suppliers import statement_status
from compliance.suppliers.choices import StatementStatus
from compliance.suppliers.models import RiskRun, Supplier
from compliance.suppliers.rules.similarity import normalise
from compliance.suppliers.services import records, registry_matches, risk_job
from tests.factories.accounts import sign_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.suppliers import SupplierFactory
from tests.support.registry_names import build_registry, list_strangers, load_registry, write_suppliers

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MembershipFactory(role=Role.ADMINISTRATOR, organisation=OrganisationFactory())


def add(organisation, names, **fields):
    rows = [
        SupplierFactory.build(
            organisation=organisation, name=name, likeness=normalise(name), company_number="09999999",
            supplier_ref=f"N{number}", key=f"n{number}", **fields,
        )
        for number, name in enumerate(names)
    ]  # fmt: skip
    return Supplier.objects.bulk_create(rows)


def get_lists(organisation):
    suppliers = Supplier.objects.for_organisation(organisation)
    return {status: set(statement_status.filter_by_status(suppliers, status)) for status in StatementStatus}


def test_of_703_listed_suppliers_as_lists_write_them_none_is_called_not_found(tmp_path, member):
    """Before the worker searched names that are only near, 447 of these 703 were called "Not found"."""
    names = build_registry(2000)
    load_registry(tmp_path / "registry.csv", names)
    written = write_suppliers(names)
    assert len(written) == 703
    organisation = member.organisation
    suppliers = add(organisation, [name for _how, name, _listed in written])
    strangers = add(OrganisationFactory(), list_strangers())
    assert registry_matches.search_names(organisation) == 703
    assert registry_matches.search_names(strangers[0].organisation) == len(strangers)
    statuses = statement_status.get_statuses(suppliers)
    wrong = [
        (how, name, listed, statuses[supplier.pk].status.value)
        for supplier, (how, name, listed) in zip(suppliers, written, strict=True)
        if statuses[supplier.pk].status != StatementStatus.POSSIBLE
    ]
    assert wrong == []
    # Where sister companies have names alike, another one of them may come first; a person says so, once.
    others = [s.name for s, (_how, _name, listed) in zip(suppliers, written, strict=True)
              if normalise(statuses[s.pk].name) != normalise(listed)]  # fmt: skip
    assert len(others) < 15, others
    assert Counter(status.status for status in statement_status.get_statuses(strangers).values()) == {
        StatementStatus.NOT_FOUND: len(strangers)
    }
    # The filter of the list says what each line says.
    lists = get_lists(organisation)
    assert (len(lists[StatementStatus.POSSIBLE]), len(lists[StatementStatus.NOT_FOUND])) == (703, 0)


def test_a_file_of_the_registry_has_the_worker_search_every_register_and_the_list_shows_what_it_found(
    tmp_path, member, client
):
    [supplier] = add(member.organisation, ["Brambling Foods (Doncaster) Ltd t/a Sunrise"])
    load_registry(tmp_path / "first.csv", ["Unlike Steel plc"])
    run = RiskRun.objects.get(organisation=member.organisation)
    assert run.asked_at
    risk_job.run(member.organisation.pk, now=timezone.now())
    sign_in(client, member.user)
    url = reverse("suppliers:index", args=[member.organisation.slug])
    assert "Possible match, 2025" not in client.get(url).text
    load_registry(tmp_path / "second.csv", ["Brambling Foods Holdings Limited"], day="2026-11-08")
    risk_job.run(member.organisation.pk, now=timezone.now() + timedelta(minutes=1))
    page = client.get(url).text
    assert f"{reverse('suppliers:supplier', args=[member.organisation.slug, supplier.uuid])}#statement" in page
    assert "Possible match, 2025" in page
    page = client.get(reverse("suppliers:supplier", args=[member.organisation.slug, supplier.uuid])).text
    assert "On the registry: Brambling Foods Holdings Limited, 2025" in page


def test_a_name_that_a_person_refused_is_never_offered_again_and_the_next_one_is(tmp_path, member, client):
    load_registry(tmp_path / "registry.csv", ["Brambling Foods Holdings Limited", "Brambling Foods Group Limited"])
    [supplier] = add(member.organisation, ["Brambling Foods (Doncaster) Ltd"])
    offered = []
    for _answer in range(3):
        registry_matches.search_names(member.organisation)
        supplier.refresh_from_db()
        offered.append(supplier.registry_like_key)
        if supplier.registry_like_key:
            records.answer_statement_match(
                supplier=supplier, actor=member.user, key=supplier.registry_like_key, is_same=False
            )
    assert sorted(offered) == ["", "brambling foods group", "brambling foods holdings"]
    assert statement_status.get_statuses([supplier])[supplier.pk].status == StatementStatus.NOT_FOUND
    assert get_lists(member.organisation)[StatementStatus.NOT_FOUND] == {supplier}
    assert statement_status.find_similar_names(supplier) == []


def test_a_name_that_a_person_confirmed_is_listed_and_never_searched_again(tmp_path, member):
    load_registry(tmp_path / "registry.csv", ["Brambling Foods Holdings Limited"])
    [supplier] = add(member.organisation, ["Brambling Foods (Doncaster) Ltd"])
    registry_matches.search_names(member.organisation)
    supplier.refresh_from_db()
    key = supplier.registry_like_key
    records.answer_statement_match(supplier=supplier, actor=member.user, key=key, is_same=True)
    assert statement_status.get_statuses([supplier])[supplier.pk].status == StatementStatus.LISTED
    assert get_lists(member.organisation)[StatementStatus.LISTED] == {supplier}
    assert registry_matches.search_names(member.organisation) == 0


def test_only_what_changed_is_searched_again(tmp_path, member, django_assert_max_num_queries):
    load_registry(tmp_path / "registry.csv", ["Brambling Foods Holdings Limited"])
    first, _second = add(member.organisation, ["Tarnwick Steel Ltd", "Unlike Print Ltd"])
    assert registry_matches.search_names(member.organisation) == 2
    with django_assert_max_num_queries(2):
        assert registry_matches.search_names(member.organisation) == 0
    first.refresh_from_db()
    first.trading_name = "Brambling Foods"
    first.save()
    assert registry_matches.search_names(member.organisation) == 1
    assert statement_status.get_statuses([first])[first.pk].name == "Brambling Foods Holdings Limited"


def test_without_a_file_of_the_registry_nothing_is_searched(member):
    add(member.organisation, ["Tarnwick Steel Ltd"])
    assert registry_matches.search_names(member.organisation) == 0
