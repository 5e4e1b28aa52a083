"""Referring: to whom, and what a recipient would see."""

import json

import pytest

from compliance.referrals.choices import Route
from compliance.referrals.rules.referrals import WITHHELD
from compliance.referrals.services import disclosure, dispatch, drafts, partners, recipients
from portal.history.models import Entry
from tests.factories.referrals import begin, choose, send
from tests.factories.sharing import AGENCY_PASSPHRASE, MARKS, NAME, PHONE, agency
from tests.support.pdfs import extract_text

pytestmark = pytest.mark.django_db


def test_police_and_council_are_found_from_the_place(at_desk):
    case = at_desk.case(age_of_person="not_sure")
    found = recipients.get_recipients(case, at_desk.keys)
    names = {target.target_type: target.name for target in found.local}
    assert names["police"].startswith("Derbyshire")
    # A district safeguards neither children nor adults: the county above it does.
    # See docs/requirements/helpline.md#responsible-bodies.
    assert names["la_children"] == "Children’s services: Derbyshire County Council"
    assert names["la_adults"] == "Adult safeguarding: Derbyshire County Council"
    types = {target.target_type for target in found.national}
    assert {"labour_enforcement", "ictg"} <= types and "victim_support_provider" not in types, "it may be a child"


def test_where_no_place_is_known_those_who_serve_everywhere_are_offered(at_desk):
    case = at_desk.case(town="", address="", premises_name="", vehicle="", place_unknown=True)
    found = recipients.get_recipients(case, at_desk.keys)
    assert found.local == [] and found.national


def test_of_an_adult_no_childrens_services_are_offered(at_desk):
    found = recipients.get_recipients(at_desk.case(), at_desk.keys)
    assert not any(target.target_type == "la_children" for target in found.all.values())


def test_a_confidential_reporter_is_in_nothing_that_leaves(at_desk):
    """A marker in the name, the phone and the e-mail, also where they wrote it into their account.

    See docs/requirements/helpline.md#reporter-stays-unknown.
    """
    case = at_desk.case()
    row = choose(at_desk, begin(at_desk, case), "account", "place", "exploiter", "needs", note=f"From {NAME}, {PHONE}")
    made = drafts.build_package(row, at_desk.keys, on=dispatch.get_local_date(at_desk.now))
    document = dispatch.render_plain_pdf(made)
    told = json.dumps(made.as_json()) + extract_text(document)
    assert not any(mark in told for mark in MARKS)
    assert told.count(WITHHELD) >= 6
    assert "Twelve people sleep in a shed" in extract_text(document).replace("\n", " ")
    send(at_desk, row)
    kept = json.dumps([entry.detail for entry in Entry.objects.all()]) + "".join(
        Entry.objects.values_list("object_label", flat=True)
    )
    assert not any(mark in kept for mark in MARKS)


def test_the_police_read_how_private_who_told_us_is_and_how_to_handle_it(at_desk):
    """See docs/requirements/helpline.md#who-receives-what."""
    case = at_desk.case(consent=["police", "support_provider"])
    item = next(one for one in disclosure.get_offered_items(case, at_desk.keys, "police") if one.kind == "handling")
    said = "someone other than the person affected, who asked us not to share their name"
    assert item.text == f"Who told us: {said}\nMarking: Casework"
    helps = disclosure.get_offered_items(case, at_desk.keys, "victim_support_provider")
    assert "handling" not in {one.kind for one in helps}


def test_the_page_the_file_and_the_partners_page_show_the_same(at_desk):
    case = at_desk.case(identity_mode="named_share", consent=["police", "support_provider"])
    partner, user = agency()
    row = choose(at_desk, begin(at_desk, case, "partner:"), "place", "people", "needs")
    made = drafts.build_package(row, at_desk.keys, on=dispatch.get_local_date(at_desk.now))
    assert row.partner == partner
    sent = send(at_desk, row, Route.PARTNER_ACCOUNT)
    seen = partners.open_package(
        referral=sent, partner=partner, passphrase=AGENCY_PASSPHRASE, actor=user, at=at_desk.now
    )
    assert seen.said == made.as_json()
    words = extract_text(dispatch.render_plain_pdf(made)).replace("\n", " ")
    assert all(part in words for item in made.items for part in item.text.split("\n")[0].split()[:2])
