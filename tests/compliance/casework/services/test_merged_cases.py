"""A case and what was merged into it are read together: nothing that guards a person is lost by a merge."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework import models as m
from compliance.casework.choices import ApprovalKind, Marking, Status
from compliance.casework.selectors import monthly_statistics, people, tellers
from compliance.casework.selectors import tasks as selectors_tasks
from compliance.casework.services import (
    approvals,
    attachments,
    case_facts,
    closing,
    identity,
    known_names,
    merged_cases,
    merging,
    restrictions,
    retention_period,
)
from compliance.casework.services import tasks as services_tasks
from compliance.casework.services.case_keys import seal_columns, seal_with_own_key
from compliance.casework.services.sealed_search import Hit
from compliance.data_protection.choices import RequestKind
from compliance.data_protection.services import access_requests
from compliance.referrals import models as referrals_models
from compliance.referrals.selectors import disclosures
from compliance.referrals.services import consent, disclosure, dispatch, drafts
from compliance.referrals.services.nrm import packs, render
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from tests.factories import cases as cf
from tests.factories.accounts import UserFactory
from tests.factories.casework import attach
from tests.factories.referrals import begin, choose, send
from tests.factories.sharing import NAME
from tests.factories.sharing import desk as begin_desk
from tests.factories.sharing import people as group_of

pytestmark = pytest.mark.django_db
CALLER = {"name": "Wilhelmina Brockenhurst", "phone": "07700 900318"}


@pytest.fixture
def at():
    return begin_desk()


def who(at) -> dict:
    return {"actor": at.handler, "keys": at.keys, "at": at.now}


def fresh(case) -> m.Case:
    return m.Case.objects.get(pk=case.pk)


def merge(at, case, into) -> m.Case:
    """The case that goes on."""
    merging.merge_cases(case=case, into=into, reason="The same car wash.", **who(at))
    return fresh(into)


def called(at, case, **safety) -> m.Reporter:
    """A caller without a code, who is confidential."""
    contact = seal_with_own_key(
        m.Contact(case=case, reference=f"C{m.Contact.objects.count():07d}", channel="phone", hour=at.now),
        words={"account": f"My name is {CALLER['name']}. They sleep in the van."},
    )
    contact.save(force_insert=True)
    row = m.Reporter(case=case, contact=contact, identity_mode="confidential", language="cy")
    seal_columns(at.keys.get_key(case), row, safety={"contact_safety": ["no_voicemail"], **safety})
    row.save(force_insert=True)
    seal_with_own_key(m.ReporterIdentity(reporter=row), details=CALLER).save(force_insert=True)
    return row


def chain(at) -> tuple[m.Case, m.Case, m.Case]:
    """Three cases, the first merged into the second, and that one into the third."""
    first, second, third = (at.case(consent=["police"], age_of_person="not_sure") for _number in range(3))
    called(at, first)
    return first, second, third


# --- Who told us, and what they agreed to ----------------------------------------------------------------------------


def test_the_name_of_a_merged_confidential_reporter_leaves_in_no_referral_and_no_pack(at):
    """After two merges (docs/requirements/helpline.md#reporter-stays-unknown)."""
    first, second, third = chain(at)
    group = group_of(first, at.keys)
    merge(at, first, second)
    case = merge(at, second, third)
    row = choose(at, begin(at, case), "account", note=f"From {CALLER['name']}, {CALLER['phone']}")
    made = json.dumps(drafts.build_package(row, at.keys, on=dispatch.get_local_date(at.now)).as_json())
    assert "They sleep in the van" in made
    assert not any(mark in made for mark in ("Brockenhurst", "900318", "Quillfeather"))
    pack = packs.start_pack(
        case=fresh(third), group=merged_cases.find_row(m.PersonGroup.objects, fresh(third), group.pk),
        age="not_sure", consents="",
        helps_authorities=False, facts={}, words="", **who(at),
    )  # fmt: skip
    said = {"value": f"{CALLER['name']} saw it, and {NAME} too", "source": "reporter", "why": ""}
    pack = packs.save_answers(pack=pack, given={"professional-insight": said}, version=pack.version, **who(at))
    left = json.dumps(render.build_content(pack, at.keys, on=at.now.date()).said)
    assert "saw it" in left and "Brockenhurst" not in left and "Quillfeather" not in left


def test_a_pack_that_came_by_the_merge_knows_who_told_the_case_that_goes_on(at):
    first, second = at.case(age_of_person="not_sure"), at.case()
    pack = packs.start_pack(
        case=first, group=group_of(first, at.keys), age="not_sure", consents="", helps_authorities=False, facts={},
        words="", **who(at),
    )  # fmt: skip
    called(at, second)
    case = merge(at, first, second)
    pack = packs.find_pack(case, pack.pk)
    said = {"value": f"{CALLER['name']} saw it", "source": "reporter", "why": ""}
    pack = packs.save_answers(pack=pack, given={"professional-insight": said}, version=pack.version, **who(at))
    assert "Brockenhurst" not in json.dumps(render.build_content(pack, at.keys, on=at.now.date()).said)


def test_what_any_teller_refused_stays_refused_after_a_merge(at):
    first, second = at.case(consent=[]), at.case(consent=["police"])
    caller = called(at, first)
    consent.save_consent(case=first, recipient="police", state="refused", reporter=caller, on=at.now.date(), **who(at))
    case = merge(at, first, second)
    assert consent.get_consent_for(case, at.keys, "police").state == "refused"
    with pytest.raises(ActionRefused, match="nobody agreed"):
        send(at, choose(at, begin(at, case), "account"))
    at.now += timedelta(seconds=1)
    consent.save_consent(case=case, recipient="police", state="given", reporter=caller, on=at.now.date(), **who(at))
    assert consent.get_consent_for(case, at.keys, "police").state == "given"


def test_a_no_of_one_who_told_us_by_the_site_is_not_undone_by_the_yes_of_another(at):
    first, second = at.case(consent=[]), at.case(consent=[])
    given = {"recipient": "police", "on": at.now.date(), **who(at)}
    consent.save_consent(case=first, state="refused", **given)
    given["at"] += timedelta(hours=1)
    consent.save_consent(case=second, state="given", **given)
    assert consent.get_consent_for(second, at.keys, "police").state == "given"
    case = merge(at, first, second)
    assert consent.get_consent_for(case, at.keys, "police").state == "refused"


def test_a_merged_caller_is_named_to_nobody_by_mistake_and_their_safety_still_warns(at):
    first, second, third = chain(at)
    merge(at, first, second)
    case = merge(at, second, third)
    assert CALLER["name"] in known_names.get_known_names(case, at.keys)
    told = people.get_tellers(case, at.keys)
    assert any("voicemail" in warning.lower() for one in told if one.kind == "reporter" for warning in one.warnings)
    row = m.Reporter.objects.get()
    shown = identity.reveal_identity(case=case, kind="reporter", uuid=row.pk, reason="safety", words="", **who(at))
    assert shown.details == CALLER
    assert [one.pk for one in consent.get_reporters(case)] == [row.pk]


# --- What is still to do ---------------------------------------------------------------------------------------------


def test_a_referral_of_a_merged_case_is_seen_answered_and_holds_up_the_closing(at):
    first, second = at.case(), at.case()
    sent = send(at, choose(at, begin(at, first), "account"))
    case = merge(at, first, second)
    assert [one.row.pk for one in disclosures.get_disclosures(case, at.keys).referrals] == [sent.pk]
    assert "referral" in closing.get_obstacles(case)
    assert m.Task.objects.open().get(kind="chase_referral").case == case
    browser = at.client()
    page = browser.get(reverse("cases:referral", args=[case.pk, sent.pk]))
    assert page.status_code == 200 and "Sergeant Ito" in page.text
    day = at.now.date()
    given = {"status": "done", "outcome": "investigation", "on_day": day.day, "on_month": day.month}
    given |= {"on_year": day.year, "version": sent.version}
    assert browser.post(reverse("cases:referral_answer", args=[case.pk, sent.pk]), given).status_code in {303, 422}
    referrals_models.Referral.objects.update(status="done")
    assert "referral" not in closing.get_obstacles(case)


def test_an_override_of_a_merged_case_needs_a_second_person_to_close(at):
    first, second = at.case(), at.case()
    assert not closing.needs_second_person(second)
    row = referrals_models.Disclosure(case=first, recipient_type="police", override_ground="serious_crime", at=at.now)
    seal_columns(at.keys.get_key(first), row, words={"to": "x"})
    row.save(force_insert=True)
    assert closing.needs_second_person(merge(at, first, second))


def test_who_lowers_a_case_in_immediate_danger_does_not_close_it_alone_either(at):
    """By a merge as little as by the level."""
    case, other = at.case(), at.case()
    for level in ("p1", "p3"):
        case.level = level
        case.save()
    assert closing.needs_second_person(case)
    assert not closing.needs_second_person(other)
    assert closing.needs_second_person(merge(at, case, other))


def test_open_tasks_go_along_and_what_is_to_do_for_the_child_in_both_is_to_do_once(at):
    first, second = (at.case(age_of_person="under_18") for _number in range(2))
    services_tasks.add_task(case=first, kind="call_back", what="At seven, by text first.", due_at=at.now, **who(at))
    case = merge(at, first, second)
    found = [one for one in selectors_tasks.get_tasks(case, at.keys) if one.row.done_at is None]
    assert sorted(one.row.child_action for one in found) == ["", "la_children_contacted", "la_contact_recorded"]
    assert {one.row.case_id for one in found} == {case.pk}
    assert [one.words["what"] for one in found if one.words] == ["At seven, by text first."]


def test_what_was_done_for_the_child_before_the_merge_is_not_asked_for_again(at):
    first, second = at.case(age_of_person="under_18"), at.case()
    m.Task.objects.filter(case=first).update(done_at=at.now)
    case = merge(at, first, second)
    assert case.concerns_child and "child_action" not in closing.get_obstacles(case)
    assert len(selectors_tasks.get_tasks(case, at.keys)) == 2


def test_the_graver_danger_and_the_earlier_deadline_hold_and_everybody_has_to_be_told(at):
    first, second = at.case(danger_level="happening_now"), at.case()
    m.Case.objects.filter(pk=second.pk).update(is_told=True)
    case = merge(at, first, fresh(second))
    assert (case.level, case.danger_level, case.is_told) == ("p1", "happening_now", False)
    assert case.due_at == first.due_at


# --- What describes it -----------------------------------------------------------------------------------------------


def test_people_places_and_files_of_a_merged_case_are_on_its_pages_and_can_be_changed(at):
    first, second = at.case(premises_name="Old Mill", town="York"), at.case()
    group = group_of(first, at.keys)
    seal_with_own_key(m.PersonIdentity(group=group), details={"name": "Linh Tranova"}).save(force_insert=True)
    file = attach(first, at.handler, what="A letter of hers")
    merge(at, first, second)
    browser = at.client()
    address = lambda name, *more: reverse(f"cases:{name}", args=[second.pk, *more])  # noqa: E731
    assert "Old Mill" in browser.get(address("places")).text
    assert "A man of about thirty" in browser.get(address("people")).text
    assert "A letter of hers" in browser.get(address("files")).text
    assert browser.get(address("redescribe", "people", group.pk)).status_code == 200
    case = fresh(second)
    row = case_facts.find_row(m.PersonGroup, case, group.pk)
    case_facts.save_description(
        row=row, facts={"nationalities": ["vietnamese"]}, sealed={"description": "Two men"}, version=row.version,
        **who(at),
    )  # fmt: skip
    assert fresh(second).nationalities == ["vietnamese"]
    assert at.keys.read(case_facts.find_row(m.PersonGroup, fresh(second), group.pk), "description") == "Two men"
    offered = {item.kind for item in disclosure.get_offered_items(case, at.keys, "police")}
    assert {"person", "file"} <= offered
    assert "Linh Tranova" in known_names.get_known_names(case, at.keys)
    assert attachments.find_attachment(case, file.pk) == file


def test_facts_of_rows_that_came_along_are_asked_for_before_it_closes(at):
    first, second = at.case(), at.case()
    row = m.Exploiter.objects.create(case=first)
    missing = closing.get_missing_facts(merge(at, first, second))
    assert any(one.key == row.pk for one in missing)


def test_the_page_says_what_was_merged_into_it(at):
    first, second, third = chain(at)
    merge(at, first, second)
    case = merge(at, second, third)
    page = at.client().get(reverse("cases:case", args=[case.pk])).text
    assert "Merged into this case" in page
    for part in (first, second):
        assert reverse("cases:case", args=[part.pk]) in page
    assert "Merged into this case" not in at.client().get(reverse("cases:case", args=[first.pk])).text


def test_what_describes_a_merged_case_counts_in_the_figures_for_the_one_that_goes_on(at):
    first, second = at.case(), at.case()
    before = m.PersonGroup.objects.count()
    group_of(first, at.keys, gender="mixed")
    m.CaseLocation.objects.update(country="fr")
    merge(at, first, second)
    tables = {
        table.title: table
        for table in monthly_statistics.get_tables(monthly_statistics.get_months(timezone.localdate(at.now))[0])
    }
    assert sum(row[1] for row in tables["People by gender"].rows) == before + 1
    assert [row[1] for row in tables["Cases by country"].rows] == [1]


# --- Who may read it, and what stays unsettled -----------------------------------------------------------------------


def test_nothing_is_merged_that_is_half_sent_or_waits_for_a_second_person(at):
    first, second = at.case(), at.case()
    draft = begin(at, first)
    with pytest.raises(ActionRefused, match="not sent yet"):
        merge(at, first, second)
    drafts.drop_draft(referral=draft, actor=at.handler, at=at.now)
    approvals.request_approval(kind=ApprovalKind.LEVEL, case=first, reason="x", **who(at))
    with pytest.raises(ActionRefused, match="second person"):
        merge(at, first, second)
    assert fresh(first).status != Status.MERGED


def test_a_restricted_case_is_not_merged_where_more_people_would_read_it(at):
    first, second = at.case(), at.case()
    restrictions.restrict_case(case=first, marking=Marking.RESTRICTED, reason="x", **who(at))
    with pytest.raises(ActionRefused, match="More people may open"):
        merge(at, first, second)
    restrictions.restrict_case(case=second, marking=Marking.RESTRICTED, reason="x", **who(at))
    merge(at, first, second)


def test_who_is_kept_out_of_one_is_kept_out_of_what_it_went_into(at):
    first, second = at.case(), at.case()
    UserFactory(role=StaffRole.TRIAGE_LEAD)
    restrictions.keep_reader_out(case=first, user=at.lead, actor=at.handler, at=at.now)
    case = merge(at, first, second)
    assert at.client(at.lead).get(reverse("cases:case", args=[case.pk])).status_code == 404


# --- Keeping and erasing ---------------------------------------------------------------------------------------------


def test_a_hold_anywhere_holds_all_that_was_merged(at):
    first, second, third = chain(at)
    merge(at, first, second)
    merge(at, second, third)
    for held in (first, second, third):
        hold = cf.hold(held, at.keys.unlocked)
        assert merged_cases.get_cases_on_hold() == {first.pk, second.pk, third.pk}
        m.LegalHold.objects.filter(pk=hold.pk).delete()
    assert merged_cases.get_cases_on_hold() == set()


def test_the_ages_and_the_first_day_of_a_merged_case_count_for_how_long_it_is_kept(at):
    first, second = at.case(age_of_person="under_18"), at.case(age_of_person="under_18")
    group_of(first, at.keys, age_bands=["under_12"])
    earlier = at.now - timedelta(days=400)
    m.Case.objects.filter(pk=first.pk).update(opened_at=earlier)
    _kind, alone = retention_period.get_class_and_last_day(fresh(first), at.now.date())
    case = merge(at, fresh(first), second)
    assert retention_period.get_class_and_last_day(case, at.now.date())[1] == alone


def test_a_request_to_erase_breaks_no_hold_and_takes_no_merged_case_from_the_one_that_goes_on(at):
    first, second = at.case(), at.case()
    case = merge(at, first, second)
    m.Case.objects.filter(pk=second.pk).update(status="closed", closed_at=at.now, closure_reason="referred")
    with pytest.raises(ActionRefused, match=f"merged into {second.reference}"):
        access_requests._must_be_free(fresh(first))
    hold = cf.hold(first, at.keys.unlocked)
    with pytest.raises(ActionRefused, match="legal hold"):
        access_requests._must_be_free(fresh(case))
    m.LegalHold.objects.filter(pk=hold.pk).delete()
    access_requests._must_be_free(fresh(case))


def test_what_is_found_in_a_merged_case_is_written_down_as_the_one_that_goes_on(at):
    first, second = at.case(), at.case()
    merge(at, first, second)
    given = {"who": "Ada", "how": "By letter", "wants": "All", "received_on": at.now.date(), "is_held_apart": False}
    asked = access_requests.record_request(kind=RequestKind.ERASURE, **given, by=at.handler, at=at.now)
    said = {"by": at.handler, "keys": at.keys, "at": at.now}
    asked = access_requests.save_identity_check(
        access_request=asked, outcome=access_requests.CONFIRMED, how="By phone", **said
    )
    hits = [Hit("case", case.pk, case.reference) for case in (first, second)]
    asked = access_requests.save_findings(access_request=asked, hits=hits, **said)
    found = access_requests.read_answer(asked, at.keys).found
    assert [one["reference"] for one in found] == [second.reference]


def test_known_words_of_tellers_are_the_same_from_either_side(at):
    first, second = at.case(), at.case()
    called(at, second)
    merge(at, first, second)
    assert set(tellers.get_teller_details(fresh(first), at.keys)) >= set(CALLER.values())
