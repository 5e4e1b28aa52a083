"""The privacy notice says what the rules do: periods, and the law for each use."""

import html
import re

import pytest

from compliance.data_protection import privacy_notice
from compliance.referrals.rules import disclosure
from portal.reference import helpline


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day"), (28, "28 days"), (183, "6 months"), (365, "1 year"), (2555, "7 years"), (730, "2 years")],
)
def test_a_period_is_said_in_the_largest_unit(days, words):
    assert privacy_notice.format_period(days) == words


def test_the_notice_shows_every_period_and_basis_of_the_rules(client, db):
    page = re.sub(r"\s+", " ", html.unescape(client.get("/about/privacy/").content.decode()))
    for row in privacy_notice.get_retention_rows():
        period = str(row.period)
        assert f">{row.kept}</th>" in page and period[0].upper() + period[1:] in page
    for row in privacy_notice.get_lawful_basis_rows():
        assert f">{row.use}</th>" in page and str(row.basis) in page and str(row.condition) in page


def test_a_changed_rule_changes_the_notice(monkeypatch):
    monkeypatch.setattr(helpline, "get_retention_days", lambda code: 3 * 365)
    assert "3 years after we close it" in {str(row.period) for row in privacy_notice.get_retention_rows()}


def test_every_ground_for_sharing_without_consent_is_named():
    uses = " ".join(str(row.use) for row in privacy_notice.get_lawful_basis_rows())
    assert uses.count("without asking you") == len(disclosure.GROUNDS)
