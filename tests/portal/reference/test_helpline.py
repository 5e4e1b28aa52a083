"""The helpline's lists: the vocabulary's codes and words, with groups, routes and targets for who asks."""

import pytest
from django.utils import translation

from portal.reference import audits, helpline, tables
from portal.reference.helpline import Target
from tests.factories.domain import OUR_CODES, OUR_LISTS, helpline_lists, needs_domain, reworded


def lists():
    """The lists of the table that the portal ships."""
    return tables.read_table("helpline")["lists"]


@needs_domain
def test_lists_codes_and_words_are_those_of_the_vocabulary():
    assert [name for name in lists() if name not in OUR_LISTS] == list(helpline_lists())
    for name, theirs in helpline_lists().items():
        assert (helpline.get_title(name), lists()[name]["multiple"]) == (theirs["label"], theirs["multiple"])
        labels, codes = dict(helpline.get_labels(name)), dict(helpline.get_codes(name))
        for code in (code for of_list, code in OUR_CODES if of_list == name):
            del labels[code], codes[code]
        assert list(labels.items()) == [(one["code"], reworded(one, "code")["label"]) for one in theirs["values"]]
        assert [(one.help, one.hint) for one in codes.values()] == [
            (one.get("definition", ""), one.get("uk_sign", "")) for one in theirs["values"]
        ]


@needs_domain
def test_subtypes_targets_days_and_boxes_are_those_of_the_vocabulary():
    theirs = {name: {one["code"]: one for one in found["values"]} for name, found in helpline_lists().items()}
    for code, one in theirs["exploitation_subtype"].items():
        assert helpline.get_exploitation_type(code) == one["parent"]
    for code, one in theirs["triage_level"].items():
        targets = helpline.get_targets(code)
        assert in_minutes(targets.first_action) == one["first_human_action_minutes"]
        assert in_minutes(targets.referral) == one["referral_minutes"]
    for code, one in theirs["retention_class"].items():
        assert helpline.get_retention_days(code) == one.get("proposed_days")
    boxes = helpline.get_groups("nrm_exploitation_component")
    for code, box in helpline.get_codes("nrm_exploitation_component").items():
        assert boxes[box.group] == theirs["nrm_exploitation_component"][code]["group"]


def in_minutes(target):
    return target.minutes or target.working_days * 24 * 60


def test_each_list_names_sources_that_are_listed():
    listed = tables.read_table("helpline_sources")["sources"]
    for found in tables.read_table("helpline")["lists"].values():
        assert found["source"]
        assert set(found["source"]) <= set(listed)
        assert found["basis"] in {"source", "design", "known"}


def test_a_code_stands_once_in_its_list():
    assert len(lists()) == 71
    rows = [table["values"] for table in lists().values()]
    assert sum(map(len, rows)) == sum(len(helpline.get_labels(name)) for name in lists()) == 670


@pytest.mark.parametrize("name", ["general_indicator", "ilo_indicator"])
def test_no_group_of_signs_is_longer_than_eight_and_none_is_left_out(name):
    codes = helpline.get_codes(name).values()
    sizes = [sum(code.group == group for code in codes) for group in helpline.get_groups(name)]
    assert all(1 <= size <= 8 for size in sizes)
    assert sum(sizes) == len(codes)


def test_subtypes_are_grouped_under_the_words_of_their_type():
    for code, words in helpline.get_groups("exploitation_subtype").items():
        assert helpline.get_labels("exploitation_type")[code] == words
    assert helpline.get_groups("danger_level") == {}


def test_the_eleven_indicators_are_those_that_audits_use():
    signs = lists()["ilo_indicator"]["values"]
    assert {sign.get("in_audits", sign["code"]): sign["label"] for sign in signs} == audits.indicators()


@pytest.mark.parametrize(
    ("purpose", "route"),
    [
        ("seeking_help_self", "R1"),
        ("seeking_help_other", "R2"),
        ("report_concern", "R3"),
        ("professional_advice", "R4"),
        ("business_concern", "R5"),
        ("business_advice", "R6"),
        ("training_awareness", "R6"),
        ("existing_case", None),
    ],
)
def test_an_entry_answer_leads_to_its_route(purpose, route):
    assert helpline.get_route(purpose) == route


def test_an_urgent_level_counts_minutes_and_a_slow_one_working_days():
    assert helpline.get_targets("p1").first_action == Target(minutes=15)
    assert helpline.get_targets("p3").first_action == Target(minutes=1440)
    assert helpline.get_targets("p3").referral == Target(working_days=3)


def test_choices_keep_the_order_and_leave_out_what_is_asked():
    assert [code for code, _ in helpline.get_choices("age_of_person")] == ["under_18", "adult", "not_sure"]
    assert [code for code, _ in helpline.get_choices("age_of_person", without=frozenset({"adult"}))] == [
        "under_18",
        "not_sure",
    ]


def test_words_are_put_into_the_readers_language_when_shown(monkeypatch):
    monkeypatch.setattr("django.utils.translation._trans.gettext", lambda words: f"<{words}>", raising=False)
    found = helpline.get_label("danger_level", "unknown"), dict(helpline.get_choices("danger_level"))["unknown"]
    with translation.override("cy"):
        assert [str(words) for words in found] == ["<Not known>", "<Not known>"]


def test_a_code_that_is_no_longer_listed_is_shown_as_it_is_and_a_list_that_is_not_there_is_refused():
    assert helpline.get_label("danger_level", "of_old") == "of_old"
    with pytest.raises(KeyError):
        helpline.get_labels("no_such_list")
