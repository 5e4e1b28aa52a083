"""The wizard of a referral on the desk, and what an agency sees.

See docs/requirements/helpline.md#referral-wizard, docs/requirements/helpline.md#partner-scope,
docs/requirements/helpline.md#without-consent.
"""

import io
import re

import pikepdf
import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.casework.services import approvals
from compliance.referrals.models import Consent, Disclosure, Referral
from portal.history.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.sharing import AGENCY_PASSPHRASE, NAME, agency

pytestmark = pytest.mark.django_db
# Session, user, roles, unlocking; the case, what was merged into it, its tellers and the frame; then one a kind of
# thing on the tab.
QUERIES = 19


def to(name, *args):
    return reverse(name, args=args)


def begin(client, case, key="police:derbyshire_constabulary"):
    response = client.post(to("cases:refer", case.pk), {"target": key, "kind": "referral"})
    assert response.status_code == 303, response.content.decode()[:3000]
    return Referral.objects.filter(case=case).latest("made_at")


def names_on(client, case, row):
    page = client.get(to("cases:refer_what", case.pk, row.pk)).content.decode()
    return re.findall(r'name="names"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="names"', page)


def choose(client, case, row, *kinds, ground="consent", **words):
    found = [one or other for one, other in names_on(client, case, row)]
    names = [name for name in found if not kinds or name.partition(":")[0] in kinds]
    assert names
    response = client.post(
        to("cases:refer_what", case.pk, row.pk), {"names": names, "note": "", "version": row.version}
    )
    assert response.status_code == 303
    row.refresh_from_db()
    response = client.post(
        to("cases:refer_ground", case.pk, row.pk), {"ground": ground, "version": row.version, **words}
    )
    row.refresh_from_db()
    return response


def digest_of(page):
    return re.search(r'name="digest" value="([0-9a-f]{64})"', page)[1]


def test_from_the_case_to_a_phone_call_that_is_written_down(at_desk):
    case, client = at_desk.case(), at_desk.client()
    assert "Nothing has been passed on yet" in client.get(to("cases:referrals", case.pk)).content.decode()
    found = client.get(to("cases:refer", case.pk)).content.decode()
    assert "Derbyshire" in found and "Fair Work Agency" in found
    row = begin(client, case)
    assert choose(client, case, row, "account", "place").status_code == 303
    page = client.get(to("cases:refer_check", case.pk, row.pk)).content.decode()
    assert "Twelve people sleep in a shed" in page and NAME not in page and "Brightway Wash" in page
    record = client.get(to("cases:refer_record", case.pk, row.pk)).content.decode()
    response = client.post(
        to("cases:refer_record", case.pk, row.pk),
        {
            "route": "phone",
            "who": "Sergeant Ito",
            "reference": "INC-44",
            "call_back": "101",
            "digest": digest_of(record),
        },
    )
    assert response.status_code == 303
    shown = client.get(to("cases:referral", case.pk, row.pk)).content.decode()
    assert "Sergeant Ito" in shown and "INC-44" in shown and "Brightway Wash" in shown
    assert Disclosure.objects.get().recipient_type == "police"
    assert "Sent" in client.get(to("cases:referrals", case.pk)).content.decode()


def test_the_name_of_a_confidential_reporter_stands_in_no_log_mail_or_column(at_desk, caplog):
    """Over the whole way of a referral and a pack: planted in the name, the account and the note.

    See docs/requirements/helpline.md#reporter-stays-unknown.
    """
    case, client = at_desk.case(), at_desk.client()
    row = begin(client, case)
    names = [one or other for one, other in names_on(client, case, row)]
    client.post(
        to("cases:refer_what", case.pk, row.pk), {"names": names, "note": f"Ask {NAME}", "version": row.version}
    )
    row.refresh_from_db()
    client.post(to("cases:refer_ground", case.pk, row.pk), {"ground": "consent", "version": row.version})
    # The name was ticked too, so that the rules refuse: it is confidential.
    check = client.get(to("cases:refer_check", case.pk, row.pk)).content.decode()
    assert "who told us asked us not to share" in check
    row.refresh_from_db()
    kept = [name for name in names if not name.startswith("reporter")]
    client.post(to("cases:refer_what", case.pk, row.pk), {"names": kept, "note": f"Ask {NAME}", "version": row.version})
    check = client.get(to("cases:refer_check", case.pk, row.pk)).content.decode()
    assert "Quillfeather" not in check
    made = client.get(to("cases:refer_record", case.pk, row.pk)).content.decode()
    sent = client.post(
        to("cases:refer_record", case.pk, row.pk), {"route": "phone", "who": "Ito", "digest": digest_of(made)}
    )
    assert sent.status_code == 303 and "Quillfeather" not in caplog.text and not mail.outbox
    for model in apps.get_models():
        for values in model._base_manager.values_list():
            assert not any(b"Quillfeather" in _bytes(value) for value in values), model


def _bytes(value) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_without_consent_it_cannot_be_sent_and_the_page_says_why(at_desk):
    """See docs/requirements/helpline.md#without-consent."""
    case, client = at_desk.case(consent=[]), at_desk.client()
    row = begin(client, case)
    assert choose(client, case, row, "account").status_code == 422
    check = client.get(to("cases:refer_check", case.pk, row.pk)).content.decode()
    assert "No one has agreed to this," in check and "Download file" not in check
    made = client.get(to("cases:refer_record", case.pk, row.pk)).content.decode()
    response = client.post(
        to("cases:refer_record", case.pk, row.pk), {"route": "phone", "who": "Ito", "digest": digest_of(made)}
    )
    assert response.status_code == 422 and not Disclosure.objects.exists()
    response = client.post(to("cases:refer_file", case.pk, row.pk), {"passphrase": "x", "digest": digest_of(made)})
    assert response.status_code == 303 and not Entry.objects.filter(action="casework.referral.file_made").exists()


def test_an_override_says_what_is_missing_and_keeps_what_was_typed(at_desk):
    case, client = at_desk.case(consent=[]), at_desk.client()
    row = begin(client, case)
    response = choose(client, case, row, "account", ground="serious_crime", facts="", is_told="no")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Enter the facts you rely on" in page and "Enter why you did not tell them" in page
    response = choose(
        client, case, row, "account", ground="serious_crime", facts="Locked in", is_told="no", why_not_told="He reads"
    )
    assert response.status_code == 303
    check = client.get(to("cases:refer_check", case.pk, row.pk)).content.decode()
    assert "Ask a second person" in check and "Locked in" in check and "go ahead" not in check
    client.post(to("cases:refer_ask", case.pk, row.pk), {"act": "ask"})
    assert "A second person has been asked" in client.get(to("cases:refer_check", case.pk, row.pk)).content.decode()
    row.refresh_from_db()
    lead = at_desk.client(at_desk.lead)
    asked = lead.get(to("desk:approval", row.approval_id)).content.decode()
    assert "Locked in" in asked and "Original report" in asked
    approvals.decide_approval(
        approval=row.approval,
        is_yes=True,
        answer="",
        actor=at_desk.lead,
        keys=at_desk.keys_of(at_desk.lead),
        at=at_desk.now,
    )
    assert "Record who took it" in client.get(to("cases:refer_check", case.pk, row.pk)).content.decode()


def test_the_file_comes_with_a_passphrase_that_is_shown_once(at_desk):
    case, client = at_desk.case(), at_desk.client()
    row = begin(client, case)
    choose(client, case, row, "account")
    page = client.get(to("cases:refer_check", case.pk, row.pk))
    check = page.content.decode()
    passphrase = re.search(r'name="passphrase" value="([^"]+)"', page.content.decode())[1]
    assert "no-store" in page.headers["Cache-Control"]
    file = client.post(to("cases:refer_file", case.pk, row.pk), {"digest": digest_of(check), "passphrase": passphrase})
    assert file.headers["Content-Disposition"] == f'attachment; filename="{case.reference}-referral.pdf"'
    assert pikepdf.open(io.BytesIO(file.content), password=passphrase).pages
    again = client.get(to("cases:refer_check", case.pk, row.pk)).content.decode()
    assert passphrase not in again


def test_where_no_place_is_known_the_page_says_so(at_desk):
    case = at_desk.case(town="", address="", premises_name="", vehicle="", place_unknown=True)
    page = at_desk.client().get(to("cases:refer", case.pk)).content.decode()
    assert "No partners found for this place" in page and "National Crime Agency" in page


def test_somebody_typed_needs_a_name_and_a_kind(at_desk):
    case, client = at_desk.case(), at_desk.client()
    response = client.post(to("cases:refer", case.pk), {"target": "other", "kind": "referral"})
    assert response.status_code == 422 and not Referral.objects.exists()
    row = begin_other(client, case)
    assert at_desk.keys.facts(row, "target")["name"] == "Moorside Law Centre"


def begin_other(client, case):
    client.post(
        to("cases:refer", case.pk),
        {"target": "other", "kind": "referral", "other_type": "legal_advice", "other_name": "Moorside Law Centre"},
    )
    return Referral.objects.select_related("case__data_key").get()


def test_an_agency_opens_its_own_referrals_by_its_passphrase_and_answers(at_desk):
    case, client = at_desk.case(consent=["support_provider"]), at_desk.client()
    partner, user = agency()
    row = begin(client, case, f"partner:{partner.pk}")
    choose(client, case, row, "place", "people")
    check = client.get(to("cases:refer_check", case.pk, row.pk)).content.decode()
    assert client.post(to("cases:refer_send", case.pk, row.pk), {"digest": digest_of(check)}).status_code == 303
    theirs = sign_in(Client(), user)
    assert to("agency:referral", row.pk) in theirs.get(to("agency:home")).content.decode()
    closed = theirs.get(to("agency:referral", row.pk)).content.decode()
    assert "Brightway" not in closed and case.reference not in closed
    wrong = theirs.post(to("agency:referral", row.pk), {"passphrase": "not the right words"})
    assert wrong.status_code == 422 and "Brightway" not in wrong.content.decode()
    opened = theirs.post(to("agency:referral", row.pk), {"passphrase": AGENCY_PASSPHRASE}).content.decode()
    assert "Brightway Wash" in opened and case.reference in opened and "Gant" not in opened
    row.refresh_from_db()
    assert row.acknowledged_at
    today = timezone.localdate()
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    answer = {"status": "done", "outcome": "support_started", "version": row.version, "words": "A bed is found."}
    assert theirs.post(to("agency:answer", row.pk), answer | day).status_code == 303
    row.refresh_from_db()
    assert (row.status, row.outcome) == ("done", "support_started")
    assert "Support started" in client.get(to("cases:referral", case.pk, row.pk)).content.decode()


def test_an_agency_sees_nothing_behind_its_referral_and_nothing_of_others(at_desk):
    """See docs/requirements/helpline.md#partner-scope."""
    case, client = at_desk.case(consent=["support_provider"]), at_desk.client()
    partner, user = agency()
    _other, stranger = agency("Elm House")
    row = begin(client, case, f"partner:{partner.pk}")
    theirs, strangers = sign_in(Client(), user), sign_in(Client(), stranger)
    # Not before it is sent.
    assert theirs.get(to("agency:referral", row.pk)).status_code == 404
    choose(client, case, row, "place")
    check = client.get(to("cases:refer_check", case.pk, row.pk)).content.decode()
    client.post(to("cases:refer_send", case.pk, row.pk), {"digest": digest_of(check)})
    assert theirs.get(to("agency:referral", row.pk)).status_code == 200
    for address in (to("agency:referral", row.pk), to("agency:answer", row.pk)):
        assert strangers.get(address).status_code == 404
    for name, args in (
        ("cases:case", (case.pk,)), ("cases:referrals", (case.pk,)), ("cases:referral", (case.pk, row.pk)),
        ("cases:refer_check", (case.pk, row.pk)), ("desk:queue", ()), ("partners:table", ()),
    ):  # fmt: skip
        assert theirs.get(to(name, *args)).status_code == 404
    partner.ended_at = at_desk.now
    partner.save()
    assert theirs.get(to("agency:home")).status_code == 404


def test_no_case_of_another_opens_through_a_referral_of_ones_own(at_desk):
    mine, other = at_desk.case(), at_desk.case()
    client = at_desk.client()
    row = begin(client, mine)
    for name in ("refer_what", "refer_ground", "refer_check", "refer_record", "referral", "referral_answer"):
        assert client.get(to(f"cases:{name}", other.pk, row.pk)).status_code == 404


def test_a_restricted_case_shows_none_of_it(at_desk):
    case, client = at_desk.case(), at_desk.client()
    row = begin(client, case)
    case.marking, case.owner = "sealed", at_desk.lead
    case.save()
    for name, args in (
        ("referrals", ()),
        ("refer", ()),
        ("refer_check", (row.pk,)),
        ("nrm_begin", ()),
        ("consent", ()),
    ):
        assert client.get(to(f"cases:{name}", case.pk, *args)).status_code == 404


def test_consent_is_written_down_and_seen(at_desk):
    case, client = at_desk.case(), at_desk.client()
    day = at_desk.now.date()
    given = {
        "whose": "teller", "recipient": "support_provider", "state": "given", "how_given": "call", "language": "en",
        "on_day": day.day, "on_month": day.month, "on_year": day.year, "words": "Said yes",
    }  # fmt: skip
    assert client.post(to("cases:consent", case.pk), given).status_code == 303
    row = Consent.objects.select_related("case__data_key").get()
    assert (row.recipient, row.state, at_desk.keys.read(row, "words")) == ("support_provider", "given", "Said yes")
    page = client.get(to("cases:referrals", case.pk)).content.decode()
    assert "Support provider" in page and "in the form" in page
    assert client.post(to("cases:consent", case.pk), given | {"state": ""}).status_code == 422


def test_two_people_at_one_draft_lose_nothing(at_desk):
    case, client = at_desk.case(), at_desk.client()
    row = begin(client, case)
    names = [one or other for one, other in names_on(client, case, row)]
    first = {"names": names[:1], "note": "Mine", "version": row.version}
    assert client.post(to("cases:refer_what", case.pk, row.pk), first).status_code == 303
    second = client.post(to("cases:refer_what", case.pk, row.pk), first | {"note": "Theirs"})
    assert second.status_code == 409 and "Theirs" in second.content.decode()


def test_silence_is_asked_after_and_written_down(at_desk):
    case, client = at_desk.case(), at_desk.client()
    row = begin(client, case)
    choose(client, case, row, "place")
    made = client.get(to("cases:refer_record", case.pk, row.pk)).content.decode()
    client.post(to("cases:refer_record", case.pk, row.pk), {"route": "phone", "who": "Ito", "digest": digest_of(made)})
    client.post(to("cases:referral_called", case.pk, row.pk), {"who": "Ito", "what": "Still looking"})
    assert "Still looking" in client.get(to("cases:referral", case.pk, row.pk)).content.decode()
    row.refresh_from_db()
    day = at_desk.now.date()
    given = {"status": "done", "outcome": "no_feedback", "on_day": day.day, "on_month": day.month, "on_year": day.year}
    response = client.post(to("cases:referral_answer", case.pk, row.pk), given | {"version": row.version})
    assert response.status_code == 422 and "time to respond. Record" in response.content.decode()
    Referral.objects.update(status="no_response")
    assert "The answer is overdue" in client.get(to("cases:referral", case.pk, row.pk)).content.decode()
    response = client.post(to("cases:referral_answer", case.pk, row.pk), given | {"version": row.version})
    assert response.status_code == 303


def test_the_tab_asks_as_little_for_many_referrals_as_for_few(at_desk, django_assert_num_queries):
    case, client = at_desk.case(), at_desk.client()
    begin(client, case)
    client.get(to("cases:referrals", case.pk))
    with django_assert_num_queries(QUERIES):
        client.get(to("cases:referrals", case.pk))
    for _number in range(6):
        begin(client, case)
    with django_assert_num_queries(QUERIES):
        client.get(to("cases:referrals", case.pk))
