"""Every code that the door uses is a code of the vocabulary (docs/requirements/helpline.md#vocabulary-codes)."""

import pytest

from compliance.concerns import indicators, labels
from compliance.concerns.choices import Channel, IdentityMode, Level
from compliance.concerns.rules import journey, sharing, triage
from portal.reference import helpline

LISTS = {
    "contact_purpose": [labels.PURPOSE, journey.ROUTES, triage.ADVICE_PURPOSES],
    "danger_level": [labels.DANGER],
    "age_of_person": [labels.AGE, triage.CHILD_AGES],
    "still_in_situation": [labels.YES_NO],
    "identity_mode": [labels.IDENTITY, labels.IDENTITY_HINTS, IdentityMode.values],
    "consent_recipient": [labels.RECIPIENT, sharing.RECIPIENTS, sharing.PARTS_BY_RECIPIENT],
    "exploitation_type": [labels.EXPLOITATION],
    "sector": [labels.SECTOR],
    "venue_type": [labels.VENUE],
    "reporter_type": [labels.REPORTER],
    "reporter_proximity": [labels.PROXIMITY],
    "pv_count_mode": [labels.COUNT],
    "group_gender": [labels.GROUP],
    "age_band": [labels.AGE_BAND],
    "contact_method": [labels.METHOD],
    "contact_safety": [labels.SAFETY],
    "communication_need": [labels.NEED],
    "business_contact_type": [labels.BUSINESS_CONTACT, labels.ADVICE_CONTACT],
    "supply_chain_tier": [labels.TIER],
    "business_knowledge_source": [labels.KNOWLEDGE],
    "business_payroll_flag": [labels.PAYROLL],
    "contact_channel": [Channel.values],
    "triage_level": [Level.values],
    "general_indicator": [words for _, _, words in indicators.GROUPS],
    "ilo_indicator": [words for _, _, words in indicators.BUSINESS_GROUPS],
}
# Lists that are offered whole: whoever has an answer finds it.
WHOLE = (
    "danger_level", "age_of_person", "identity_mode", "exploitation_type", "sector", "venue_type", "pv_count_mode",
    "group_gender", "age_band", "contact_method", "contact_safety", "communication_need", "supply_chain_tier",
    "business_knowledge_source", "business_payroll_flag", "ilo_indicator",
)  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_every_code_is_in_the_vocabulary(name):
    used = {code for words in LISTS[name] for code in words}
    assert used <= helpline.get_labels(name).keys()


@pytest.mark.parametrize("name", WHOLE)
def test_every_answer_of_the_vocabulary_is_offered(name):
    assert {code for words in LISTS[name] for code in words} == set(helpline.get_labels(name))


def test_languages_are_offered_by_their_own_names():
    assert labels.get_languages().keys() == helpline.get_labels("language").keys()
    assert labels.get_languages()["vi"] == "Tiếng Việt"


def test_no_group_of_signs_is_longer_than_a_screen():
    assert all(len(words) <= 8 for _, _, words in (*indicators.GROUPS, *indicators.BUSINESS_GROUPS))
    assert len({code for _, _, words in indicators.GROUPS for code in words}) == sum(
        len(w) for _, _, w in indicators.GROUPS
    )


def test_the_hours_that_are_promised_are_the_targets_of_the_vocabulary():
    for level, minutes in triage.FIRST_LOOK_MINUTES.items():
        assert helpline.get_targets(level).first_action.minutes == minutes
    assert helpline.get_targets("p4").first_action.working_days == triage.ADVICE_WORKING_DAYS
