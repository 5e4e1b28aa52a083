"""The order of the pages, and what each needs."""

import pytest

from compliance.concerns.rules import journey

ADULT = {"danger_level": "not_immediate", "age_of_person": "adult", "purpose": "report_concern"}


@pytest.mark.parametrize("purpose", journey.ROUTES)
def test_the_shortest_way_is_eight_pages_whatever_somebody_came_for(purpose):
    answers, seen = {"purpose": purpose}, ["start"]
    given = iter(
        [
            {"danger_level": "unknown"},
            {"age_of_person": "not_sure"},
            {"account": "a" * 10},
            {"place_unknown": True},
            {"identity_mode": "anonymous"},
        ]
    )
    page = journey.DANGER
    while page != journey.CHECK:
        seen.append(page.code)
        assert journey.get_page_to_answer_first(page, answers, files=0) is None
        answers |= next(given)
        page = journey.get_next_page(page, answers, files=0)
    assert [*seen, "check", "code"] == ["start", "danger", "age", "account", "where", "privacy", "check", "code"]
    assert not journey.get_missing_pages(answers, files=0)


@pytest.mark.parametrize("page", [page for page in journey.ALL_PAGES if page not in {journey.DANGER, journey.CODE}])
def test_no_page_is_reached_by_its_address_before_danger_was_asked(page):
    assert journey.get_page_to_answer_first(page, {"purpose": "business_concern"}, files=0) == journey.DANGER


@pytest.mark.parametrize(
    ("answers", "files", "is_enough"),
    [
        ({"account": "x" * 9}, 0, False),
        ({"account": "x" * 10}, 0, True),
        ({}, 1, True),
        ({"wants_call": ["yes"]}, 0, True),
        ({}, 0, False),
    ],
)
def test_an_account_a_file_or_a_call_is_enough(answers, files, is_enough):
    assert journey.is_answered(journey.ACCOUNT, answers, files=files) is is_enough


def test_an_optional_page_leads_back_to_the_check_page():
    answers = ADULT | {
        "account": "x" * 10, "place_unknown": True, "identity_mode": "confidential", "reached_check": True,
    }  # fmt: skip
    assert journey.get_next_page(journey.WHEN, answers, files=0) == journey.CHECK
    assert journey.get_next_page(journey.DANGER, answers, files=0) == journey.CHECK


def test_pages_of_other_routes_do_not_open():
    answers = ADULT | {"account": "x" * 10, "place_unknown": True, "identity_mode": "confidential"}
    assert journey.get_page_to_answer_first(journey.SUPPLY, answers, files=0) == journey.CHECK
    assert journey.get_page_to_answer_first(journey.SUPPLY, answers | {"purpose": "business_concern"}, files=0) is None
    assert (
        journey.get_page_to_answer_first(journey.CONTACT, answers | {"identity_mode": "anonymous"}, files=0)
        == journey.CHECK
    )


def test_who_is_anonymous_leaves_no_name_and_no_way_to_be_reached():
    said = {"identity_mode": "anonymous", "account": "x", **dict.fromkeys(journey.REPORTER_KEYS, "marked")}
    assert journey.drop_reporter_identity(said) == {"identity_mode": "anonymous", "account": "x"}
    assert journey.drop_reporter_identity(said | {"identity_mode": "confidential"})["name"] == "marked"
