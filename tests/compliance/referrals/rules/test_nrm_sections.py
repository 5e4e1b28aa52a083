"""A pack asks once for a section whose words its answers are, and once for a group of gaps why they are missing."""

import pytest
from django.urls import reverse

from compliance.referrals.choices import PackStage
from compliance.referrals.models import NrmPack
from compliance.referrals.rules import nrm_sections as rules
from compliance.referrals.services.nrm import handover, packs, reasons
from portal.core.exceptions import ActionRefused, EditConflict
from portal.reference import nrm
from tests.factories.packs import RECIPIENT, WHO, begin, fill, who
from tests.factories.sharing import people

pytestmark = pytest.mark.django_db
FAMILY, EDUCATION, BIRTHPLACE = (nrm.get_question(key) for key in ("family", "education", "birthplace"))
OPTIONAL = nrm.get_question("details-last-contact")
WHY = "The call ended early"


def said(value="", source="", why=""):
    return {"value": value, "source": source, "why": why}


def test_an_answer_has_the_source_of_its_section_and_a_gap_its_reason():
    answers = {"family": said("Two brothers"), "education": said(), "birthplace": said("Hanoi", source="handler")}
    found = rules.complete_answers((FAMILY, EDUCATION, BIRTHPLACE), answers, source="person", why=WHY)
    assert found == {
        "family": said("Two brothers", "person"),
        "education": said(why=WHY),
        "birthplace": said("Hanoi", "handler"),
    }


def test_a_reason_of_its_own_stays_and_an_optional_question_needs_none():
    answers = {"family": said(why="Too upset"), "details-last-contact": said()}
    found = rules.complete_answers((FAMILY, OPTIONAL), answers, source="", why=WHY)
    assert (found["family"]["why"], found["details-last-contact"]["why"]) == ("Too upset", "")


def test_an_answer_whose_words_nobody_said_is_noticed():
    assert rules.lacks_source({"family": said("Two brothers")}, source="")
    assert not rules.lacks_source({"family": said("Two brothers", "person"), "education": said()}, source="")
    assert not rules.lacks_source({"family": said("Two brothers")}, source="reporter")


def test_what_most_of_a_section_say_is_asked_once():
    kept = {"a": said("x", "person"), "b": said("y", "person"), "c": said("z", "handler"), "d": said(why=WHY)}
    assert (rules.propose_source(kept, "abcd"), rules.propose_reason(kept, "abcd")) == ("person", WHY)
    assert (rules.propose_source({}, "ab"), rules.propose_reason({}, "ab")) == ("", "")


def gaps(at, pack):
    return packs.get_panel(pack, at.keys).completeness.gaps


def test_one_reason_covers_every_gap_and_a_section_may_have_its_own(at_desk):
    pack = begin(at_desk)
    answered = {key: one["value"] for key, one in packs.get_answers(pack, at_desk.keys).items() if one["value"]}
    given = {"reasons": {"background": "Too upset to speak of it"}, "otherwise": WHY, "version": pack.version}
    pack = reasons.save_reasons(pack=pack, **given, **who(at_desk))
    why = {gap.question.section: gap.why for gap in gaps(at_desk, pack)}
    assert why["background"] == "Too upset to speak of it" and why["exploitation"] == WHY
    assert packs.get_panel(pack, at_desk.keys).completeness.unexplained == 0
    after = {key: one["value"] for key, one in packs.get_answers(pack, at_desk.keys).items() if one["value"]}
    assert after == answered, "no answer is touched"
    with pytest.raises(ActionRefused):
        reasons.save_reasons(pack=pack, **(given | {"version": pack.version}), **who(at_desk))


def test_a_reason_for_one_section_leaves_the_others_to_be_explained(at_desk):
    pack = begin(at_desk)
    pack = reasons.save_reasons(
        pack=pack, reasons={"background": WHY}, otherwise="", version=pack.version, **who(at_desk)
    )
    assert "background" not in reasons.get_unexplained(pack, at_desk.keys)
    assert reasons.get_unexplained(pack, at_desk.keys)
    with pytest.raises(ActionRefused, match="Give a reason for each missing answer"):
        handover.request_approval(pack=pack, recipient=RECIPIENT, reason="x", **who(at_desk))


def test_a_reason_that_was_said_stays_and_a_stale_page_changes_nothing(at_desk):
    pack = begin(at_desk)
    own = {"education": said(why="Never asked")}
    pack = packs.save_answers(pack=pack, given=own, version=pack.version, **who(at_desk))
    with pytest.raises(EditConflict):
        reasons.save_reasons(pack=pack, reasons={}, otherwise=WHY, version=pack.version - 1, **who(at_desk))
    pack = reasons.save_reasons(pack=pack, reasons={}, otherwise=WHY, version=pack.version, **who(at_desk))
    kept = packs.get_answers(pack, at_desk.keys)
    assert (kept["education"]["why"], kept["family"]["why"]) == ("Never asked", WHY)


def test_the_page_of_reasons_shows_questions_and_no_answer(at_desk):
    pack = fill(at_desk, begin(at_desk), education="Left school at nine")
    cleared = {key: said() for key in ("family", "pv-name-nickname")}
    pack = packs.save_answers(pack=pack, given=cleared, version=pack.version, **who(at_desk))
    client = at_desk.client()
    address = reverse("cases:nrm_reasons", args=[pack.case.pk, pack.pk])
    page = client.get(address).text
    assert str(FAMILY.question) in page
    assert "Lethanh" not in page and "Left school" not in page
    assert client.post(address, {"version": pack.version}).status_code == 422
    stale = client.post(address, {"version": pack.version - 1, "everything": WHY})
    assert stale.status_code == 409 and WHY in stale.text


# --- The whole way on the pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("age", ["adult", "under_18"])
def test_a_pack_is_answered_explained_agreed_to_and_handed_over(at_desk, age):
    """One choice of whose words in a section, one reason for all gaps; the second person reads it, then agrees."""
    case, client = at_desk.case(age_of_person=age), at_desk.client()
    group = people(case, at_desk.keys)
    begun = {"group": str(group.pk), "age": age}
    if age == "adult":
        begun |= {"consents": "given", "explained": list("012345"), "how_given": "call", "language": "vi"}
    assert client.post(reverse("cases:nrm_begin", args=[case.pk]), begun).status_code == 303
    pack = NrmPack.objects.get()
    assert (pack.consent is None) is (age != "adult"), "nobody asks a child"

    def page(name, *args):
        return reverse(f"cases:{name}", args=[case.pk, pack.pk, *args])

    background = {"family": "Two brothers", "birthplace": "Hanoi"}
    assert client.post(page("nrm_section", "background"), background).status_code == 422
    background |= {"section.source": "person"}
    assert client.post(page("nrm_section", "background"), background).status_code == 303
    opened = client.post(page("nrm_section", "person"), {"reason": "referral"}).headers["Location"]
    client.post(opened, {**{key: value for key, value in WHO.items() if "name" in key}, "section.source": "person"})
    assert reverse("cases:nrm_reasons", args=[case.pk, pack.pk]) in client.get(page("nrm")).text
    assert client.post(page("nrm_reasons"), {"everything": WHY}).status_code == 303
    kept = packs.get_answers(packs.find_pack(case, pack.pk), at_desk.keys)
    assert {kept[key]["source"] for key in ("family", "birthplace", "pv-name-last-name")} == {"person"}

    to = {"organisation": RECIPIENT["code"], "person": "Ada Moss", "email": RECIPIENT["email"], "reason": "Tonight"}
    assert client.post(page("nrm_hand_over"), to).status_code == 303
    approval = packs.find_pack(case, pack.pk).approval
    lead = at_desk.client(at_desk.lead)
    shown = lead.get(reverse("desk:approval", args=[approval.pk])).text
    assert "Lethanh" in shown and WHY in shown and RECIPIENT["email"] in shown
    lead.post(reverse("desk:approval", args=[approval.pk]), {"is_yes": "yes", "accepts": "on"})
    assert "/pack/" in client.post(page("nrm_link")).text
    assert NrmPack.objects.get().stage == PackStage.PACK_SENT
