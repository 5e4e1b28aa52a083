"""Measures of two years as bars: only where their figures are counted alike."""

import pytest

from compliance.statements.presenters.kpi_charts import as_number, kpi_charts, kpi_tables


def measure(last, this):
    return {"name": "Audits", "unit": "", "last_year": last, "this_year": this}


@pytest.mark.parametrize(
    ("last", "this"),
    [
        ("900,000", "1.2 million"),
        ("9 of 9", "10 of 100"),
        ("£900", "$1,000"),
        ("45%", "50"),
        ("2 sites", "3 countries"),
        ("5", "about 6"),
    ],
)
def test_figures_that_are_counted_otherwise_make_no_bar_and_no_sentence(last, this):
    """ "Fell from 900,000 to 1.2 million" would be false."""
    assert not list(kpi_charts([measure(last, this)]))
    (table,) = kpi_tables([measure(last, this)])
    assert table.rows == (("Audits", "", last, this),)


@pytest.mark.parametrize(
    ("last", "this", "finding"),
    [
        ("£1.2 million", "£1.5 million", "Audits rose from £1.2 million to £1.5 million"),
        ("1,204 people", "900 people", "Audits fell from 1,204 people to 900 people"),
        ("45%", "45%", "Audits stayed at 45%"),
        ("0", "3", "Audits rose from 0 to 3"),
    ],
)
def test_a_finding_says_which_way_the_figures_went(last, this, finding):
    (chart,) = kpi_charts([measure(last, this)])
    assert chart.finding == finding
    assert chart.table.rows == (("Audits", last, this),)


def test_of_several_measures_each_is_counted_once():
    (chart,) = kpi_charts([measure("1", "2"), measure("3", "2"), measure("5", "5")])
    assert chart.finding == "Of 3 measures, 1 rose, 1 fell, 1 stayed the same"


def test_what_is_no_number_is_none():
    assert as_number("none yet") is None and as_number("1,204 people") == 1204
