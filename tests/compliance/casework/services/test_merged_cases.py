"""A case and what was merged into it are read together: nothing that guards a person is lost by a merge."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework import models as m
from compliance.casework.selectors import monthly_statistics
from compliance.casework.services import (
    attachments,
    case_facts,
    closing,
    known_names,
    merged_cases,
)
from compliance.casework.services.case_keys import seal_columns, seal_with_own_key
from compliance.casework.services.sealed_search import Hit
from compliance.data_protection.choices import RequestKind
from compliance.data_protection.services import access_requests
from compliance.referrals import models as referrals_models
from compliance.referrals.selectors import disclosures
from compliance.referrals.services import disclosure, dispatch, drafts
from compliance.referrals.services.nrm import packs, render
from portal.core.exceptions import ActionRefused
from tests.factories import cases as cf
from tests.factories.casework import attach
from tests.factories.merged import CALLER, called, chain, fresh, merge
from tests.factories.packs import who
from tests.factories.referrals import begin, choose, send
from tests.factories.sharing import NAME
from tests.factories.sharing import people as group_of

pytestmark = pytest.mark.django_db


# --- Who told us, and what they agreed to ----------------------------------------------------------------------------


def test_the_name_of_a_merged_confidential_reporter_leaves_in_no_referral_and_no_pack(at_desk):
    """After two merges (docs/requirements/helpline.md#reporter-stays-unknown)."""
    first, second, third = chain(at_desk)
    group = group_of(first, at_desk.keys)
    merge(at_desk, first, second)
    case = merge(at_desk, second, third)
    row = choose(at_desk, begin(at_desk, case), "account", note=f"From {CALLER['name']}, {CALLER['phone']}")
    made = json.dumps(drafts.build_package(row, at_desk.keys, on=dispatch.get_local_date(at_desk.now)).as_json())
    assert "They sleep in the van" in made
    assert not any(mark in made for mark in ("Brockenhurst", "900318", "Quillfeather"))
    pack = packs.start_pack(
        case=fresh(third), group=merged_cases.find_row(m.PersonGroup.objects, fresh(third), group.pk),
        age="not_sure", consents="",
        helps_authorities=False, facts={}, words="", **who(at_desk),
    )  # fmt: skip
    said = {"value": f"{CALLER['name']} saw it, and {NAME} too", "source": "reporter", "why": ""}
    pack = packs.save_answers(pack=pack, given={"professional-insight": said}, version=pack.version, **who(at_desk))
    left = json.dumps(render.build_content(pack, at_desk.keys, on=at_desk.now.date()).said)
    assert "saw it" in left and "Brockenhurst" not in left and "Quillfeather" not in left


def test_a_pack_that_came_by_the_merge_knows_who_told_the_case_that_goes_on(at_desk):
    first, second = at_desk.case(age_of_person="not_sure"), at_desk.case()
    pack = packs.start_pack(
        case=first, group=group_of(first, at_desk.keys), age="not_sure", consents="", helps_authorities=False, facts={},
        words="", **who(at_desk),
    )  # fmt: skip
    called(at_desk, second)
    case = merge(at_desk, first, second)
    pack = packs.find_pack(case, pack.pk)
    said = {"value": f"{CALLER['name']} saw it", "source": "reporter", "why": ""}
    pack = packs.save_answers(pack=pack, given={"professional-insight": said}, version=pack.version, **who(at_desk))
    assert "Brockenhurst" not in json.dumps(render.build_content(pack, at_desk.keys, on=at_desk.now.date()).said)


# --- What is still to do ---------------------------------------------------------------------------------------------


def test_a_referral_of_a_merged_case_is_seen_answered_and_holds_up_the_closing(at_desk):
    first, second = at_desk.case(), at_desk.case()
    sent = send(at_desk, choose(at_desk, begin(at_desk, first), "account"))
    case = merge(at_desk, first, second)
    assert [one.row.pk for one in disclosures.get_disclosures(case, at_desk.keys).referrals] == [sent.pk]
    assert "referral" in closing.get_obstacles(case)
    assert m.Task.objects.open().get(kind="chase_referral").case == case
    browser = at_desk.client()
    page = browser.get(reverse("cases:referral", args=[case.pk, sent.pk]))
    assert page.status_code == 200 and "Sergeant Ito" in page.text
    day = at_desk.now.date()
    given = {"status": "done", "outcome": "investigation", "on_day": day.day, "on_month": day.month}
    given |= {"on_year": day.year, "version": sent.version}
    assert browser.post(reverse("cases:referral_answer", args=[case.pk, sent.pk]), given).status_code in {303, 422}
    referrals_models.Referral.objects.update(status="done")
    assert "referral" not in closing.get_obstacles(case)


def test_an_override_of_a_merged_case_needs_a_second_person_to_close(at_desk):
    first, second = at_desk.case(), at_desk.case()
    assert not closing.needs_second_person(second)
    row = referrals_models.Disclosure(
        case=first, recipient_type="police", override_ground="serious_crime", at=at_desk.now
    )
    seal_columns(at_desk.keys.get_key(first), row, words={"to": "x"})
    row.save(force_insert=True)
    assert closing.needs_second_person(merge(at_desk, first, second))


def test_who_lowers_a_case_in_immediate_danger_does_not_close_it_alone_either(at_desk):
    """By a merge as little as by the level."""
    case, other = at_desk.case(), at_desk.case()
    for level in ("p1", "p3"):
        case.level = level
        case.save()
    assert closing.needs_second_person(case)
    assert not closing.needs_second_person(other)
    assert closing.needs_second_person(merge(at_desk, case, other))


# --- What describes it -----------------------------------------------------------------------------------------------


def test_people_places_and_files_of_a_merged_case_are_on_its_pages_and_can_be_changed(at_desk):
    first, second = at_desk.case(premises_name="Old Mill", town="York"), at_desk.case()
    group = group_of(first, at_desk.keys)
    seal_with_own_key(m.PersonIdentity(group=group), details={"name": "Linh Tranova"}).save(force_insert=True)
    file = attach(first, at_desk.handler, what="A letter of hers")
    merge(at_desk, first, second)
    browser = at_desk.client()
    address = lambda name, *more: reverse(f"cases:{name}", args=[second.pk, *more])  # noqa: E731
    assert "Old Mill" in browser.get(address("places")).text
    assert "A man of about thirty" in browser.get(address("people")).text
    assert "A letter of hers" in browser.get(address("files")).text
    assert browser.get(address("redescribe", "people", group.pk)).status_code == 200
    case = fresh(second)
    row = case_facts.find_row(m.PersonGroup, case, group.pk)
    case_facts.save_description(
        row=row, facts={"nationalities": ["vietnamese"]}, sealed={"description": "Two men"}, version=row.version,
        **who(at_desk),
    )  # fmt: skip
    assert fresh(second).nationalities == ["vietnamese"]
    assert at_desk.keys.read(case_facts.find_row(m.PersonGroup, fresh(second), group.pk), "description") == "Two men"
    offered = {item.kind for item in disclosure.get_offered_items(case, at_desk.keys, "police")}
    assert {"person", "file"} <= offered
    assert "Linh Tranova" in known_names.get_known_names(case, at_desk.keys)
    assert attachments.find_attachment(case, file.pk) == file


def test_facts_of_rows_that_came_along_are_asked_for_before_it_closes(at_desk):
    first, second = at_desk.case(), at_desk.case()
    row = m.Exploiter.objects.create(case=first)
    missing = closing.get_missing_facts(merge(at_desk, first, second))
    assert any(one.key == row.pk for one in missing)


def test_the_page_says_what_was_merged_into_it(at_desk):
    first, second, third = chain(at_desk)
    merge(at_desk, first, second)
    case = merge(at_desk, second, third)
    page = at_desk.client().get(reverse("cases:case", args=[case.pk])).text
    assert "Merged into this case" in page
    for part in (first, second):
        assert reverse("cases:case", args=[part.pk]) in page
    assert "Merged into this case" not in at_desk.client().get(reverse("cases:case", args=[first.pk])).text


def test_what_describes_a_merged_case_counts_in_the_figures_for_the_one_that_goes_on(at_desk):
    first, second = at_desk.case(), at_desk.case()
    before = m.PersonGroup.objects.count()
    group_of(first, at_desk.keys, gender="mixed")
    m.CaseLocation.objects.update(country="fr")
    merge(at_desk, first, second)
    tables = {
        table.title: table
        for table in monthly_statistics.get_tables(monthly_statistics.get_months(timezone.localdate(at_desk.now))[0])
    }
    assert sum(row[1] for row in tables["People by gender"].rows) == before + 1
    assert [row[1] for row in tables["Cases by country"].rows] == [1]


# --- Who may read it, and what stays unsettled -----------------------------------------------------------------------


# --- Keeping and erasing ---------------------------------------------------------------------------------------------


def test_a_hold_anywhere_holds_all_that_was_merged(at_desk):
    first, second, third = chain(at_desk)
    merge(at_desk, first, second)
    merge(at_desk, second, third)
    for held in (first, second, third):
        hold = cf.hold(held, at_desk.keys.unlocked)
        assert merged_cases.get_cases_on_hold() == {first.pk, second.pk, third.pk}
        m.LegalHold.objects.filter(pk=hold.pk).delete()
    assert merged_cases.get_cases_on_hold() == set()


def test_a_request_to_erase_breaks_no_hold_and_takes_no_merged_case_from_the_one_that_goes_on(at_desk):
    first, second = at_desk.case(), at_desk.case()
    case = merge(at_desk, first, second)
    m.Case.objects.filter(pk=second.pk).update(status="closed", closed_at=at_desk.now, closure_reason="referred")
    with pytest.raises(ActionRefused, match=f"merged into {second.reference}"):
        access_requests._must_be_free(fresh(first))
    hold = cf.hold(first, at_desk.keys.unlocked)
    with pytest.raises(ActionRefused, match="legal hold"):
        access_requests._must_be_free(fresh(case))
    m.LegalHold.objects.filter(pk=hold.pk).delete()
    access_requests._must_be_free(fresh(case))


def test_what_is_found_in_a_merged_case_is_written_down_as_the_one_that_goes_on(at_desk):
    first, second = at_desk.case(), at_desk.case()
    merge(at_desk, first, second)
    given = {
        "who": "Ada",
        "how": "By letter",
        "wants": "All",
        "received_on": at_desk.now.date(),
        "is_held_apart": False,
    }
    asked = access_requests.record_request(kind=RequestKind.ERASURE, **given, by=at_desk.handler, at=at_desk.now)
    said = {"by": at_desk.handler, "keys": at_desk.keys, "at": at_desk.now}
    asked = access_requests.save_identity_check(
        access_request=asked, outcome=access_requests.CONFIRMED, how="By phone", **said
    )
    hits = [Hit("case", case.pk, case.reference) for case in (first, second)]
    asked = access_requests.save_findings(access_request=asked, hits=hits, **said)
    found = access_requests.read_answer(asked, at_desk.keys).found
    assert [one["reference"] for one in found] == [second.reference]
