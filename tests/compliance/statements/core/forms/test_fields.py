"""The forms made from the vocabulary: nothing is missing, limits hold, dependents are cleared."""

import pytest

from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.core.forms.items import describe_origin
from tests.factories.sections import errors, page, saved

# Asked by other pages: approval, signature, publication.
ELSEWHERE = {
    "extra_sections",
    "extra_section.code",
    "extra_section.heading",
    "extra_section.after",
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


def test_every_field_of_the_vocabulary_is_asked_with_its_limit():
    asked = every_form_field()
    fields = [field for field in vocabulary.fields() if field.prefix != "disclosure" and field.type != "disclosures"]
    assert not [field.code for field in fields if field.code not in asked and field.code not in ELSEWHERE]
    for field in fields:
        made = asked.get(field.code)
        if field.max_length and made is not None and field.code != "group_member.company_number":
            assert made.max_length == field.max_length, field.code


def test_every_disclosure_is_asked_with_its_mark_in_words():
    for area in AREAS:
        codes = {item.disclosure.code for item in page(area).form.disclosures}
        assert codes == {item.code for item in vocabulary.disclosures(area)}
    marks = {"seen": "statutory guidance", "template": "international template", "eti": "ETI", "inferred": "our sug"}
    for item in vocabulary.disclosures():
        assert marks[item.evidence] in describe_origin(item)
        assert ("guidance" in describe_origin(item)) == (item.evidence == "seen")


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
    data = {"no_risks": "on", "risks-0-description": "Fees"}
    assert "no_risks" in errors("risk", data)
    assert saved("risk", {"no_risks": "on"})["no_risks"] is True


# --- Completing -----------------------------------------------------------------------------------------------------


def test_a_draft_may_be_saved_empty_and_not_be_completed_empty():
    assert saved("period", {}) == {}
    found = errors("period", {"is_complete": "yes"})
    assert {"period_start", "period_end", "statement_kind", "language", "statement_years_band"} <= set(found)
    unsaid = page("period", {"is_complete": ""})
    assert unsaid.is_valid() and not unsaid.is_complete


def test_a_group_needs_a_member_to_be_completed():
    data = {"is_group": "yes", "sectors": ["construction"], "turnover_band": "36m_60m", "is_complete": "yes"}
    assert "group_member_manual_name" in errors("organisations", data)


@pytest.mark.parametrize(("is_short", "offers_intro"), [(False, True), (True, False)])
def test_the_short_path_offers_no_introduction_as_what_says_something(is_short, offers_intro):
    one = page("coverage", is_short=is_short)
    assert ("intro" in dict(one.form.fields["covers_own_business_section"].choices)) is offers_intro
    members = page("organisations", is_short=is_short).lists["group_members"].forms[0]
    assert ("intro" in dict(members.fields["section"].choices)) is offers_intro


def test_a_draft_names_no_other_kind_of_organisation_than_its_settings():
    data = {"legal_form": "other_partnership"}
    assert "legal_form" in errors("signoff", data, legal_form="company")
    assert "legal_form" not in page("signoff", data, legal_form="other_partnership").form.errors
