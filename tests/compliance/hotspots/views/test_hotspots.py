"""/desk/hotspots/: what staff see, and what nobody does."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from compliance.hotspots.models import Analysis, Campaign, Run
from compliance.hotspots.services.campaigns import add_campaign
from portal.accounts.roles import StaffRole
from portal.core import rate_limits
from tests.factories import feeds as make
from tests.factories.accounts import UserFactory, sign_in

pytestmark = pytest.mark.django_db


def client_of(role):
    client = Client()
    sign_in(client, UserFactory(role=role))
    return client


@pytest.fixture
def manager(at_desk):
    return client_of(StaffRole.HELPLINE_MANAGER)


def read(client, query=""):
    return client.get(reverse("hotspots:index") + query).content.decode()


def test_the_table_says_how_it_is_to_be_read(manager):
    make.compute()
    text = read(manager)
    for part in (
        "1. Chesterfield", "Hot spot, 99%", "Significant", "8.6 (4.1–16.2)", "6.5", ">3<",
        "Derbyshire Constabulary",
        "These are reports, not proof of exploitation", "five nearest councils", "361 councils",
        "July to September 2026",
        "No campaign is recorded", "no count of workplaces is loaded",
    ):  # fmt: skip
        assert part in text, part
    assert "nationality" not in text.lower().replace("nationality is never used", "")


def test_a_campaign_of_the_quarter_is_printed(at_desk, manager):
    make.compute()
    add_campaign(
        name="A film", begins_on=date(2026, 8, 1), ends_on=date(2026, 8, 14), actor=at_desk.lead, at=at_desk.now
    )
    assert "A film, 1 August 2026 to 14 August 2026" in read(manager)


@pytest.mark.parametrize("query", ["", "?exploitation_type=sexual"])
def test_too_few_contacts_are_refused_with_a_sentence(manager, query):
    run = make.compute()
    if not query:
        run.analyses.update(is_refused=True)
    text = read(manager, query)
    assert "There are fewer than 30 contacts" in text
    assert "1. Chesterfield" not in text


def test_filters_choose_type_sector_and_region(manager):
    make.compute()
    assert "Chesterfield" in read(manager, "?region=east_midlands")
    assert "No council has at least 5 contacts" in read(manager, "?region=london")
    assert "Chesterfield" in read(manager, "?region=nonsense")


def test_the_hottest_come_first(manager):
    run = make.compute(council="E06000015", band="not_significant", order=3, z=0.5)
    analysis = Analysis.objects.get(run=run)
    analysis.hotspots.create(
        **{
            name: value
            for name, value in analysis.hotspots.values().first().items()
            if name not in {"uuid", "analysis_id", "council", "band", "order"}
        },
        council="E07000034",
        band="hot_99",
        order=0,
    )
    text = read(manager)
    assert text.index("1. Chesterfield") < text.index("2. Derby")


def test_nothing_computed_yet_is_said(manager):
    assert "Hotspots have not been calculated yet" in read(manager)


@pytest.mark.parametrize("role", [StaffRole.PARTNER, StaffRole.CONTENT_EDITOR, StaffRole.SITE_ADMINISTRATOR])
def test_others_find_nothing(role):
    client = client_of(role)
    for name in ("hotspots:index", "hotspots:csv", "hotspots:campaigns"):
        assert client.get(reverse(name)).status_code == 404


def test_nobody_reads_them_without_signing_in(client):
    assert client.get(reverse("hotspots:index"))["Location"].startswith(reverse("account_login"))


def test_the_download_is_the_table(manager):
    make.compute()
    response = manager.get(reverse("hotspots:csv") + "?region=east_midlands")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1][2] == "Chesterfield"
    assert ["Filtered by", "region: east_midlands"] in rows
    assert response["Content-Disposition"] == 'attachment; filename="hotspots-2026-q3.csv"'


def test_downloads_have_a_limit(manager, monkeypatch):
    make.compute()
    monkeypatch.setattr(rate_limits, "count_and_get_wait", lambda act, who: 60 if act == "export" else 0)
    assert manager.get(reverse("hotspots:csv")).status_code == 429


def test_an_unlocked_desk_computes_and_a_locked_one_unlocks_first(at_desk):
    client = at_desk.client()
    client.post(reverse("hotspots:compute"))
    assert Run.objects.get().by == at_desk.handler
    locked = client_of(StaffRole.HANDLER)
    assert reverse("desk:unlock") in locked.post(reverse("hotspots:compute"))["Location"]
    assert Run.objects.count() == 1


def test_a_lead_keeps_the_list_of_campaigns(at_desk):
    client = at_desk.client(at_desk.lead)
    wrong = {"name": "A film", "begins_on_day": 2, "begins_on_month": 8, "begins_on_year": 2026, "ends_on_day": 1,
             "ends_on_month": 8, "ends_on_year": 2026}  # fmt: skip
    assert "on or after the first day" in client.post(reverse("hotspots:campaigns"), wrong).content.decode()
    client.post(reverse("hotspots:campaigns"), wrong | {"ends_on_day": 9})
    campaign = Campaign.objects.get()
    assert "A film" in client.get(reverse("hotspots:campaigns")).content.decode()
    client.post(reverse("hotspots:campaign_remove", args=[campaign.pk]))
    assert not Campaign.objects.exists()


def test_the_page_takes_the_same_queries_however_many_rows(manager, django_assert_num_queries):
    make.compute()
    counts = []
    read(manager)
    for council in ("E06000015", "E06000016", "E06000018"):
        with django_assert_num_queries(100, exact=False) as queries:
            read(manager)
        counts.append(len(queries))
        analysis = Analysis.objects.get()
        first = analysis.hotspots.values().first()
        analysis.hotspots.create(**{k: v for k, v in first.items() if k not in {"uuid", "council"}}, council=council)
    assert counts == [7] * 3
