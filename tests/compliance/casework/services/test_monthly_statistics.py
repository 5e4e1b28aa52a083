"""Tests of the internal month as a workbook: what it holds, for whom, and the line of history."""

import io
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from compliance.casework.selectors.monthly_statistics import get_months, get_tables, get_targets_table
from compliance.casework.services import claim, monthly_statistics
from portal.history.models import Entry
from tests.factories import cases as cf
from tests.factories.casework import keys_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    """A morning of this month, by the clocks people see."""
    today = timezone.localdate()
    return timezone.make_aware(datetime(today.year, today.month, 1, 9, 30))  # noqa: DTZ001


@pytest.fixture
def month(vault, handler, at):
    cf.full_case(vault.unlocked, at=at, owner=handler, is_first_action_in_time=True)
    for _number in range(6):
        cf.contact(at=at, channel="email", language="vi", category="general_information")
    return get_months(at.date())[0]


def build(month, user, at, **options) -> dict[str, list[tuple]]:
    body = monthly_statistics.build_workbook(month=month, by=user, at=at, **options)
    book = load_workbook(io.BytesIO(body))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_first_sheet_says_of_which_month_it_is_who_took_it_and_when(month, handler, at):
    about = dict(build(month, handler, at)["About"][1:])
    assert (about["Month"], about["Downloaded by"]) == (str(month), str(handler))
    assert about["Downloaded at"] == timezone.localtime(at).isoformat(timespec="seconds")
    assert month.code in about["Filter"] and "are not hidden" in about["For"]


def test_each_table_is_a_sheet_and_its_rows_are_counted_on_the_first(month, handler, at):
    sheets = build(month, handler, at)
    tables = get_tables(month, handler)
    assert list(sheets) == ["About", *(table.title[:31] for table in tables)]
    about = dict(sheets["About"][1:])
    for table in tables:
        assert about[f"Rows in “{table.title}”"] == len(table.rows)
        assert len(sheets[table.title[:31]]) == len(table.rows) + 1


def test_no_word_of_anybody_is_in_it(month, handler, at):
    assert cf.MARKER not in str(build(month, handler, at))


def test_for_a_statistician_counts_from_1_to_4_are_hidden_and_it_says_so(month, handler, at):
    assert ("Phone call", 1) in build(month, handler, at)["Contacts by channel"]
    hidden = build(month, handler, at, shows_small_numbers=False)
    assert "counts from 1 to 4 are hidden" in dict(hidden.pop("About")[1:])["For"]
    cells = [cell for rows in hidden.values() for row in rows for cell in row[1:]]
    assert "[c]" in cells
    assert not any(cell in {1, 2, 3, 4} for cell in cells)


def test_each_download_is_a_line_of_history_with_the_month_and_the_number_of_rows(month, handler, at):
    build(month, handler, at)
    line = Entry.objects.get(action="casework.figures.exported")
    rows = sum(len(table.rows) for table in get_tables(month, handler))
    assert (line.actor_id, line.detail) == (handler.pk, {"month": month.code, "rows": rows})


def test_a_concern_that_nobody_took_in_time_misses_its_target_until_it_is_a_case(vault, handler, clock_at, at):
    clock_at(at + timedelta(hours=5, minutes=40))
    month = get_months(at.date())[0]
    danger = {"danger_level": "happening_now"}
    late = cf.concern(at=at, **danger)
    # Due 15 minutes after its hour in clear, but it may have come at the end of that hour.
    cf.concern(at=at + timedelta(hours=5, minutes=5), **danger)
    cf.concern(at=at - timedelta(days=40), **danger)

    def targets():
        return [row for row in get_targets_table(month, handler).rows if row[0] == "1 Immediate"]

    assert targets() == [["1 Immediate", 0, 1, 0, 0, 0, None]]
    claim.claim_concern(concern=late, actor=handler, keys=keys_of(handler), at=at + timedelta(hours=5, minutes=45))
    assert targets() == [["1 Immediate", 0, 1, 0, 0, 0, None]]
