"""The forms made from the vocabulary: nothing is missing, limits hold, dependents are cleared, hostile text is met."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.http import QueryDict

from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.forms.disclosures import origin
from compliance.statements.forms.items import ITEM_LISTS, without_item
from compliance.statements.forms.section import SectionInput, Surroundings, with_another
from compliance.statements.models import Section

TODAY = date(2026, 11, 24)
# Asked by other pages: approval, signature, publication.
ELSEWHERE = {
    "approval_date",
    "declaration_accepted",
    "approval_reference",
    "approval_hash",
    "signed_date",
    "signature_hash",
    "published_on",
    "homepage_link_confirmed",
    "homepage_link_checked_on",
    "registry_submitted_on",
    "registry_url",
    "amendment_kind",
    "amendment_note",
}
HOSTILE = {
    "megabyte": "x" * 1_000_000,
    "nul": "a\x00b",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{7*7}}{% load i18n %}",
    "sql": "' OR 1=1--",
    "newlines": "\r\n" * 2000,
    "marks": "**[*" * 5000,
    "unicode": "\u202e\u0000\ud7ff🙂\u200b",
    "number": "9" * 400,
    "negative": "-1",
    "formula": "=HYPERLINK(1)",
    "spaces": "   ",
}


def around(**changes) -> Surroundings:
    return Surroundings("Acme Limited", "01234567", TODAY, **changes)


def page(code: str, data: dict | None = None, answers: dict | None = None, **changes) -> SectionInput:
    section = Section(code=code, answers=answers or {})
    posted = None
    if data is not None:
        posted = QueryDict(mutable=True)
        for name, value in ({"is_complete": "no"} | management(code) | data).items():
            posted.setlist(name, value if isinstance(value, list) else [value])
    return SectionInput(section, around(**changes), data=posted)


def management(code: str, count: int = 0) -> dict[str, str]:
    return {
        f"{name}-{what}": str(count if what == "TOTAL_FORMS" else 0)
        for name in ITEM_LISTS.get(code, ())
        for what in ("TOTAL_FORMS", "INITIAL_FORMS")
    }


def saved(code: str, data: dict, **changes) -> dict:
    one = page(code, data, **changes)
    assert one.is_valid(), {**one.form.errors, **{k: v.errors for k, v in one.lists.items()}}
    return one.answers


def errors(code: str, data: dict, **changes) -> dict:
    one = page(code, data, **changes)
    assert not one.is_valid()
    return dict(one.form.errors)


def the_published_vocabulary() -> dict | None:
    path = Path(__file__).parents[4] / "shared" / "domain" / "section54_vocabulary.json"
    return json.loads(path.read_text()) if path.exists() else None


# --- Nothing is missing ---------------------------------------------------------------------------------------------


def every_form_field() -> dict[str, object]:
    found: dict[str, object] = {}
    for code in SectionCode:
        one = page(code)
        found |= dict(one.form.fields)
        for name, items in one.lists.items():
            item = vocabulary.field(name).item
            found |= {f"{item}.{field}": made for field, made in items.forms[0].fields.items()} | {name: items}
    return found


def test_every_field_of_the_vocabulary_is_asked_with_its_limit_and_options():
    domain = the_published_vocabulary()
    asked = every_form_field()
    listed = domain["registry_fields"] + domain["portal_fields"] if domain else []
    codes = {field["code"]: field for field in listed} or {field.code: None for field in vocabulary.fields()}
    missing = [code for code in codes if code not in asked and code not in ELSEWHERE and code != "disclosures"]
    assert not missing
    for field in listed:
        made = asked.get(field["code"])
        if field.get("max_length") and made is not None and field["code"] != "group_member.company_number":
            assert made.max_length == field["max_length"], field["code"]
        if field.get("enumeration") and hasattr(made, "choices") and field["type"] != "boolean":
            options = {value["code"] for value in domain["enumerations"][field["enumeration"]]["values"]}
            assert options <= {code for code, _label in made.choices}, field["code"]


def test_every_disclosure_is_asked_with_its_mark_in_words():
    for area in AREAS:
        codes = {item.disclosure.code for item in page(area).form.disclosures}
        assert codes == {item.code for item in vocabulary.disclosures(area)}
    marks = {"seen": "statutory guidance", "template": "international template", "eti": "ETI", "inferred": "our sug"}
    for item in vocabulary.disclosures():
        assert marks[item.evidence] in origin(item)
        assert ("guidance" in origin(item)) == (item.evidence == "seen")


def test_the_short_path_asks_level_1_only_and_keeps_what_stood_at_level_2():
    kept = {"rsk2_register": {"status": "covered", "text": "Yes."}}
    one = page("risk", {"rsk1_method-status": "planned"}, is_short=True, hidden_disclosures=kept)
    assert {item.disclosure.level for item in one.form.disclosures} == {1}
    assert one.is_valid()
    assert one.answers["disclosures"] == kept | {"rsk1_method": {"status": "planned", "text": ""}}


# --- What answers do to each other ----------------------------------------------------------------------------------


def test_none_stands_alone_and_other_needs_its_words():
    assert saved("policies", {"policies": ["none", "no_child_labour"]})["policies"] == ["none"]
    assert "policies_other" in errors("policies", {"policies": ["other"]})
    answers = saved("policies", {"policies": ["other", "no_child_labour"], "policies_other": "Housing"})
    assert answers["policies"] == ["no_child_labour", "other"]
    assert answers["policies_other"] == "Housing"


@pytest.mark.parametrize(
    ("code", "data", "gone"),
    [
        ("policies", {"policies": ["none"], "policies_other": "Housing"}, "policies_other"),
        ("risk", {"area_risk": "yes", "area_risk_note": "Later"}, "area_risk_note"),
        ("due_diligence", {"indicators": ["none"], "remediations": ["fee_repayment"]}, "remediations"),
        ("due_diligence", {"remediations": ["fee_repayment"]}, "remediations"),
        ("period", {"statement_kind": "steps_taken", "no_steps_reason": "None"}, "no_steps_reason"),
        ("web", {"has_website": "no", "statement_url": "https://a.example/x"}, "statement_url"),
        ("web", {"has_website": "yes", "request_email": "a@b.example"}, "request_email"),
        (
            "coverage",
            {"covers_own_business": "no", "covers_own_business_section": "risk"},
            "covers_own_business_section",
        ),
    ],
)
def test_an_answer_that_is_no_longer_asked_is_dropped(code, data, gone):
    assert gone not in saved(code, data)


def test_a_hidden_answer_that_is_too_long_stops_nothing():
    assert "policies_other" not in saved("policies", {"policies": ["none"], "policies_other": "x" * 5000})


def test_remediation_is_kept_with_an_indicator():
    data = {"indicators": ["debt_bondage"], "remediations": ["other"], "remediations_other": "Housing"}
    assert saved("due_diligence", data)["remediations_other"] == "Housing"


def test_not_relevant_needs_a_reason_and_text_needs_a_status():
    assert "rsk1_method-text" in errors("risk", {"rsk1_method-status": "not_relevant"})
    assert "rsk1_method-status" in errors("risk", {"rsk1_method-text": "We asked."})


def test_no_risk_and_a_risk_do_not_go_together():
    data = management("risk", 1) | {"no_risks": "on", "risks-0-description": "Fees"}
    assert "no_risks" in errors("risk", data)
    assert saved("risk", {"no_risks": "on"})["no_risks"] is True


# --- Lists ----------------------------------------------------------------------------------------------------------


def test_a_risk_with_its_dependents_is_kept_and_an_empty_one_dropped():
    data = management("risk", 2) | {
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
    one = page("risk", management("risk", 1) | data)
    assert not one.is_valid()
    assert field in one.lists["risks"].forms[0].errors


def test_more_risks_than_three_are_refused():
    data = management("risk", 4) | {f"risks-{place}-description": "Fees" for place in range(4)}
    one = page("risk", data)
    assert not one.is_valid()
    assert one.lists["risks"].non_form_errors()


@pytest.mark.parametrize("total", ["", "x", "999999999", "1e9"])
def test_a_tampered_count_is_a_message_and_no_crash(total):
    one = page("risk", {"risks-TOTAL_FORMS": total})
    assert not one.is_valid()
    assert len(one.lists["risks"].forms) <= 4


def test_lists_grow_and_shrink_without_script():
    posted = QueryDict(mutable=True)
    for name, value in (management("risk", 2) | {"risks-0-description": "A", "risks-1-description": "B"}).items():
        posted[name] = value
    posted.setlist("risks-1-targets", ["women", "children"])
    more = with_another(posted, "risks")
    assert more["risks-TOTAL_FORMS"] == "3"
    fewer = without_item(more, "risks", 0)
    assert fewer["risks-TOTAL_FORMS"] == "2"
    assert fewer["risks-0-description"] == "B"
    assert fewer.getlist("risks-0-targets") == ["women", "children"]
    assert "risks-1-description" not in fewer


def test_a_member_added_by_name_becomes_an_item():
    posted = QueryDict(mutable=True)
    for name, value in (management("organisations") | {"group_member_manual_name": " Beech Ltd "}).items():
        posted[name] = value
    more = with_another(posted, "group_members")
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
    one = page("organisations", management("organisations", 1) | {"is_group": "yes"} | member(**changes))
    assert not one.is_valid()
    assert field in one.lists["group_members"].forms[0].errors


def test_a_member_is_named_once_and_a_single_organisation_has_none():
    twice = management("organisations", 2) | {"is_group": "yes"} | member(company_number="SC123456")
    twice |= {
        "group_members-1-legal_name": "The Beech Group",
        "group_members-1-company_number": "sc 123456",
        "group_members-1-scope": "out_of_scope",
    }
    assert not page("organisations", twice).is_valid()
    single = management("organisations", 1) | {"is_group": "no"} | member()
    assert "group_members" not in saved("organisations", single)


# --- The financial year ---------------------------------------------------------------------------------------------


def days(start: str, end: str) -> dict[str, str]:
    found = {}
    for name, text in (("period_start", start), ("period_end", end)):
        found |= dict(zip((f"{name}_{part}" for part in ("day", "month", "year")), text.split(), strict=False))
    return found


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        ("31 2 2025", "31 3 2026", "period_start"),
        ("1 4 2025", "31 13 2026", "period_end"),
        ("1 4 2026", "31 3 2026", "period_end"),
        ("1 4 2024", "30 9 2026", "period_end"),
        ("1 4 2027", "31 3 2028", "period_start"),
        ("1 4 2014", "31 3 2015", "period_end"),
        ("1 4 99999", "31 3 2026", "period_start"),
        ("1 4 2024", "31 3 2025", "period_start"),
        ("x y z", "31 3 2026", "period_start"),
        ("1 1 1000000000000", "1 1 0000", "period_start"),
    ],
)
def test_a_period_that_cannot_be_is_met_at_its_field(start, end, field):
    taken = {2025: (date(2024, 4, 1), date(2025, 3, 31))}
    assert field in errors("period", days(start, end), periods=taken)


def test_a_year_that_still_runs_can_be_drafted():
    assert saved("period", days("1 4 2026", "31 march 2027"))["period_end"] == "2027-03-31"


# --- Completing -----------------------------------------------------------------------------------------------------


def test_a_draft_may_be_saved_empty_and_not_be_completed_empty():
    assert saved("period", {}) == {}
    found = errors("period", {"is_complete": "yes"})
    assert {"period_start", "period_end", "statement_kind", "language", "statement_years_band"} <= set(found)
    assert "is_complete" in errors("period", {"is_complete": ""})


def test_a_group_needs_a_member_to_be_completed():
    data = {"is_group": "yes", "sectors": ["construction"], "turnover_band": "36m_60m", "is_complete": "yes"}
    assert "group_member_manual_name" in errors("organisations", data)


# --- Hostile text in every field ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("code", list(SectionCode))
def test_every_field_meets_hostile_text_with_a_message_or_keeps_it_as_text(code, kind):
    text = HOSTILE[kind]
    blank = page(code)
    names = list(blank.form.fields)
    data = management(code, 1)
    for name in names:
        parts = [f"{name}_{part}" for part in ("day", "month", "year")] if name.startswith("period_") else [name]
        data |= dict.fromkeys(parts, text)
    for name, items in blank.lists.items():
        for field in items.forms[0].fields:
            data |= {f"{name}-0-{field}": text, f"{name}-0-{field}_day": text, f"{name}-0-{field}_year": text}
    one = page(code, data | {"is_complete": "no"})
    if one.is_valid():
        kept = json.dumps(one.answers)
        assert "\\u0000" not in kept
        assert "<script" not in kept
    for form in [one.form, *(form for items in one.lists.values() for form in items.forms)]:
        for messages in form.errors.values():
            assert all(len(message) < 400 for message in messages)
    # What was typed is there to be mended, and is drawn escaped.
    drawn = str(one.form) + "".join(str(items) for items in one.lists.values())
    assert "<script>alert(1)" not in drawn
    if kind == "megabyte" and not one.is_valid():
        assert any(text in str(value) for value in one.form.data.values())
