"""Tests of whom a pack names for help tonight."""

import pytest

from compliance.casework.models import Case, CaseLocation
from compliance.referrals.services.nrm import packs, render, support
from portal.reference import helpline
from tests.factories.packs import begin
from tests.support.pdfs import extract_text


def content(at_desk, pack):
    return render.build_content(packs.find_pack(pack.case, pack.pk), at_desk.keys, on=at_desk.now.date())


def in_nation(at_desk, pack, nation):
    CaseLocation.objects.filter(case=pack.case).update(nation=nation)
    Case.objects.filter(pk=pack.case_id).update(nation=nation)
    return packs.find_pack(Case.objects.select_related("data_key").get(pk=pack.case_id), pack.pk)


ADULT_SUPPORT = ("Salvation Army", "TARA", "Migrant Help", "Women’s Aid")


@pytest.mark.parametrize(
    ("nation", "gender", "types", "expected"),
    [
        ("england", "exclusively_male", ["labour"], {"Salvation Army"}),
        ("wales", "exclusively_female", ["sexual"], {"Salvation Army"}),
        ("scotland", "exclusively_female", ["sexual"], {"TARA", "Migrant Help"}),
        ("scotland", "exclusively_male", ["sexual"], {"Migrant Help"}),
        ("scotland", "exclusively_female", ["labour"], {"Migrant Help"}),
        ("northern-ireland", "exclusively_male", ["labour"], {"Migrant Help"}),
        ("northern-ireland", "exclusively_female", ["labour"], {"Women’s Aid"}),
        ("northern-ireland", "unknown", ["labour"], {"Migrant Help", "Women’s Aid"}),
    ],
)
def test_an_adult_reads_of_the_support_of_their_own_nation(at_desk, nation, gender, types, expected):
    pack = begin(at_desk, exploitation_type=types)
    pack.group.gender = gender
    pack.group.save()
    said = "\n".join(support.get_support_lines(in_nation(at_desk, pack, nation), at_desk.keys))
    assert {one for one in ADULT_SUPPORT if one in said} == expected
    others = {"scotland": "Northern Ireland", "northern-ireland": "Scotland"}
    assert others.get(nation, "in Scotland") not in said


@pytest.mark.parametrize("age", ["under_18", "not_sure"])
@pytest.mark.parametrize("nation", [*helpline.get_labels("nation"), "unknown"])
def test_adult_support_is_never_in_the_pack_of_a_child(at_desk, nation, age):
    pack = in_nation(at_desk, begin(at_desk, age=age, consents=""), nation)
    said = extract_text(render.render_pdf(content(at_desk, pack))).replace("\n", " ")
    assert not any(one in said for one in ADULT_SUPPORT)
    assert "Derbyshire County Council" in said
