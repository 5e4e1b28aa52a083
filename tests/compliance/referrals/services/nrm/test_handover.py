"""The preparation pack: begun, answered, handed over once, confirmed, deleted.

See docs/requirements/helpline.md#pack-hand-over.
"""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from compliance.casework.models import Case, LegalHold
from compliance.casework.services import approvals
from compliance.data_protection.services import retention
from compliance.referrals.choices import PackStage
from compliance.referrals.models import Consent, NrmPack
from compliance.referrals.services.nrm import handover, packs
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from portal.vault import encryption
from portal.vault.encryption import DecryptionError
from tests.factories.packs import RECIPIENT, approve, begin, fill, handed, inside, who
from tests.factories.sharing import NAME, agency, people
from tests.support.pdfs import assert_ua, extract_text, open_pdf

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("consents", ["not_asked", "lacks_capacity"])
def test_an_adult_who_has_not_decided_gets_no_pack(at_desk, consents):
    with pytest.raises(ActionRefused, match="not decided"):
        begin(at_desk, consents=consents)


@pytest.mark.parametrize(("nation", "is_refused"), [("scotland", True), ("northern-ireland", True), ("wales", False)])
def test_a_duty_to_notify_is_prepared_only_where_there_is_one(at_desk, nation, is_refused):
    case = at_desk.case()
    Case.objects.update(nation=nation)
    given = {
        "case": case,
        "group": people(case, at_desk.keys),
        "age": "adult",
        "consents": "refused",
        "facts": {"on": at_desk.now.date()},
    }
    if is_refused:
        with pytest.raises(ActionRefused, match="no duty to notify"):
            packs.start_pack(**given, helps_authorities=False, words="", **who(at_desk))
    else:
        assert (
            packs.start_pack(**given, helps_authorities=False, words="", **who(at_desk)).pathway == "adult_consent_no"
        )


def test_the_consent_of_an_adult_is_kept_and_of_a_child_none_is_asked(at_desk):
    assert begin(at_desk).consent.with_interpreter
    child = begin(at_desk, age="under_18", consents="")
    assert (child.pathway, child.consent) == ("child_referral", None)
    assert Consent.objects.count() == 1


def test_the_case_gives_the_first_draft(at_desk):
    pack = begin(at_desk)
    draft = {key: one["value"] for key, one in packs.get_answers(pack, at_desk.keys).items()}
    assert draft["where-exploitation-happened-uk-city"] == ["chesterfield"]
    assert draft["types-of-exploitation"] == ["forced-to-work", "wages-taken"]
    assert draft["modern-slavery-indicators"] == "yes" and "Gant" in draft["who-exploited-pv"]
    assert NAME not in json.dumps(draft)


@pytest.mark.parametrize(
    ("consents", "helps", "names"), [("given", False, True), ("refused", True, True), ("refused", False, False)]
)
def test_what_leaves_says_who_it_is_only_with_consent_or_cooperation(at_desk, consents, helps, names):
    """In the PDF and in the JSON, nobody is named without consent; and nobody who told us is in either
    (docs/requirements/helpline.md#pack-identity).
    """
    _pack, link = handed(at_desk, begin(at_desk, consents=consents, helps=helps))
    document, data = inside(handover.open_link(link.secret, now=at_desk.now).body)
    words = extract_text(document)
    for mark in ("Lethanh", "Tuan"):
        assert (mark in words) is names and (mark in json.dumps(data)) is names
    if not names:
        assert "Mill Lane" not in words + json.dumps(data)
    assert "Quillfeather" not in words + json.dumps(data) and "slept in a shed" in words.replace("\n", " ")
    assert data["schema"] == "nrm-pack/1" and data["answers"]["pv-want-to-submit-nrm"] == (
        "yes" if consents == "given" else "no"
    )
    assert_ua(open_pdf(document))
    first = " ".join(words.split("\f")[0].split())
    assert "This is not a referral. No decision can be made from it." in first and "0800 808 3733" in first


def test_a_gap_that_nobody_explains_stops_the_hand_over(at_desk):
    pack = begin(at_desk)
    with pytest.raises(ActionRefused, match="Give a reason for each missing answer"):
        handover.request_approval(pack=pack, recipient=RECIPIENT, reason="x", **who(at_desk))


@pytest.mark.parametrize("email", ["ada@gmail.example", "ada@police.uk.example", "ada@notpolice.uk"])
def test_only_a_work_address_is_taken(at_desk, email):
    pack = fill(at_desk, begin(at_desk))
    with pytest.raises(ActionRefused, match="work email address"):
        handover.request_approval(pack=pack, recipient=RECIPIENT | {"email": email}, reason="x", **who(at_desk))
    agency(email_domains=["rowan.example"])
    assert handover.is_work_address("pat@help.rowan.example", "the_salvation_army")


@pytest.mark.parametrize(
    ("code", "email", "is_theirs"),
    [
        ("the_salvation_army", "ada@salvationarmy.org.uk", True),
        ("migrant_help", "ada@migranthelpuk.org", True),
        ("unseen", "ada@salvationarmy.org.uk", False),
        ("derbyshire_county_council", "ada@derbyshire.gov.uk", True),
        ("bath_and_north_east_somerset_council", "ada@bathnes.gov.uk", True),
        # A parish, another council, Parliament and the health service are not who was chosen.
        ("derbyshire_county_council", "clerk@hayfieldparishcouncil.gov.uk", False),
        ("derbyshire_county_council", "ada@derby.gov.uk", False),
        ("home_office_asylum_group_other", "clerk@parliament.uk", False),
        ("derbyshire_constabulary", "ada@nhs.uk", False),
        ("home_office_asylum_group_other", "ada@homeoffice.gov.uk", True),
        ("health_and_social_care_trusts_hsc_trusts", "ada@belfasttrust.hscni.net", True),
    ],
)
@pytest.mark.django_db
def test_the_address_is_at_the_organisation_that_was_chosen(code, email, is_theirs):
    assert handover.is_work_address(email, code) is is_theirs


def test_an_organisation_whose_addresses_are_not_certain_needs_an_account(at_desk):
    pack = fill(at_desk, begin(at_desk))
    client = at_desk.client()
    given = {"organisation": "fair_work_agency", "person": "Ada Moss", "email": "ada@fwa.example", "reason": "x"}
    page = client.post(reverse("cases:nrm_hand_over", args=[pack.case.pk, pack.pk]), given)
    assert page.status_code == 422
    assert "Ask a lead to give them a partner account" in page.text
    assert "ada@fwa.example" in page.text


def test_nobody_hands_it_over_alone_and_a_change_takes_back_the_yes(at_desk):
    pack = fill(at_desk, begin(at_desk))
    pack = handover.request_approval(pack=pack, recipient=RECIPIENT, reason="x", **who(at_desk))
    with pytest.raises(ActionRefused, match="second person"):
        handover.hand_over(pack=pack, **who(at_desk))
    with pytest.raises(ActionRefused):
        approvals.decide_approval(approval=pack.approval, is_yes=True, answer="", **who(at_desk))
    pack = approve(at_desk, pack)
    pack = fill(at_desk, pack, **{"living-conditions": "Another story"})
    with pytest.raises(ActionRefused, match="second person"):
        handover.hand_over(pack=pack, **who(at_desk))


def test_the_link_opens_once_and_its_key_is_in_the_link_only(at_desk):
    pack, link = handed(at_desk, begin(at_desk))
    row = NrmPack.objects.get(pk=pack.pk)
    assert link.secret not in str(row.__dict__) and row.link_hash not in link.secret
    with pytest.raises(DecryptionError):
        encryption.open_text(at_desk.keys.get_key(pack.case), row.link_package, handover._place(row))
    # Looking at the page uses nothing up.
    assert Client().get(reverse("pack", args=[link.secret])).status_code == 200
    assert Client().head(reverse("pack", args=[link.secret])).status_code == 200
    taken = Client().post(reverse("pack", args=[link.secret]))
    assert taken.headers["Content-Type"] == "application/zip" and inside(taken.content)
    gone = Client().post(reverse("pack", args=[link.secret]))
    never = Client().get(reverse("pack", args=["never-there"]))
    assert (gone.status_code, never.status_code) == (404, 404)
    assert NrmPack.objects.get(pk=pack.pk).link_package is None
    assert Entry.objects.get(action="casework.nrm.downloaded").actor == handover.SOMEBODY


def test_after_72_hours_it_opens_no_more_but_another_link_can_be_made(at_desk):
    pack, link = handed(at_desk, begin(at_desk))
    late = at_desk.now + timedelta(hours=72)
    assert not handover.is_link_open(link.secret, now=late)
    with pytest.raises(handover.LinkGone):
        handover.open_link(link.secret, now=late)
    at_desk.now = late
    new = handover.new_link(pack=pack, **who(at_desk))
    with pytest.raises(handover.LinkGone):
        handover.open_link(link.secret, now=late)
    assert handover.open_link(new.secret, now=late).body


def test_what_a_link_would_have_opened_goes_once_it_ran_out_and_the_pack_stays(at_desk):
    pack, link = handed(at_desk, begin(at_desk))
    assert handover.drop_expired_links(at_desk.now + timedelta(hours=71)) == 0
    late = at_desk.now + timedelta(hours=72)
    assert (handover.drop_expired_links(late), handover.drop_expired_links(late)) == (1, 0)
    row = packs.find_pack(pack.case, pack.pk)
    assert row.link_package is None
    assert packs.get_answers(row, at_desk.keys)
    assert not handover.is_link_open(link.secret, now=at_desk.now)


def deleted(now) -> int:
    """By the nightly job, to which one pack of one is not too much here."""
    return retention.run_retention(now).erased["packs"]


def test_28_days_after_the_confirmation_the_answers_go_and_stage_and_dates_stay(at_desk, small_share):
    pack, _link = handed(at_desk, begin(at_desk))
    handover.confirm_referral(pack=pack, on=at_desk.now.date(), reference="NRM-1", is_dtn=False, **who(at_desk))
    before, after = at_desk.now + timedelta(days=27), at_desk.now + timedelta(days=28)
    assert deleted(before) == 0
    assert (deleted(after), deleted(after)) == (1, 0)
    row = packs.find_pack(pack.case, pack.pk)
    assert (row.answers, row.recipient, row.link_package) == (b"", b"", None)
    assert row.stage == PackStage.REFERRED and set(row.stage_dates) == {
        "pack_in_preparation", "pack_sent_to_first_responder", "referred",
    }  # fmt: skip
    later = handover.save_stage(pack=row, stage=PackStage.RG_POSITIVE, actor=at_desk.handler, at=after)
    assert later.stage_dates["rg_positive"]


def test_a_legal_hold_keeps_it(at_desk, small_share):
    pack, _link = handed(at_desk, begin(at_desk))
    handover.confirm_referral(pack=pack, on=at_desk.now.date(), reference="", is_dtn=False, **who(at_desk))
    hold = LegalHold(case=pack.case, set_at=at_desk.now)
    at_desk.keys.seal(hold, reason="Court")
    hold.save()
    after = at_desk.now + timedelta(days=40)
    assert deleted(after) == 0
    hold.lifted_at = after
    hold.save()
    assert deleted(after) == 1


def test_taken_back_the_answers_go_at_once(at_desk):
    pack = fill(at_desk, begin(at_desk))
    gone = packs.withdraw_pack(pack=pack, **who(at_desk))
    assert gone.stage == PackStage.WITHDRAWN and gone.answers == b""
    with pytest.raises(ActionRefused):
        handover.request_approval(pack=gone, recipient=RECIPIENT, reason="x", **who(at_desk))


# --- The pages -------------------------------------------------------------------------------------------------------


def test_from_consent_to_the_link_on_the_pages(at_desk):
    case, client = at_desk.case(), at_desk.client()
    group = people(case, at_desk.keys)
    address = reverse("cases:nrm_begin", args=[case.pk])
    page = client.get(address).content.decode()
    # Nothing is ticked in advance (docs/requirements/helpline.md#pack-consent).
    assert not any(
        f'name="{name}"' in part and "checked" in part
        for part in page.split("<input")
        for name in ("explained", "consents")
    )
    given = {
        "group": str(group.pk),
        "age": "adult",
        "consents": "given",
        "how_given": "call",
        "language": "vi",
        "words": "",
    }
    assert client.post(address, given).status_code == 422
    assert client.post(address, given | {"explained": ["0", "1", "2", "3", "4", "5"]}).status_code == 303
    pack = NrmPack.objects.get()
    shown = client.get(reverse("cases:nrm", args=[case.pk, pack.pk])).content.decode()
    assert "This is not a referral" in shown and "What is missing" in shown
    section = reverse("cases:nrm_section", args=[case.pk, pack.pk, "background"])
    assert "Twelve people sleep in a shed" not in client.get(section).content.decode().split("<form")[0]
    said = {"version": pack.version, "family": "Two brothers", "family.source": "person", "education.why": "Too tired"}
    assert client.post(section, said).status_code == 303
    wrong = client.post(section, {"version": pack.version + 1, "family": "Two sisters"})
    assert wrong.status_code == 422 and "Two sisters" in wrong.content.decode()
    stale = client.post(section, said)
    assert stale.status_code == 409
    kept = packs.get_answers(packs.find_pack(case, pack.pk), at_desk.keys)
    assert kept["family"] == {"value": "Two brothers", "source": "person", "why": ""}
    assert kept["education"]["why"] == "Too tired"


def test_a_page_asks_before_the_answers_are_deleted(at_desk):
    pack, client = fill(at_desk, begin(at_desk)), at_desk.client()
    shown, address = (reverse(name, args=[pack.case_id, pack.pk]) for name in ("cases:nrm", "cases:nrm_withdraw"))
    asks = client.get(address).content.decode()
    assert "no one can restore it" in asks and "The link" not in asks and "copy" not in asks
    assert address in client.get(shown).content.decode() and NrmPack.objects.get().answers
    assert client.post(address, follow=True).redirect_chain == [(shown, 303)]
    assert NrmPack.objects.get().stage == PackStage.WITHDRAWN
    assert client.get(address)["Location"] == shown, "deleted already, by whoever came first"


def test_before_the_answers_are_deleted_the_page_says_what_the_first_responder_keeps(at_desk):
    pack, made = handed(at_desk, begin(at_desk))
    address = reverse("cases:nrm_withdraw", args=[pack.case_id, pack.pk])
    asks = at_desk.client().get(address).content.decode()
    assert "stops working" in asks and "keeps their copy" in asks
    assert Client().post(reverse("pack", args=[made.secret])).status_code == 200
    asks = at_desk.client().get(address).content.decode()
    assert "keeps their copy" in asks and "stops working" not in asks


def test_the_part_that_says_who_it_is_asks_why(at_desk):
    pack = fill(at_desk, begin(at_desk))
    client = at_desk.client()
    address = reverse("cases:nrm_section", args=[pack.case.pk, pack.pk, "person"])
    assert "Lethanh" not in client.get(address).content.decode()
    opened = client.post(address, {"reason": "referral"})
    assert "Lethanh" in client.get(opened.headers["Location"]).content.decode()
    assert Entry.objects.filter(action="casework.identity.revealed", detail__whose="person").count() == 1
    other = at_desk.client(at_desk.lead)
    assert "Lethanh" not in other.get(opened.headers["Location"]).content.decode()


def test_every_section_is_shown_and_saved(at_desk):
    pack = fill(at_desk, begin(at_desk))
    client = at_desk.client()
    for code, _label in packs.get_sections(pack, at_desk.keys):
        address = reverse("cases:nrm_section", args=[pack.case.pk, pack.pk, code])
        if not packs.get_questions(pack, code, at_desk.keys):
            assert client.get(address).status_code == 404
            continue
        response = client.get(address)
        assert response.status_code == 200
    preview = client.get(reverse("cases:nrm_preview", args=[pack.case.pk, pack.pk])).content.decode()
    assert "Lethanh" in preview and "Quillfeather" not in preview


def test_the_link_is_shown_on_the_answer_only(at_desk):
    pack = approve(
        at_desk,
        handover.request_approval(pack=fill(at_desk, begin(at_desk)), recipient=RECIPIENT, reason="x", **who(at_desk)),
    )
    client = at_desk.client()
    page = client.post(reverse("cases:nrm_link", args=[pack.case.pk, pack.pk])).content.decode()
    assert "/pack/" in page and "ada.moss@derbyshire.police.uk" in page
    assert "/pack/" not in client.get(reverse("cases:nrm", args=[pack.case.pk, pack.pk])).content.decode()
