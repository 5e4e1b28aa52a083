"""The frame around the pages of figures: the desk for those who work there, locked or not, and one menu for all."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db

PAGES = ("duties:figures", "hotspots:index", "release_desk:index")
MONTHLY, PUBLISHED, HOTSPOTS, OVERVIEW = "Monthly figures", "Published figures", "Hotspots", "Overview"


def read(client: Client, name: str) -> BeautifulSoup:
    response = client.get(reverse(name))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "lxml")


def names(page: BeautifulSoup, menu: str) -> list[str]:
    found = page.select(f"nav[aria-label={menu}] a")
    return [link.get_text(strip=True) for link in found]


@pytest.mark.parametrize("name", PAGES)
def test_an_unlocked_lead_keeps_the_desk_around_the_figures(name, clients):
    page = read(clients["triage_lead"], name)
    assert names(page, "Desk")[0] == "Queue"
    assert page.select_one("nav[aria-label=Desk] a[aria-current]").get_text() == "Figures"
    assert page.find("button", string="New call")
    assert names(page, "Figures") == [MONTHLY, PUBLISHED, HOTSPOTS]
    assert page.select_one("nav[aria-label=Figures] a[aria-current=page]")["href"] == reverse(name)


@pytest.mark.parametrize("name", PAGES[:2])
def test_a_locked_desk_has_its_menu_but_no_acts(name, shared_world):
    client = Client()
    sign_in(client, shared_world.visitor("handler"))
    page = read(client, name)
    assert names(page, "Desk")[0] == "Queue"
    assert names(page, "Account") == ["Your work", "Sign out"]
    assert not page.find("button", string="New call")
    assert names(page, "Figures") == [MONTHLY, HOTSPOTS]


@pytest.mark.parametrize("name", PAGES)
def test_who_reads_no_case_has_the_menu_of_figures_alone(name, clients):
    page = read(clients["statistician"], name)
    assert not names(page, "Desk")
    assert names(page, "Figures") == [OVERVIEW, MONTHLY, PUBLISHED, HOTSPOTS]


def test_the_alarms_of_the_desk_stand_above_the_figures(clients):
    page = read(clients["handler"], "hotspots:index")
    queue = read(clients["handler"], "desk:queue")
    first = ".portal-notices > p"
    assert page.select_one(first)
    assert page.select_one(first).get_text() == queue.select_one(first).get_text()
