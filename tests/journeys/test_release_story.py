"""Figures of a month: a statistician prepares them, a lead refuses once and then approves, a journalist cites them."""

import csv
import io
import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from odf.opendocument import load as load_ods
from odf.teletype import extractText
from openpyxl import load_workbook

from compliance.statistics.models import Release
from compliance.statistics.services.publication import publish_due
from tests.factories import cases as cf
from tests.factories.accounts import sign_in
from tests.factories.statistics import make_lead, make_statistician
from tests.factories.vault import begin_vault
from tests.journeys.conftest import WAYS

pytestmark = [
    pytest.mark.journey,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("open_person", WAYS[:2], indirect=True),
]
REPORTS, ROUNDED = 13, 15


@pytest.fixture
def month(settings, tmp_path) -> datetime:
    """A day of last month on which people wrote to the helpline."""
    settings.TEAM_PUBLIC_KEY_FILE = shutil.copy(settings.TEAM_PUBLIC_KEY_FILE, tmp_path / "team_public_key")
    begin_vault()
    day = timezone.localtime().replace(day=1, hour=12) - timedelta(days=10)
    for _number in range(REPORTS):
        cf.concern(at=day)
    return day


@pytest.fixture
def at_desk(open_person, live_server):
    """Who showed just now who they are."""

    def open_one(user):
        person = open_person()
        cookie = sign_in(Client(), user, seconds_ago=-3600).cookies[settings.SESSION_COOKIE_NAME]
        person.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        person.open("/desk/statistics/")
        return person

    return open_one


def prepare(stella, period: str, headline: str) -> None:
    """The worker of tests is done before the answer comes."""
    stella.press("Prepare figures")
    stella.select("Period", period)
    stella.write("Headline (optional)", headline)
    stella.press("Prepare figures")
    stella.sees(f"We are preparing the figures for {period}")


@pytest.mark.main_story
def test_a_month_is_prepared_refused_prepared_again_published_read_and_cited(month, at_desk, open_person, tmp_path):
    period, code = f"{month:%B %Y}", f"{month:%Y-%m}"
    stella, leo = at_desk(make_statistician()), at_desk(make_lead())
    prepare(stella, period, "Fewer people wrote to us")
    stella.follow(f"Review the figures for {period}")
    stella.sees("a triage lead must decide on them.")
    assert stella.page.get_by_role("button", name="Save your decision").count() == 0

    leo.open("/desk/statistics/")
    leo.follow(f"Review the figures for {period}")
    leo.follow("Contacts by channel")
    leo.sees(str(ROUNDED))
    leo.page.go_back()
    leo.choose("No, refuse them")
    leo.press("Save your decision")
    leo.sees("Enter your reason for refusing these figures")
    leo.write("Reason for refusing (optional)", "Say more people, not fewer.")
    leo.press("Save your decision")
    leo.sees("Figures refused. The statistician will see your reason.")

    stella.open("/desk/statistics/")
    stella.follow(period)
    stella.sees("Say more people, not fewer.")
    stella.open("/desk/statistics/")
    prepare(stella, period, "More people wrote to us")

    leo.open("/desk/statistics/")
    leo.follow(f"Review the figures for {period}")
    leo.choose("Yes, publish them at the announced time")
    leo.press("Save your decision")
    leo.sees("Figures approved. They will be published on")
    jo = open_person()
    assert jo.page.goto(f"/statistics/{code}/").status == 404, "nobody reads them before their time"
    assert publish_due(Release.objects.get(code=code, state="approved").scheduled_for) == 1
    read_and_cite(jo, period, code, tmp_path)


def read_and_cite(jo, period: str, code: str, folder: Path) -> None:
    jo.open("/")
    jo.page.get_by_role("link", name="Statistics", exact=True).first.click()
    jo.heading("Helpline statistics")
    jo.follow(period)
    jo.heading(f"Helpline statistics: {period}")
    jo.sees("More people wrote to us.")
    jo.sees("Provisional")

    rows = list(csv.DictReader(jo.download("All tables (CSV)", folder).open(encoding="utf-8-sig")))
    total = [row for row in rows if (row["table"], row["code_1"]) == ("contacts_by_channel", "total")]
    assert [(row["value"], row["symbols"]) for row in total] == [(str(ROUNDED), "p")]
    book = load_workbook(jo.download("All tables (XLSX)", folder))
    citation = f"Helpline statistics: {period} (release {code}), published "
    assert citation in "\n".join(str(cell.value) for cell in book["Cover_sheet"]["A"])
    ods = load_ods(io.BytesIO(jo.download("All tables (ODS)", folder).read_bytes()))
    assert citation in extractText(ods.spreadsheet)
    assert re.search(re.escape(citation), jo.page.locator("#citation").inner_text())
