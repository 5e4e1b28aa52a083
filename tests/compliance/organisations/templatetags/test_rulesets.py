"""People read the name of a ruleset, never its code."""

from datetime import date

from compliance.organisations.rules.scope import decide
from compliance.organisations.templatetags.rulesets import ruleset_name
from compliance.statements.rubric.rules.check import ruleset_for


def test_each_ruleset_that_decides_has_a_name():
    codes = {decide({}).ruleset, ruleset_for(date(2015, 3, 31)).name, ruleset_for(date(2026, 3, 31)).name}
    assert [ruleset_name(code) for code in codes] == ["the Modern Slavery Act 2015 and the guidance of March 2025"]


def test_one_without_a_name_is_shown_by_its_code():
    assert ruleset_name("s54-2099") == "s54-2099"
