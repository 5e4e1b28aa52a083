"""An agency answers in its own words, with its reference, outcome and day; only the helpline reads them."""

import pytest
from django.apps import apps
from django.test import Client

from compliance.data_protection.services import erasure
from compliance.referrals.models import ReferralAnswer
from compliance.referrals.services import dispatch, drafts
from portal.vault.encryption import DecryptionError
from tests.compliance.referrals.views.test_referrals import to
from tests.factories.accounts import sign_in
from tests.factories.sharing import agency

pytestmark = pytest.mark.django_db
TEXT, REFERENCE = "Two men were found and taken to a safe house.", "ROW-2026-77"


@pytest.fixture
def sent(at_desk):
    """A referral that went to an agency's account, and somebody who works there."""
    case = at_desk.case(consent=["support_provider"])
    partner, person = agency()
    who = {"actor": at_desk.handler, "keys": at_desk.keys, "at": at_desk.now}
    target = {"target_type": partner.target_type, "name": partner.name, "partner": str(partner.pk)}
    row = drafts.start_draft(case=case, kind="referral", target=target, **who)
    row = drafts.choose_items(referral=row, names=["urgency"], note="", keys=at_desk.keys, version=row.version)
    digest = drafts.build_package(row, at_desk.keys, on=dispatch.get_local_date(at_desk.now)).digest
    row = dispatch.send_referral(
        referral=row, route="partner_account", digest=digest, call={}, call_back_due=None, **who
    )
    return row, person


def respond(at_desk, row, person, **changed):
    client = Client()
    sign_in(client, person, seconds_ago=-3600)
    day = at_desk.now.date()
    given = {
        "status": "done", "outcome": "person_safeguarded", "words": TEXT, "reference": REFERENCE,
        "on_day": day.day, "on_month": day.month, "on_year": day.year, "version": row.version,
    }  # fmt: skip
    return client.post(to("agency:answer", row.pk), given | changed)


def test_the_helpline_reads_the_agencys_words_reference_outcome_and_day(at_desk, sent):
    row, person = sent
    assert respond(at_desk, row, person).status_code == 303
    page = at_desk.client().get(to("cases:referral", row.case_id, row.pk)).content.decode()
    assert TEXT in page and REFERENCE in page and "Person made safe" in page


def test_what_the_agency_wrote_stands_in_the_clear_in_no_column(at_desk, sent):
    respond(at_desk, *sent)
    for model in apps.get_models():
        for values in model._base_manager.values_list():
            assert not any(b"safe house" in _bytes(value) or b"ROW-2026" in _bytes(value) for value in values), model


def _bytes(value):
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_an_answer_without_an_outcome_is_refused_and_keeps_what_was_typed(at_desk, sent):
    row, person = sent
    response = respond(at_desk, row, person, outcome="")
    page = response.content.decode()
    assert response.status_code == 422 and "Select an outcome" in page and TEXT in page
    assert not ReferralAnswer.objects.exists()


def test_an_answer_goes_with_its_case(at_desk, sent):
    respond(at_desk, *sent)
    row = ReferralAnswer.objects.select_related("data_key").get()
    assert at_desk.keys.facts(row, "words") == {"text": TEXT, "reference": REFERENCE}
    erasure.erase_case(sent[0].case, by="system", at=at_desk.now)
    left = ReferralAnswer.objects.get()
    assert (left.status, left.outcome) == ("done", "person_safeguarded") and not left.words and left.data_key is None
    with pytest.raises(DecryptionError):
        at_desk.keys_of(at_desk.lead).get_key(left)
