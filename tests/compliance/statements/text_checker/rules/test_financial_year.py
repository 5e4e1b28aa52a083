"""Which financial year a statement is for."""

import pytest

from compliance.statements.text_checker.rules.financial_year import law_financial_year
from compliance.statements.text_checker.rules.result import FOUND, NOT_FOUND, UNCLEAR, YEAR_ASIDE, Text


@pytest.mark.parametrize(
    "text",
    [
        "Modern slavery and human trafficking statement for the financial year ending 31 December 2019",
        "This statement covers our 2019 financial year.",
        "Modern Slavery Statement FY19/20",
        "Modern Slavery Statement 2022/23",
        "Modern Slavery Statement 2022",
        "This statement relates to the year commencing 1 April 2020 and ending 31 March 2021.",
        "It constitutes our statement for the 52 weeks ended 28 January 2023.",
        "This statement covers the period 1 September 2021 – 31 August 2022.",
        "Financial year: 2023-2024",
        "Year End 31st December 2022",
        "Reporting period: 1 January 2023 to 31 December 2023",
        "This statement is made for the academic year 2022-23.",
        "Statement for year ended 05/04/2020",
        "We took these steps during the year ended 30 June 2020 to ensure that slavery is not taking place.",
        "Tea. " * 4000 + "\nApproved by the board of directors for the financial year ended 31 December 2021.",
    ],
)
def test_the_year_is_found_wherever_it_is(text):
    assert law_financial_year(Text(text)).result == FOUND


@pytest.mark.parametrize(
    "text",
    [
        "This statement was approved by the Board on 31 March 2023.",
        "Modern Slavery Act 2015 Statement",
        "Modern Slavery Statement\nMarch 2023",
        "In FY2025 we will train all buyers.",
        "Our financial year runs from 1 April to 31 March.",
        "We published our first statement in 2017.",
        "Reviewed: May 2023",
    ],
)
def test_a_date_of_approval_or_publication_is_no_year(text):
    assert law_financial_year(Text(text)).result == NOT_FOUND


@pytest.mark.parametrize(
    "text", ["We employed 300 people in FY22.", "Our turnover in the year ended 31 March 2022 was £40m."]
)
def test_a_year_beside_something_else_is_a_doubt(text):
    judged = law_financial_year(Text(text))
    assert (judged.result, judged.doubt) == (UNCLEAR, YEAR_ASIDE)


def test_the_sentence_about_the_statement_is_shown():
    text = Text("We trained 40 people in FY22.\nThis statement is for the financial year ended 31 March 2022.")
    assert text.quote(law_financial_year(text).spans[0]).startswith("This statement")
