"""Lists of items in a section: risks, measures, goals, members of a group."""

import pytest
from django.http import QueryDict

from compliance.statements.core.forms.items import add_item, remove_item
from tests.factories.sections import page, saved


def test_a_risk_with_its_dependents_is_kept_and_an_empty_one_dropped():
    data = {
        "risks-0-description": "Fees paid by workers",
        "risks-0-source": "supply_chains",
        "risks-0-supply_chain_tiers": ["tier_1", "dont_know"],
        "risks-0-source_other": "left over",
        "risks-0-targets": ["migrants"],
        "risks-0-countries": "UK\nthailand; Malaysia",
    }
    assert saved("risk", data)["risks"] == [
        {
            "description": "Fees paid by workers",
            "source": "supply_chains",
            "supply_chain_tiers": ["dont_know"],
            "targets": ["migrants"],
            "countries": ["country:GB", "country:TH", "country:MY"],
        }
    ]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"risks-0-source": "own_operations"}, "description"),
        ({"risks-0-description": "Fees", "risks-0-source": "supply_chains"}, "supply_chain_tiers"),
        ({"risks-0-description": "Fees", "risks-0-source": "other"}, "source_other"),
        ({"risks-0-description": "Fees", "risks-0-targets": ["other"]}, "targets_other"),
        ({"risks-0-description": "Fees", "risks-0-countries": "Thailnd"}, "countries"),
        ({"risks-0-description": "x" * 201}, "description"),
        ({"risks-0-description": "Fees", "risks-0-source": "moon"}, "source"),
    ],
)
def test_a_message_stands_at_the_field_of_the_item(data, field):
    one = page("risk", data)
    assert not one.is_valid()
    assert field in one.lists["risks"].forms[0].errors


def test_more_risks_than_three_are_refused():
    data = {f"risks-{place}-description": "Fees" for place in range(4)}
    one = page("risk", data)
    assert not one.is_valid()
    assert one.lists["risks"].non_form_errors()


@pytest.mark.parametrize("total", ["", "x", "0", "-1", "999999999", "1e9", "²", None])
def test_a_counter_that_is_wrong_or_missing_loses_no_item(total):
    data = {"risks-0-description": "Fees", "risks-1-description": "Hours"}
    one = page("risk", data if total is None else data | {"risks-TOTAL_FORMS": total, "risks-INITIAL_FORMS": total})
    assert one.is_valid()
    assert [risk["description"] for risk in one.answers["risks"]] == ["Fees", "Hours"]


@pytest.mark.parametrize("place", ["9999", "99999999999999999999", "-1", "²", "x"])
def test_an_item_that_no_page_has_makes_no_list_without_end(place):
    assert len(page("risk", {f"risks-{place}-description": "Fees"}).lists["risks"].forms) <= 4


def test_lists_grow_and_shrink_without_script():
    posted = QueryDict(mutable=True)
    for name, value in ({"risks-0-description": "A", "risks-1-description": "B"}).items():
        posted[name] = value
    posted.setlist("risks-1-targets", ["women", "children"])
    more = add_item(posted, "risks")
    assert more["risks-2-description"] == ""
    fewer = remove_item(more, "risks", 0)
    assert (fewer["risks-0-description"], fewer["risks-1-description"]) == ("B", "")
    assert fewer.getlist("risks-0-targets") == ["women", "children"]
    assert "risks-2-description" not in fewer


def test_a_member_added_by_name_becomes_an_item():
    posted = QueryDict(mutable=True)
    for name, value in ({"group_member_manual_name": " Beech Ltd "}).items():
        posted[name] = value
    more = add_item(posted, "group_members")
    assert more["group_members-0-legal_name"] == "Beech Ltd"
    assert more["group_member_manual_name"] == ""


def member(**changes) -> dict[str, str]:
    given = {"legal_name": "Beech Limited", "company_number": "", "scope": "out_of_scope"} | changes
    return {f"group_members-0-{name}": value for name, value in given.items()}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"legal_name": "ACME LTD"}, "legal_name"),
        ({"company_number": "1234567"}, "legal_name"),
        ({"company_number": "not one"}, "company_number"),
        ({"scope": ""}, "scope"),
        ({"scope": "in_scope"}, "covered"),
        ({"website_url": "ftp://a.example"}, "website_url"),
        ({"legal_name": "x" * 161}, "legal_name"),
    ],
)
def test_members_of_a_group_are_told_apart(changes, field):
    one = page("organisations", {"is_group": "yes"} | member(**changes))
    assert not one.is_valid()
    assert field in one.lists["group_members"].forms[0].errors


def test_a_member_is_named_once_and_a_single_organisation_has_none():
    twice = {"is_group": "yes"} | member(company_number="SC123456")
    twice |= {
        "group_members-1-legal_name": "The Beech Group",
        "group_members-1-company_number": "sc 123456",
        "group_members-1-scope": "out_of_scope",
    }
    assert not page("organisations", twice).is_valid()
    single = {"is_group": "no"} | member()
    assert "group_members" not in saved("organisations", single)
