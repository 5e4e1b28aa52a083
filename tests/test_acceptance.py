"""The acceptance checks of the helpline's desk, door and directory, each with the tests that carry it out, by name."""

import re
from pathlib import Path

import pytest

CHECKS = {
    "1 four answers without JavaScript, nothing that tells who, and the code opens it": [
        "test_an_anonymous_person_tells_us_in_eight_pages_and_four_answers",
        "test_an_anonymous_worker_tells_us_and_comes_back",
        "test_no_relation_leads_from_a_concern_to_people_or_businesses",
    ],
    "2 an unsure age counts as a child, and a district’s children’s services are the county’s": [
        "test_a_child_or_an_unsure_age_leads_to_help_for_children",
        "test_a_place_that_means_one_council_leads_to_its_force_and_childrens_services",
        "test_the_consent_of_an_adult_is_kept_and_of_a_child_none_is_asked",
    ],
    "3 an adult’s pack says who it is only with consent or co-operation": [
        "test_what_leaves_says_who_it_is_only_with_consent_or_cooperation",
        "test_a_reduced_pack_has_no_name_and_no_number_that_the_case_knows",
        "test_an_adults_pack_is_not_handed_over_once_they_took_their_word_back",
        "test_a_pack_for_somebody_who_may_be_a_child_ends_when_they_are_found_to_be_an_adult",
    ],
    "4 the name of a confidential reporter leaves by no way": [
        "test_a_confidential_reporter_is_in_nothing_that_leaves",
        "test_the_name_of_a_merged_confidential_reporter_leaves_in_no_referral_and_no_pack",
        "test_what_any_teller_refused_stays_refused_after_a_merge",
        "test_the_name_of_a_confidential_reporter_stands_in_no_log_mail_or_column",
        "test_rp02_nothing_that_was_told_or_written_at_the_desk_is_anywhere_in_the_clear",
    ],
    "5 a business cannot tell whether a case about its supplier exists": [
        "test_business_pages_identical_with_and_without_concern",
    ],
    "6 two different people for immediate danger, a child, an override; nobody approves their own": [
        "test_nobody_decides_what_they_asked_for",
        "test_the_database_refuses_it_too",
        "test_a_child_case_asks_a_second_person_and_closes_on_the_yes",
        "test_an_override_waits_for_somebody_else_and_is_written_down",
        "test_a_name_leaves_by_two_people_also_once_one_has_raised_the_level",
        "test_an_immediate_case_is_made_calmer_by_two_people",
        "test_an_override_of_a_merged_case_needs_a_second_person_to_close",
    ],
    "9 every path of the feed is as the profile has it, page by page, and nothing for staff only is in it": [
        "test_each_list_and_what_it_names_is_as_the_profile_has_it",
        "test_ten_thousand_services_come_in_pages_each_once",
        "test_any_page_may_read_it_and_nobody_may_write",
        "test_what_the_public_may_not_see_is_nowhere_in_it",
    ],
    "10 the nightly job takes the right rows, leaves figures, logs itself, honours a hold": [
        "test_an_adult_case_goes_after_seven_years_and_its_coded_facts_stay",
        "test_a_run_counts_and_logs_itself",
        "test_a_hold_stops_it_and_lifting_lets_it_go",
        "test_a_hold_anywhere_holds_all_that_was_merged",
        "test_a_request_to_erase_breaks_no_hold_and_takes_no_merged_case_from_the_one_that_goes_on",
    ],
    "11 every code is one of the vocabulary": [
        "test_every_code_is_in_the_vocabulary",
        "test_the_codes_are_those_of_the_vocabulary",
        "test_lists_codes_and_words_are_those_of_the_vocabulary",
    ],
    "12 the first entries load again without harm, and those whose contact nobody verified stay drafts": [
        "test_loading_again_changes_nothing",
        "test_loading_brings_every_entry_and_shows_only_those_whose_contact_was_verified",
    ],
}
DEFINED = re.compile(r"^def (test_\w+)\(", re.MULTILINE)


@pytest.fixture(scope="module")
def written() -> set[str]:
    return {name for path in Path(__file__).parent.rglob("test_*.py") for name in DEFINED.findall(path.read_text())}


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_is_carried_out(check, written):
    assert set(CHECKS[check]) <= written
