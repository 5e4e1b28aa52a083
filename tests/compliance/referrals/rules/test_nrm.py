"""The pack for a first responder (docs/requirements/helpline.md#preparation-pack,
docs/requirements/helpline.md#pack-identity).
"""

import pytest

from compliance.referrals.choices import Pathway, Source
from compliance.referrals.rules import nrm as rules
from compliance.referrals.rules.nrm import CaseFacts, Doubt
from portal.reference import nrm

PERSON = {
    "pv-name-first-name": "Tuan",
    "pv-name-last-name": "Le",
    "pv-contact-details": ["post"],
    "pv-contact-details-street": "9 Mill Lane",
    "pv-contact-details-town": "Derby",
    "pv-contact-details-postcode": "DE1 1AA",
    "pv-contact-details-post-check": "yes",
    "pv-phone-number-yes": "07700 900123",
    "pv-gender": "male",
    "pv-nationality": "vietnam",
    "living-conditions": "Tuan slept at 9 Mill Lane, in the shed.",
    "professional-insight": "Told by Marigold Quillfeather.",
}


def kept(**said):
    answers = PERSON | {key.replace("_", "-"): value for key, value in said.items()}
    return {key: {"value": value, "source": "person", "why": ""} for key, value in answers.items()}


@pytest.mark.parametrize(
    ("age", "consent", "helps", "way"),
    [
        ("under_18", "", False, Pathway.CHILD_REFERRAL),
        ("under_18", "refused", False, Pathway.CHILD_REFERRAL),
        ("not_sure", "", False, Pathway.AGE_UNKNOWN),
        ("adult", "given", False, Pathway.ADULT_CONSENT_YES),
        ("adult", "refused", True, Pathway.ADULT_CONSENT_NO_COOPERATES),
        ("adult", "refused", False, Pathway.ADULT_CONSENT_NO),
        ("adult", "withdrawn", False, Pathway.ADULT_CONSENT_NO),
        ("adult", "not_asked", False, Pathway.UNDECIDED),
        ("adult", "lacks_capacity", True, Pathway.UNDECIDED),
    ],
)
def test_an_adult_is_referred_by_their_own_consent_only_and_a_child_without(age, consent, helps, way):
    assert rules.get_pathway(age=age, consent=consent, helps_authorities=helps) == way
    assert (way in rules.MAY_PREPARE) is (way != Pathway.UNDECIDED)


def test_without_consent_a_pack_says_neither_who_nor_where():
    """First half (docs/requirements/helpline.md#pack-identity)."""
    left = rules.get_handed_over_values(rules.ANONYMOUS, kept(), ["Marigold Quillfeather"])
    said = " ".join(map(str, left.values()))
    assert not any(part in said for part in ("Tuan", "Mill Lane", "900123", "DE1", "Marigold", "Quillfeather"))
    assert not set(left) & rules.IDENTIFYING
    assert left["pv-want-to-submit-nrm"] == "no" and left["authorities-cooperation"] == "no"
    assert left["pv-gender"] == "male" and "in the shed" in left["living-conditions"]


def test_with_cooperation_the_name_and_the_contact_are_there():
    """Second half (docs/requirements/helpline.md#pack-identity)."""
    left = rules.get_handed_over_values(rules.COOPERATES, kept(), ["Marigold Quillfeather"])
    assert (left["pv-name-first-name"], left["pv-contact-details-street"]) == ("Tuan", "9 Mill Lane")
    assert left["authorities-cooperation"] == "yes"
    assert "Quillfeather" not in left["professional-insight"]


@pytest.mark.parametrize("way", [rules.CHILD, rules.AGE_UNKNOWN])
def test_of_a_child_neither_consent_nor_support_nor_the_way_of_the_decision_is_asked(way):
    said = rules.get_values(way, kept())
    asked = {question.key for question in rules.questions_for(way, said)}
    assert said["pv-want-to-submit-nrm"] == "yes"
    assert not asked & {"does-pv-need-support", "who-contact", "refuse-nrm"}
    assert "pv-name-first-name" in asked


def test_answers_stand_in_the_order_of_the_form_and_under_its_keys():
    left = rules.get_handed_over_values(rules.CONSENTS, kept(**{"where-exploitation-happened": "uk"}), [])
    order = [question.key for question in nrm.get_questions()]
    assert list(left) == sorted(left, key=order.index)
    form = rules.get_form_answers(
        {"types-of-exploitation": ["forced-to-work", "other"], "where-exploitation-happened-uk-city": ["derby", "york"]}
    )
    assert form == {
        "types-of-exploitation-forced-to-work": True,
        "types-of-exploitation-other": True,
        "where-exploitation-happened-uk-city-1": "derby",
        "where-exploitation-happened-uk-city-2": "york",
    }
    known = {key for question in nrm.get_questions() for key in question.form_keys()}
    assert set(form) <= known


def test_an_answer_that_is_missing_may_say_why():
    answers = kept() | {"family": {"value": "", "source": "", "why": "Too upset to speak of it"}}
    done = rules.assess_completeness(rules.CONSENTS, answers)
    why = {gap.question.key: gap.why for gap in done.gaps}
    assert why["family"] == "Too upset to speak of it" and why["education"] == ""
    assert done.needed == done.answered + len(done.gaps) and done.unexplained == len(done.gaps) - 1
    assert not any(gap.question.section in rules.THEIR_SECTIONS for gap in done.gaps)


GOOD = {
    "when-did-the-exploitation-take-place": "From March 2024 to May 2025",
    "potential-victim-exploitative-situation-multiple": "no",
    "modern-slavery-indicators-details": "His passport was taken",
    "are-others-involved-details": "Dr Penny Wold, GP",
    "is-this-the-first-chance-to-report": "no",
    "why-report-now": "He had no phone",
    "upload-file": "x",
    "what-evidence-you-will-submit": "Pay slip of 3 May 2025",
}


def test_a_good_pack_raises_no_doubt():
    assert rules.find_doubts(rules.CONSENTS, kept(**GOOD)) == []


@pytest.mark.parametrize(
    ("without", "doubt"),
    [
        ({"when-did-the-exploitation-take-place": "A long while"}, Doubt.NO_CHRONOLOGY),
        ({"modern-slavery-indicators-details": ""}, Doubt.NO_SIGNS),
        ({"why-report-now": ""}, Doubt.NO_REASON_FOR_DELAY),
        ({"are-others-involved-details": ""}, Doubt.NO_SECOND_CONTACT),
        ({"what-evidence-you-will-submit": "A pay slip"}, Doubt.DOCUMENTS_WITHOUT_DATES),
        # Verbs and stems of words are no months.
        ({"when-did-the-exploitation-take-place": "He may have come some time ago"}, Doubt.NO_CHRONOLOGY),
        ({"when-did-the-exploitation-take-place": "They marched him to the market"}, Doubt.NO_CHRONOLOGY),
        ({"when-did-the-exploitation-take-place": "He decided later"}, Doubt.NO_CHRONOLOGY),
        ({"what-evidence-you-will-submit": "What he may show"}, Doubt.DOCUMENTS_WITHOUT_DATES),
    ],
)
def test_what_the_toolkit_warns_of_is_said(without, doubt):
    assert doubt in rules.find_doubts(rules.CONSENTS, kept(**(GOOD | without)))


@pytest.mark.parametrize(
    "when", ["May 2024", "from 3 May on", "the 3rd of May", "in Sept", "last winter", "since March", "3/5", "2023"]
)
def test_a_time_that_is_said_is_a_chronology(when):
    answers = kept(**(GOOD | {"when-did-the-exploitation-take-place": when}))
    assert Doubt.NO_CHRONOLOGY not in rules.find_doubts(rules.CONSENTS, answers)


def test_words_of_another_pack_are_noticed():
    same = "He was met at the coach station and his passport was taken. " * 3
    answers = kept(**(GOOD | {"how-did-the-exploitation-start": same}))
    assert Doubt.COPIED in rules.find_doubts(rules.CONSENTS, answers, others=[same])
    assert rules.find_long_texts(answers) == [same]


def test_the_case_gives_a_first_draft_by_the_field_map():
    facts = CaseFacts(
        age="adult",
        still_inside="no",
        gender="exclusively_female",
        nationalities=["a", "b"],
        towns=["derby"],
        countries=["france"],
        types=["labour"],
        subtypes=["labour_for_other", "criminal_financial_fraud"],
        is_pay_withheld=True,
        signs=["Documents kept"],
        people=3,
    )
    draft = {key: answer["value"] for key, answer in rules.propose_answers(facts).items()}
    assert draft["types-of-exploitation"] == ["forced-to-work", "wages-taken", "forced-to-commit-fraud"]
    assert draft["where-exploitation-happened"] == "uk-and-overseas"
    assert (draft["pv-gender"], draft["pv-nationality"], draft["any-other-pvs"]) == ("female", "a", "yes")
    assert set(draft) <= {question.key for question in nrm.get_questions()}
    assert all(answer["source"] in set(Source) for answer in rules.propose_answers(facts).values())


@pytest.mark.parametrize("way", [*Pathway])
def test_only_an_adult_leaves_with_an_answer_about_consent(way):
    """Harm: a child whom nobody asked is said to agree (docs/requirements/helpline.md#pack-consent)."""
    left = rules.get_handed_over_values(way, {}, ())
    assert (rules.CONSENT_ANSWER in left) is (way in {rules.CONSENTS, rules.COOPERATES, rules.ANONYMOUS})


@pytest.mark.parametrize(
    ("answered", "needed", "is_mostly_empty"),
    [(0, 42, True), (13, 42, True), (14, 42, False), (42, 42, False), (0, 0, False)],
)
def test_fewer_than_a_third_of_the_answers_is_mostly_empty(answered, needed, is_mostly_empty):
    assert rules.is_mostly_empty(answered, needed) is is_mostly_empty
