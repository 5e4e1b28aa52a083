"""The lead is told what waits for a decision, and every count on the page of leads opens just the rows it counts
(docs/requirements/helpline.md#page-of-leads).
"""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from compliance.casework.choices import AlarmKind, ApprovalKind, Marking
from compliance.casework.models import Alarm, Case, CaseReader
from compliance.casework.selectors.desk_header import DeskHeader
from compliance.casework.services import approvals
from compliance.casework.views import workload as views
from compliance.casework.views.notices import get_notices
from compliance.concerns.models import Concern
from tests.factories.casework import CHILD, keys_of, taken_by, tell

pytestmark = pytest.mark.django_db


def soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def ask(user, case: Case, kind=ApprovalKind.OVERRIDE) -> None:
    approvals.request_approval(kind=kind, case=case, reason="MARKER", actor=user, keys=keys_of(user), at=timezone.now())


def workload(client) -> dict[str, list[tuple[int, str]]]:
    """Return by who has them the number and the address of each count."""
    table = next(table for table in soup(client.get("/desk/lead/")).select("table") if "Workload" in table.caption.text)
    rows = {}
    for row in table.select("tbody tr"):
        links = [(cell, cell.select_one("a")) for cell in row.select("td")]
        rows[row.th.text.strip()] = [
            (int((link or cell).find(string=True)), link["href"] if link else "") for cell, link in links
        ]
    return rows


def listed(client, address: str) -> int:
    """Return how many rows the list shows, on all of its pages."""
    page, number = soup(client.get(address)), 0
    while True:
        number += len(page.select("#rows tbody tr"))
        following = page.select_one(".govuk-pagination__next a")
        if following is None:
            return number
        page = soup(client.get(f"/desk/lead/workload/{following['href']}"))


def test_a_lead_is_told_of_an_approval_on_every_page_of_the_desk(desk, lead_desk, handler, lead):
    case = taken_by(handler)
    assert "needs a second person" not in lead_desk.get("/desk/").text
    ask(handler, case)
    for address in ("/desk/", "/desk/lead/"):
        page = soup(lead_desk.get(address))
        assert "1 request needs a second person." in page.text
        assert page.select_one('a[href="/desk/approvals/"]')
    assert "needs a second person" not in desk.get("/desk/").text, "it is the handler who asked"


def test_what_saves_a_life_is_told_as_an_alarm():
    assert get_notices(DeskHeader(adult_alarms=0, to_decide=1, is_life_saving=True)).first.is_alarm
    assert not get_notices(DeskHeader(adult_alarms=0, to_decide=1)).first.is_alarm


def test_no_lead_is_told_of_their_own_request_or_of_a_case_they_are_kept_from(lead_desk, handler, lead):
    ask(lead, taken_by(handler))
    kept = taken_by(handler)
    ask(handler, kept)
    Case.objects.filter(pk=kept.pk).update(marking=Marking.RESTRICTED)
    CaseReader.objects.create(case=kept, user=lead, is_kept_out=True, named_by=handler, named_at=timezone.now())
    assert "request needs" not in lead_desk.get("/desk/").text


def test_concerns_that_no_one_has_taken_count_under_nobody(lead_desk):
    tell()
    tell(CHILD)
    Concern.objects.filter(is_adult=True).update(due_at=timezone.now() - timedelta(hours=1))
    assert [number for number, _ in workload(lead_desk)["Unassigned"]] == [2, 1, 1]


def test_each_count_opens_just_the_rows_it_counts(lead_desk, handler, lead, colleague):
    now = timezone.now()
    taken_by(handler)
    late = taken_by(handler, tell(CHILD).concern)
    left = taken_by(colleague)
    Case.objects.filter(pk=late.pk).update(due_at=now - timedelta(hours=1))
    Case.objects.filter(pk=left.pk).update(owner=None)
    tell()
    tell(CHILD)
    Concern.objects.filter(is_claimed=False, is_adult=True).update(due_at=now - timedelta(hours=1))
    hidden = taken_by(handler)
    CaseReader.objects.create(case=hidden, user=lead, is_kept_out=True, named_by=handler, named_at=now)
    counts = workload(lead_desk)
    assert [number for number, _ in counts["Unassigned"]] == [3, 1, 1]
    assert [number for number, _ in counts[str(handler)]] == [2, 1, 1]
    for cells in counts.values():
        for number, address in cells:
            assert bool(address) == bool(number), "no link leads to an empty list"
            assert not address or listed(lead_desk, address) == number


def test_a_list_of_more_than_a_page_has_all_rows(lead_desk, monkeypatch):
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    for _number in range(5):
        tell()
    (number, address), *_others = workload(lead_desk)["Unassigned"]
    assert number == listed(lead_desk, address) == 5


def test_each_line_of_what_needs_attention_leads_somewhere(lead_desk, handler):
    Alarm.objects.all().delete()
    about = {
        AlarmKind.NOT_OPENED: {"concern": tell().concern},
        AlarmKind.CASE_IN_DANGER: {"case": taken_by(handler)},
        AlarmKind.BULK_READING: {"user": handler},
        AlarmKind.MANY_REVEALS: {"user": handler},
    }
    for kind in AlarmKind:
        Alarm.objects.create(kind=kind, noticed_at=timezone.now(), **about.get(kind, {}))
    heading = soup(lead_desk.get("/desk/lead/")).find("h2", string="Needs attention now")
    lines = heading.find_next("ul").select("li")
    assert lines and all(line.select_one("a[href], button") for line in lines)


@pytest.mark.parametrize("query", ["", "?owner=none&of=secret", "?owner=nonsense", "?owner=none", "?of=child"])
def test_an_address_that_names_no_list_is_not_found(lead_desk, query):
    assert lead_desk.get(f"/desk/lead/workload/{query}").status_code == 404
