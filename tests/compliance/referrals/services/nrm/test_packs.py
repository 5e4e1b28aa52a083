"""Harm: a pack withholds the person's own name, calls labour "other", or sends a child or a Scot to the wrong help."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from compliance.casework.models import PersonGroup
from compliance.referrals.choices import Source
from compliance.referrals.forms.nrm import HandOverForm
from compliance.referrals.models import NrmPack
from compliance.referrals.services.nrm import packs, render
from portal.core.exceptions import RowGone
from portal.reference import helpline, nrm
from tests.factories.packs import begin, fill, who
from tests.factories.sharing import MARKS, NAME, PHONE, people
from tests.support.pdfs import extract_text

BOX_OF_TYPE = {
    "labour": ("forced-to-work",),
    "sexual": ("prostitution",),
    "domestic_servitude": ("unpaid-household-work",),
    "criminal": ("forced-to-commit-crime",),
    "financial": ("forced-to-commit-fraud",),
    "organ_removal": ("organs-removed",),
    # Nothing of the form fits these.
    "forced_surrogacy": ("other",),
    "forced_marriage": ("other",),
    # Nobody knows yet: the handler asks, and says why there is no answer.
    "unknown": (),
}
OWN = {
    "purpose": "seeking_help_self",
    "reporter_type": "potential_victim",
    "account": f"I am {NAME}. I slept in a shed. Ring {PHONE}.",
}


def boxes(types=(), subtypes=(), *, is_pay_withheld=False, is_child=False):
    return nrm.get_boxes(types=types, subtypes=subtypes, is_pay_withheld=is_pay_withheld, is_child=is_child)


def test_a_stage_begins_on_the_day_in_london(at_desk):
    pack = begin(replace(at_desk, now=datetime(2026, 7, 1, 23, 30, tzinfo=UTC)))
    assert set(pack.stage_dates.values()) == {"2026-07-02"}


@pytest.mark.parametrize("code", helpline.get_labels("exploitation_type"))
def test_every_type_of_exploitation_ticks_its_own_box(code):
    assert boxes([code]) == BOX_OF_TYPE[code]


@pytest.mark.parametrize("code", helpline.get_labels("exploitation_subtype"))
def test_every_subtype_ticks_a_box_that_is_not_other(code):
    kind = helpline.get_exploitation_type(code)
    for types in ([], [kind]):
        (box,) = boxes(types, [code])
        assert box != "other"


def test_a_child_is_not_said_to_be_in_prostitution():
    assert boxes(["sexual"], is_child=True) == ("child-exploitation",)


def test_other_is_ticked_only_where_nothing_fits_and_pay_that_was_withheld_is_said_also_without_a_subtype():
    assert boxes(["labour", "unknown"], is_pay_withheld=True) == ("forced-to-work", "wages-taken")
    assert boxes(["criminal"], is_pay_withheld=True) == ("forced-to-commit-crime",)


def content(at_desk, pack):
    return render.build_content(packs.find_pack(pack.case, pack.pk), at_desk.keys, on=at_desk.now.date())


def named(at_desk, **begun):
    """A pack whose person has the name of who told us, as the handler typed it."""
    first, last = NAME.split()
    return fill(
        at_desk,
        begin(at_desk, **begun),
        **{"pv-name-first-name": first, "pv-name-last-name": last, "pv-phone-number-yes": PHONE,
           "living-conditions": f"{NAME} slept in a shed."},
    )  # fmt: skip


def test_a_consenting_adult_who_told_us_of_themselves_has_their_own_name_in_the_pack(at_desk):
    said = json.dumps(content(at_desk, named(at_desk, **OWN)).as_json())
    assert "Quillfeather" in said and "[withheld]" not in said


def test_a_child_who_told_us_of_themselves_has_their_own_name_in_the_pack(at_desk):
    pack = named(at_desk, age="under_18", consents="", **OWN)
    assert "Quillfeather" in json.dumps(content(at_desk, pack).as_json())


def test_without_consent_and_cooperation_not_even_their_own_name_is_there(at_desk):
    pack = named(at_desk, consents="refused", helps=False, **OWN)
    said = json.dumps(content(at_desk, pack).as_json())
    assert not any(mark in said for mark in MARKS)


def test_somebody_else_who_told_us_stays_out_of_the_pack(at_desk):
    pack = fill(at_desk, begin(at_desk), **{"living-conditions": f"{NAME} saw him sleep in a shed."})
    assert "Quillfeather" not in json.dumps(content(at_desk, pack).as_json())


def test_a_victim_who_told_us_of_others_too_is_not_named_in_the_pack_of_another_person(at_desk):
    pack = fill(at_desk, begin(at_desk, **OWN), **{"living-conditions": f"{NAME} slept beside him."})
    assert "Lethanh" in json.dumps(content(at_desk, pack).as_json())
    assert "Quillfeather" not in json.dumps(content(at_desk, pack).as_json())


@pytest.mark.parametrize(
    ("said", "source"),
    [(OWN, Source.PERSON), ({}, Source.REPORTER), ({"agency": "Housing team"}, Source.AGENCY)],
    ids=["the person", "someone else", "an agency"],
)
def test_only_what_somebody_ticked_in_their_own_report_is_from_them(at_desk, said, source):
    answers = packs.get_answers(begin(at_desk, exploitation_type=["labour"], **said), at_desk.keys)
    assert answers["types-of-exploitation"]["source"] == source
    inside = answers["still-in-exploitative-situation"]
    assert inside["source"] == Source.NOT_RECORDED, "the rows of a case do not say who coded them"


def test_the_council_is_a_name_in_the_document_and_in_the_data(at_desk):
    pack = begin(at_desk, age="under_18", consents="")
    key = "local-authority-contacted-about-child-local-authority-name"
    said = {key: {"value": "E10000007", "source": Source.HANDLER.value, "why": ""}}
    pack = packs.save_answers(
        pack=pack, given=said, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now, version=pack.version
    )
    made = content(at_desk, pack)
    assert made.as_json()["answers"][key] == "Derbyshire County Council"
    assert "E10000007" not in extract_text(render.render_pdf(made)) + json.dumps(made.as_json())


def test_no_council_was_told_because_the_case_has_a_place(at_desk):
    """The council of the place is said to be its area (docs/requirements/helpline.md#preparation-pack)."""
    made = content(at_desk, begin(at_desk, age="under_18", consents=""))
    key = "local-authority-contacted-about-child-local-authority-name"
    line = next(line for _label, lines in made.sections for line in lines if line.question.key == key)
    assert not line.text and not line.source and key not in made.as_json()["answers"]
    assert line.why == (
        "We have no record that a council or Trust was contacted. "
        "Council area, from a place in the case: Derbyshire County Council."
    )


@pytest.mark.parametrize(
    ("nation", "is_child", "there", "never"),
    [
        ("england", False, ["The Salvation Army", "Derbyshire County Council", "Kalayaan"],
         ["Police Scotland", "Belfast City Council", "Trafficking Awareness Raising Alliance TARA"]),
        ("scotland", False, ["Police Scotland", "East Ayrshire Council", "Migrant Help", "Fair Work Agency",
                             "Trafficking Awareness Raising Alliance TARA", "National Crime Agency NCA"],
         ["The Salvation Army", "Kalayaan", "Medaille Trust", "Derbyshire County Council", "Tarian ROCU"]),
        ("northern-ireland", False, ["Police Service of Northern Ireland", "National Crime Agency NCA",
                                     "Health and Social Care Trusts - HSC Trusts", "Fair Work Agency"],
         ["Belfast City Council", "The Salvation Army", "Derbyshire County Council", "British Transport Police"]),
        ("england", True, ["Barnardo's", "Derbyshire County Council"], ["The Salvation Army", "Migrant Help"]),
        ("scotland", True, ["Police Scotland"], ["Trafficking Awareness Raising Alliance TARA", "Migrant Help"]),
        ("", False, ["The Salvation Army", "Police Scotland"], ["Belfast City Council"]),
    ],
)  # fmt: skip
def test_first_responders_are_those_of_the_nation_and_of_the_age(nation, is_child, there, never):
    form = HandOverForm(nation=nation, is_child=is_child)
    names = {label for _code, label in form.fields["organisation"].choices}
    assert set(there) <= names
    assert not set(never) & names
    assert "Gangmasters and Labour Abuse Authority GLAA" not in names, "abolished in April 2026"


def test_the_sign_of_withheld_pay_is_one_of_our_own_vocabulary():
    """It was a code of the statements' list, so that no case ever had it."""
    assert packs.WITHHELD_PAY in helpline.get_labels("ilo_indicator")


def test_no_pack_begins_for_people_who_were_removed_meanwhile(at_desk):
    case = at_desk.case(age_of_person="under_18")
    group = people(case, at_desk.keys)
    PersonGroup.objects.filter(pk=group.pk).delete()
    with pytest.raises(RowGone):
        packs.start_pack(
            case=case, group=group, age="under_18", consents="", helps_authorities=False, facts={}, words="",
            **who(at_desk),
        )  # fmt: skip
    assert not NrmPack.objects.exists()
