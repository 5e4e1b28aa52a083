"""What the referral service asks: who is asked what, in its own keys and with what it accepts."""

import pytest

from portal.reference import helpline, nrm, tables
from tests.factories.domain import needs_domain, shared_rows

CHILD = {"pv-under-age": "yes", "pv-want-to-submit-nrm": "yes"}
AGREES = {"pv-under-age": "no", "pv-want-to-submit-nrm": "yes"}
REFUSES = {"pv-under-age": "no", "pv-want-to-submit-nrm": "no", "authorities-cooperation": "no"}


def keys(questions):
    return {one.key for one in questions}


@needs_domain
@pytest.mark.parametrize(
    ("name", "theirs"),
    [
        ("nationalities", "nrm_nationalities"),
        ("countries", "nrm_countries"),
        ("towns", "nrm_uk_towns"),
        ("counties", "nrm_uk_counties"),
    ],
)
def test_lists_are_exactly_what_the_service_accepts(name, theirs):
    assert nrm.get_accepted_labels(name) == {row["code"]: row["label"] for row in shared_rows(theirs)}


@needs_domain
def test_first_responders_are_those_of_the_service():
    assert {(one.code, one.name, one.kind) for one in nrm.first_responders()} == {
        (row["code"], row["label"], row["kind"]) for row in shared_rows("nrm_first_responder_organisations")
    }


def test_every_first_responder_has_a_group_and_no_nation_is_guessed():
    found = {one.name: one for one in nrm.first_responders()}
    assert len(found) == 526
    assert {one.group for one in found.values()} == set(nrm.first_responder_groups())
    assert found["Police Scotland"].nations == ("scotland",)
    assert found["The Salvation Army"].nations == ("england", "wales")
    assert found["Health and Social Care Trusts - HSC Trusts"].nations == ("northern-ireland",)
    assert found["New Pathways"].nations is None
    assert all(one.nations for one in found.values() if one.kind == "local_government")


def test_work_addresses_are_of_organisations_on_the_list_and_have_a_source():
    table = tables.read_table("nrm_first_responders")
    domains, found = table["domains"], {one.code: one for one in nrm.first_responders()}
    assert set(domains["organisations"]) <= set(found)
    assert set(domains["kinds"]) <= {one.kind for one in found.values()}
    assert domains["about"] and domains["source"]
    every = {domain for code in found for domain in nrm.work_domains(code)}
    assert not {"gov.uk", "parliament.uk", "nhs.uk", "org.uk"} & every
    assert nrm.work_domains("chesterfield_borough_council") == ("chesterfield.gov.uk",)
    assert nrm.work_domains("fair_work_agency") == ()


def test_the_form_has_its_version_and_each_key_once():
    assert nrm.get_form_version() == "2026-v2"
    every = [key for one in nrm.get_questions() for key in one.form_keys()]
    assert len(every) == len(set(every))
    assert {one.section for one in nrm.get_questions()} == set(nrm.get_sections())


def test_a_condition_names_an_answer_that_an_earlier_question_offers():
    seen = {}
    for one in nrm.get_questions():
        for key, wanted in (pair for condition in one.when for pair in condition.items()):
            assert key in seen, (one.key, key)
            assert wanted == [nrm.ANY] or set(wanted) <= set(nrm.get_options(seen[key])), (one.key, key)
        seen[one.key] = one


def test_each_list_that_a_question_offers_is_there():
    for one in nrm.get_questions():
        assert bool(nrm.get_options(one)) == (one.type in {"choice", "boxes"}), one.key


def test_for_a_child_the_council_is_asked_and_neither_support_nor_the_decision():
    asked = keys(nrm.get_asked_questions(CHILD))
    assert "local-authority-contacted-about-child-local-authority-name" in asked
    assert "pv-name-first-name" in asked
    assert not asked & {"does-pv-need-support", "who-contact", "pv-contact-details", "pv-phone-number"}


def test_who_may_be_a_child_is_asked_about_as_a_child():
    assert keys(nrm.get_asked_questions(CHILD | {"pv-under-age": "not-sure"})) == keys(nrm.get_asked_questions(CHILD))


def test_an_adult_who_agrees_is_asked_about_support_and_a_safe_address():
    asked = keys(nrm.get_asked_questions(AGREES | {"who-contact": "potential-victim", "pv-contact-details": ["email"]}))
    assert {"does-pv-need-support", "pv-contact-details-email-input", "pv-contact-details-email-check"} <= asked
    assert not asked & {"pv-contact-details-street", "someone-else", "refuse-nrm", "pv-phone-number"}


def test_an_adult_who_refuses_is_named_only_if_they_would_help_an_investigation():
    named = {"pv-name-first-name", "pv-name-last-name", "pv-contact-details"}
    assert not keys(nrm.get_asked_questions(REFUSES)) & (named | {"pv-dob", "pv-phone-number", "who-contact"})
    assert {"refuse-nrm", "pv-gender", "pv-nationality"} <= keys(nrm.get_asked_questions(REFUSES))
    assert named <= keys(nrm.get_asked_questions(REFUSES | {"authorities-cooperation": "yes"}))


def test_ten_towns_and_ten_boxes_have_a_key_each():
    towns = nrm.get_question("where-exploitation-happened-uk-city").form_keys()
    assert (len(towns), towns[0], towns[-1]) == (
        10,
        "where-exploitation-happened-uk-city-1",
        "where-exploitation-happened-uk-city-10",
    )
    boxes = nrm.get_question("types-of-exploitation").form_keys()
    assert (len(boxes), boxes[0]) == (10, "types-of-exploitation-forced-to-work")


def test_the_united_kingdom_is_no_country_overseas():
    overseas = nrm.get_options(nrm.get_question("where-exploitation-happened-overseas-country"))
    assert set(nrm.get_accepted_labels("countries")) - set(overseas) == {nrm.UNITED_KINGDOM}


def test_every_subtype_has_a_box_of_the_form():
    boxes = tables.read_table("nrm_questions")["subtype_boxes"]
    assert set(boxes) == set(helpline.get_labels("exploitation_subtype"))
    assert set(boxes.values()) <= set(helpline.get_labels("nrm_exploitation_component"))


@pytest.mark.parametrize(
    ("types", "subtypes", "is_pay_withheld", "boxes"),
    [
        (["labour"], ["labour_for_other"], False, ("forced-to-work",)),
        (["labour"], ["labour_for_other"], True, ("forced-to-work", "wages-taken")),
        (["sexual"], ["sexual_fixed_location", "sexual_child_group"], True, ("prostitution", "child-exploitation")),
        (["criminal"], ["criminal_financial_fraud"], False, ("forced-to-commit-fraud",)),
        (["criminal"], ["criminal_begging"], False, ("forced-to-commit-crime",)),
        (["domestic_servitude"], ["domestic_by_relatives"], False, ("unpaid-household-work",)),
        (["organ_removal"], [], False, ("organs-removed",)),
        (["forced_surrogacy", "labour"], ["labour_for_offender"], False, ("forced-to-work", "other")),
        (["unknown"], [], False, ()),
        (["labour"], [], False, ("forced-to-work",)),
        ([], [], False, ()),
    ],
)
def test_kinds_of_exploitation_tick_the_boxes_of_the_form(types, subtypes, is_pay_withheld, boxes):
    assert nrm.get_boxes(types=types, subtypes=subtypes, is_pay_withheld=is_pay_withheld) == boxes
