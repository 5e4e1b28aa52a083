"""Harm: a pack states what was not recorded. Each field goes through empty, unknown and two answers.

See docs/requirements/helpline.md#preparation-pack.
"""

import json
import re

import pytest

from compliance.casework.models import Case
from compliance.referrals.rules import disclosure as rules
from compliance.referrals.services import disclosable_items, disclosure, dispatch
from compliance.referrals.services.nrm import packs, render
from portal.reference import helpline
from tests.factories.sharing import people
from tests.support.pdfs import extract_text

pytestmark = pytest.mark.django_db
# Answer of a report, the label of its line in a pack, its list, and whether it holds several codes.
REPORTED = (
    ("danger_level", "Danger", "danger_level", False),
    ("age_of_person", "Age", "age_of_person", False),
    ("exploitation_type", "Type of situation", "exploitation_type", True),
    ("sector", "Work", "sector", True),
    ("language", "Language", "language", False),
    ("communication_need", "Communication needs", "communication_need", True),
)
# Columns of the people affected, likewise.
PEOPLE = (
    ("gender", "Gender", "group_gender", False),
    ("age_bands", "Ages", "age_band", True),
    ("languages", "Languages", "language", True),
    ("still_in_situation", "Still in the situation", "still_in_situation", False),
)
# The question of a preparation pack that a column of the people answers.
PREPARED = {"gender": "pv-gender", "still_in_situation": "still-in-exploitative-situation"}
NOTHING = {"", "unknown", "none"}
# Columns of the case, which have words of their own.
OF_CASE = {"danger_level", "age_of_person"}


def codes_of(vocabulary: str) -> list[str]:
    """Empty, not known, and the first two answers of the list."""
    codes = list(helpline.get_labels(vocabulary))
    return ["", *[code for code in codes if code in NOTHING], *[code for code in codes if code not in NOTHING][:2]]


def read_values(at_desk, case, label: str) -> set[str]:
    """What the lines of this label say, in everything that the case could tell."""
    texts = [item.text for item in disclosable_items.get_items(case, at_desk.keys, kinds=rules.KINDS)]
    return {value for text in texts for value in re.findall(rf"^{re.escape(label)}: (.*)$", text, re.MULTILINE)}


def label_of(vocabulary: str, code: str) -> str:
    if vocabulary in OF_CASE:
        return str(dict(Case._meta.get_field(vocabulary).flatchoices)[code])
    return str(helpline.get_label(vocabulary, code))


def assert_said(values: set[str], vocabulary: str, code: str) -> None:
    if code in NOTHING:
        assert values <= ({label_of(vocabulary, code)} if code else set()), (vocabulary, code)
    else:
        assert values == {label_of(vocabulary, code)}, (vocabulary, code)


@pytest.mark.parametrize(("name", "label", "vocabulary", "is_list"), REPORTED, ids=[row[0] for row in REPORTED])
def test_a_referral_says_of_a_report_what_was_recorded(at_desk, name, label, vocabulary, is_list):
    for code in codes_of(vocabulary):
        answer = ([code] if code else []) if is_list else code
        assert_said(read_values(at_desk, at_desk.case(**{name: answer}), label), vocabulary, code)


@pytest.mark.parametrize(("name", "label", "vocabulary", "is_list"), PEOPLE, ids=[row[0] for row in PEOPLE])
def test_packs_say_of_people_what_was_recorded(at_desk, name, label, vocabulary, is_list):
    for code in codes_of(vocabulary):
        case = at_desk.case(age_of_person="under_18")
        nothing = {"gender": "", "count_mode": "", "count_min": None}
        group = people(case, at_desk.keys, **nothing | {name: ([code] if code else []) if is_list else code})
        assert_said(read_values(at_desk, case, label), vocabulary, code)
        if name in PREPARED:
            pack = packs.start_pack(
                case=case, group=group, age="under_18", consents="", helps_authorities=False, facts={}, words="",
                actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now,
            )  # fmt: skip
            made = render.build_content(pack, at_desk.keys, on=at_desk.now.date())
            assert (PREPARED[name] in made.as_json()["answers"]) is (code not in NOTHING)


def test_of_what_nobody_was_asked_neither_pack_says_anything(at_desk):
    """Read as data and on paper."""
    case = at_desk.case(age_of_person="under_18", exploitation_type=[], ilo_indicator=[], consent=[])
    group = people(case, at_desk.keys, gender="", count_mode="", count_min=None)
    names = [item.name for item in disclosure.get_offered_items(case, at_desk.keys, "police")]
    made = disclosure.build_package(
        case, at_desk.keys, target="police", to="Police", names=names, note="", on=at_desk.now.date()
    )
    for text in (json.dumps(made.as_json()), extract_text(dispatch.render_plain_pdf(made))):
        for label in ("Gender", "Ages", "Nationalities", "Languages", "Still in the situation", "Type of situation"):
            assert f"{label}: " not in " ".join(text.split()), label
    pack = packs.start_pack(
        case=case, group=group, age="under_18", consents="", helps_authorities=False, facts={}, words="",
        actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now,
    )  # fmt: skip
    content = render.build_content(pack, at_desk.keys, on=at_desk.now.date())
    paper = " ".join(extract_text(render.render_pdf(content)).split())
    data = render.render_json(content).decode()
    assert "We did not ask: a child needs no consent" in paper and "pv-want-to-submit-nrm" not in data
    assert "In the person’s words" not in paper and "local-authority" not in data
    for _label, lines in content.sections:
        assert all(line.source or line.state for line in lines if line.text), "each answer has its source"
