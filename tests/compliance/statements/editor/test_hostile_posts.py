"""What no browser sends: it is refused or disregarded, never a broken page, and the section can still be opened."""

import pytest
from django.test import Client
from django.urls import reverse

from compliance.organisations.choices import Role
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db
NINES = "9" * 5000
LISTS = {"risks-TOTAL_FORMS": "1", "risks-INITIAL_FORMS": "0"}


@pytest.fixture
def browser(shared_world, db):
    return sign_in(Client(raise_request_exception=False), shared_world.a.people[Role.EDITOR])


def to(world, name, **kwargs):
    return reverse(f"statements:{name}", kwargs={"organisation": world.a.organisation.slug, "year": 2026, **kwargs})


@pytest.mark.parametrize("name", ["section", "autosave", "merge"])
@pytest.mark.parametrize(
    "data",
    [
        {"remove": f"risks:{NINES}"},
        {"remove": "risks:0", "risks-TOTAL_FORMS": "²"},
        {"remove": "nothing:0"},
        {"remove": ":"},
        {"add": "risks", "risks-TOTAL_FORMS": "²"},
        {"add": "risks", "risks-TOTAL_FORMS": "9999"},
        {"add": "x\x00"},
        {"risks-TOTAL_FORMS": NINES, "risks-INITIAL_FORMS": "0"},
        {"risks-TOTAL_FORMS": "-1", "risks-INITIAL_FORMS": "-5"},
        {"narrative_risk": "a\x00b", "area_risk": "yes", "revision": "0", **LISTS},
        {"risks-0-description": "a\x00", "revision": NINES, **LISTS},
        {"risks-0-description": "a", "risks-0-countries": "\x00\n" * 50, **LISTS},
        {"area_risk": "\x00", "is_complete": "\x00", "then": "\x00"},
        {f"field-{number}": "x" for number in range(2000)},
    ],
    ids=lambda data: str(data)[:30],
)
def test_a_section_takes_any_form_data(shared_world, browser, name, data):
    assert browser.post(to(shared_world, name, section="risk"), data).status_code < 500
    assert browser.get(to(shared_world, "section", section="risk") + "?unsaved").status_code == 200


@pytest.mark.parametrize(
    "mine",
    [
        "[]", "5", "NaN", "\x00", "[" * 100_000, '{"a":' * 50_000, '{"no_risks": [1]}', '{"risks": 5}',
        '{"risks": [5, {"countries": {"a": 1}}]}', '{"risks": [{"description": ["x"]}]}', f'{{"risks": {NINES}}}',
        '{"disclosures": [1]}', '{"disclosures": {"a": 5}}', '{"disclosures": {"x": {"status": [1], "text": {}}}}',
        '{"narrative_risk": ["a"]}', '{"narrative_risk": "\\ud800"}', '{"narrative_risk": "\\u0000"}', '{"\\ud800": 1}',
        '{"risks": [{"description": "\\ud800"}]}', '{"risks": [{"countries": ["\\ud800"]}]}',
    ],
    ids=lambda mine: mine[:30],
)  # fmt: skip
def test_a_merge_takes_any_answers(shared_world, browser, mine):
    data = {"mine": mine, "revision": "0", "is_complete": "no"}
    assert browser.post(to(shared_world, "merge", section="risk"), data).status_code < 500
    assert browser.get(to(shared_world, "section", section="risk")).status_code == 200


@pytest.mark.parametrize("uuid", ["", "garbage", "\x00", NINES, "{}", "00000000-0000-4000-8000-000000000000"])
@pytest.mark.parametrize("act", ["reply", "reword", "resolve", "reopen"])
def test_an_answer_to_no_comment_finds_nothing(shared_world, browser, uuid, act):
    data = {"act": act, "comment": uuid, "text": "x"}
    assert browser.post(to(shared_world, "review"), data).status_code == 404
