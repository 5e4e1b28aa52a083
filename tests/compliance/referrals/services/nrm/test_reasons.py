"""Tests of why answers of a pack are missing: by section, for all, and never over an answer."""

import pytest

from compliance.referrals.models import NrmPack
from compliance.referrals.services.nrm import packs, reasons
from portal.core.exceptions import ActionRefused, EditConflict
from portal.reference import nrm
from tests.factories.packs import begin, who

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(at_desk) -> NrmPack:
    return begin(at_desk)


def save(at_desk, pack, by_section=None, *, otherwise: str = "", version: int | None = None) -> NrmPack:
    return reasons.save_reasons(
        pack=pack, reasons=by_section or {}, otherwise=otherwise, version=version, **who(at_desk)
    )


def test_gaps_are_by_section_in_the_order_of_the_form(at_desk, pack):
    gaps = reasons.get_unexplained(pack, at_desk.keys)
    assert len(gaps) > 1
    assert list(gaps) == [code for code in nrm.get_sections() if code in gaps]
    assert all(question.section == section for section, questions in gaps.items() for question in questions)


def test_the_reason_of_a_section_is_for_its_gaps_and_the_other_one_for_all_the_rest(at_desk, pack):
    gaps = reasons.get_unexplained(pack, at_desk.keys)
    section = next(iter(gaps))
    after = save(at_desk, pack, {section: "They were too tired."}, otherwise="Not asked yet.")
    answers = packs.get_answers(after, at_desk.keys)
    for code, questions in gaps.items():
        expected = "They were too tired." if code == section else "Not asked yet."
        assert {answers[question.key]["why"] for question in questions} == {expected}
    assert reasons.get_unexplained(after, at_desk.keys) == {}


def test_without_a_reason_for_all_the_other_sections_keep_their_gaps(at_desk, pack):
    gaps = reasons.get_unexplained(pack, at_desk.keys)
    section = next(iter(gaps))
    after = save(at_desk, pack, {section: "They were too tired."})
    assert list(reasons.get_unexplained(after, at_desk.keys)) == list(gaps)[1:]


def test_no_answer_and_no_earlier_reason_changes(at_desk, pack):
    before = {key: answer for key, answer in packs.get_answers(pack, at_desk.keys).items() if answer["value"]}
    assert before
    section = next(iter(reasons.get_unexplained(pack, at_desk.keys)))
    pack = save(at_desk, pack, {section: "The first reason."})
    explained = {key for key, answer in packs.get_answers(pack, at_desk.keys).items() if answer["why"]}
    answers = packs.get_answers(save(at_desk, pack, {section: "Another."}, otherwise="Later."), at_desk.keys)
    assert {key: answers[key] for key in before} == before
    assert {answers[key]["why"] for key in explained} == {"The first reason."}


def test_where_nothing_is_to_explain_it_is_refused(at_desk, pack):
    pack = save(at_desk, pack, otherwise="Not asked yet.")
    with pytest.raises(ActionRefused, match="has a reason"):
        save(at_desk, pack, otherwise="Again.")


def test_a_form_with_no_reason_in_it_changes_nothing(at_desk, pack):
    with pytest.raises(ActionRefused):
        save(at_desk, pack)
    assert packs.find_pack(pack.case, pack.pk).version == pack.version


def test_who_saves_second_is_told(at_desk, pack):
    save(at_desk, pack, otherwise="Not asked yet.", version=pack.version)
    with pytest.raises(EditConflict):
        save(at_desk, pack, otherwise="Again.", version=pack.version)


def test_the_reasons_are_sealed(at_desk, pack):
    save(at_desk, pack, otherwise="MARKER-why")
    assert b"MARKER" not in bytes(NrmPack.objects.get(pk=pack.pk).answers)
