"""Files that go with a referral: inside the encrypted PDF, or sealed to the agency; which ones, the page says first."""

import hashlib
import io
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from compliance.casework.services import approvals, attachments, removals
from compliance.concerns.models import ConcernFile
from compliance.referrals.choices import Route
from compliance.referrals.models import Disclosure, Referral
from compliance.referrals.rules.disclosure import FILE, FILES, ORIGINAL, REPORTER, Refused, get_kinds, judge
from compliance.referrals.services import dispatch, drafts, partners, responses
from portal.core.exceptions import ActionRefused
from portal.files import services as stored_files
from portal.history.models import Entry
from portal.vault.encryption import DecryptionError
from tests.compliance.casework.services.test_case_files import told
from tests.compliance.referrals.rules.test_disclosure import OVERRIDE, wish
from tests.factories import told_files as made
from tests.factories.accounts import sign_in
from tests.factories.casework import attach
from tests.factories.referrals import begin, digest, send
from tests.factories.sharing import AGENCY_PASSPHRASE, NAME, agency
from tests.support.pdfs import assert_ua, extract_text, open_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    storages = {name: dict(kind) for name, kind in settings.STORAGES.items()}
    for name in ("private", "concerns"):
        storages[name] = {**storages[name], "OPTIONS": {"location": tmp_path / name}}
    settings.STORAGES = storages


def packed(settings) -> list[Path]:
    root = Path(settings.STORAGES["private"]["OPTIONS"]["location"]) / "packages"
    return [path for path in root.rglob("*") if path.is_file()]


def choose(at, row, *names, reason=""):
    row = drafts.choose_items(
        referral=row, names=["urgency", *names], note="", file_reason=reason, keys=at.keys, version=row.version
    )
    return drafts.save_ground(referral=row, ground=drafts.Ground(), keys=at.keys, version=row.version)


def make_file(at, row, passphrase):
    given = {"digest": digest(at, row), "actor": at.handler, "keys": at.keys, "at": at.now}
    return dispatch.make_file(referral=row, passphrase=passphrase, **given)


# --- Which may go ----------------------------------------------------------------------------------------------------


def test_whoever_investigates_may_get_a_file_as_it_came_and_nobody_else():
    assert get_kinds("police") >= FILES
    assert get_kinds("la_children") & FILES == {FILE} == get_kinds("victim_support_provider") & FILES
    assert not get_kinds("business_remediation") & FILES


@pytest.mark.parametrize(
    ("kinds", "reason", "refused", "approval"),
    [
        ({FILE}, "", (), ""),
        ({ORIGINAL}, "", (Refused.NO_FILE_REASON,), "identity_release"),
        ({ORIGINAL}, " ", (Refused.NO_FILE_REASON,), "identity_release"),
        ({ORIGINAL}, "The police need its time", (), "identity_release"),
    ],
    ids=["cleaned", "as it came", "an empty reason", "with a reason"],
)
def test_a_file_as_it_came_needs_a_reason_and_a_second_person(kinds, reason, refused, approval):
    verdict = judge(wish(kinds=kinds, file_reason=reason))
    assert (verdict.refused, verdict.approval) == (refused, approval)
    assert verdict.waits == bool(approval)


@pytest.mark.parametrize(("kind", "waits"), [(FILE, False), (ORIGINAL, True), (REPORTER, True)])
def test_a_child_does_not_wait_for_a_cleaned_file(kind, waits):
    asked = wish(
        target="police", age="under_18", kinds={kind}, file_reason="Time", **OVERRIDE | {"ground": "child_at_risk"}
    )
    assert judge(asked).waits == waits


def test_nothing_is_ticked_by_itself_and_the_page_says_what_each_file_is(at_desk):
    case, client = at_desk.case(), at_desk.client()
    told(case, made.photo(), note=f"The yard, by {NAME}", keeps_original=True)
    attach(case, at_desk.handler, what="A letter from the council")
    row = begin(at_desk, case)
    page = client.get(reverse("cases:refer_what", args=[case.pk, row.pk])).text
    ticks = re.findall(r'<input[^>]*name="enclosed"[^>]*>', page)
    assert len(ticks) == 3 and not any("checked" in tick for tick in ticks)
    assert "A letter from the council" in page and "Original file, not cleaned" in page
    assert NAME not in page and "[withheld]" in page


def test_the_page_asks_why_a_file_goes_as_it_came(at_desk):
    case, client = at_desk.case(), at_desk.client()
    told(case, made.photo(), keeps_original=True)
    row, original = begin(at_desk, case), ConcernFile.objects.get(role="original")
    given = {"names": ["urgency"], "enclosed": [f"original:{original.pk}"], "note": "", "version": row.version}
    address = reverse("cases:refer_what", args=[case.pk, row.pk])
    answer = client.post(address, given)
    assert answer.status_code == 422 and "Enter why you must send the original file, or remove it" in answer.text
    assert client.post(address, given | {"file_reason": "The police need the time"}).status_code == 303
    draft = drafts.read_draft(drafts.find_referral(case, row.pk), at_desk.keys)
    assert (draft.names, draft.file_reason) == (("urgency", f"original:{original.pk}"), "The police need the time")


# --- Inside the encrypted file ---------------------------------------------------------------------------------------


def test_one_passphrase_opens_the_document_and_every_file_in_it(at_desk, tmp_path):
    """By the programs that people have: qpdf and poppler read what Acrobat, Firefox and Evince read."""
    case = at_desk.case()
    photo = told(case, made.photo(), note="The yard")
    letter = attach(case, at_desk.handler, body=b"Dear somebody, they keep the passports.")
    row = choose(at_desk, begin(at_desk, case), f"file:{photo.pk}", f"file:{letter.pk}")
    passphrase, path = dispatch.new_passphrase(), tmp_path / "referral.pdf"
    path.write_bytes(make_file(at_desk, row, passphrase))
    assert b"Dear somebody" not in path.read_bytes() and b"/JFIF" not in path.read_bytes()
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    with pikepdf.open(path, password=passphrase) as inside:
        assert set(inside.attachments) == {f"{str(photo.pk)[:8]}.jpg", f"{str(letter.pk)[:8]}.txt"}
        assert inside.encryption.R == 6 and inside.Root.PageMode == "/UseAttachments"
        body = inside.attachments[f"{str(letter.pk)[:8]}.txt"].get_file().read_bytes()
    assert body == b"Dear somebody, they keep the passports."
    for command in (
        ["qpdf", f"--password={passphrase}", "--list-attachments", str(path)],
        ["pdfdetach", "-upw", passphrase, "-saveall", "-o", str(tmp_path / "out"), str(path)],
    ):
        (tmp_path / "out").mkdir(exist_ok=True)
        assert subprocess.run(command, check=True, capture_output=True).returncode == 0
        wrong = [part.replace(passphrase, "wrong") for part in command]
        assert subprocess.run(wrong, check=False, capture_output=True).returncode != 0


def test_the_document_says_which_files_are_in_it_and_stays_tagged(at_desk):
    case = at_desk.case()
    letter = attach(case, at_desk.handler)
    row = choose(at_desk, begin(at_desk, case), f"file:{letter.pk}")
    document = dispatch.render_plain_pdf(
        drafts.build_package(row, at_desk.keys, on=dispatch.get_local_date(at_desk.now))
    )
    words = extract_text(document).replace("\n", " ")
    assert "A letter" in words and f"{str(letter.pk)[:8]}.txt" in words and "Attachments" in words
    assert_ua(open_pdf(document))


def test_the_check_page_shows_just_the_files_that_go(at_desk):
    case, client = at_desk.case(), at_desk.client()
    photo, letter = told(case, made.photo(), note="The yard"), attach(case, at_desk.handler, what="A letter")
    row = choose(at_desk, begin(at_desk, case), f"file:{letter.pk}")
    page = client.get(reverse("cases:refer_check", args=[case.pk, row.pk])).text
    assert "1 file is included" in page and hashlib.sha256(b"Dear somebody").hexdigest() in page
    assert "The yard" not in page and str(photo.pk)[:8] not in page
    assert "You cannot share files by phone" in page


def test_what_was_written_down_holds_each_file_with_its_fingerprint(at_desk):
    case = at_desk.case()
    letter = attach(case, at_desk.handler)
    row = choose(at_desk, begin(at_desk, case), f"file:{letter.pk}")
    with pytest.raises(ActionRefused, match="by phone"):
        send(at_desk, row, Route.PHONE)
    sent = send(at_desk, row, Route.SECURE_EMAIL)
    shown = Disclosure.objects.get()
    assert shown.fields_sent == ["urgency", f"file:{letter.pk}"]
    digest_of = hashlib.sha256(b"Dear somebody").hexdigest()
    assert at_desk.keys.facts(shown, "words")["files"] == [
        {"name": f"{str(letter.pk)[:8]}.txt", "what": "A letter", "sha256": digest_of}
    ]
    assert digest_of in at_desk.client().get(reverse("cases:referral", args=[case.pk, sent.pk])).text
    assert "with 1 file" in at_desk.client().get(reverse("cases:referrals", args=[case.pk])).text


def test_a_file_that_was_removed_since_is_not_sent_unseen(at_desk):
    case = at_desk.case()
    letter = attach(case, at_desk.handler)
    row = choose(at_desk, begin(at_desk, case), f"file:{letter.pk}")
    before = digest(at_desk, row)
    removals.remove_row(
        row=attachments.find_attachment(case, letter.pk), actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now
    )
    with pytest.raises(ActionRefused, match="has changed"):
        send(at_desk, row, Route.SECURE_EMAIL, digest=before)


def test_what_the_scanner_has_not_found_clean_does_not_go(at_desk, settings, tmp_path):
    case = at_desk.case()
    letter = attach(case, at_desk.handler)
    row = choose(at_desk, begin(at_desk, case), f"file:{letter.pk}")
    settings.SCANNER_SOCKET = str(tmp_path / "nobody-listens")
    with pytest.raises(ActionRefused, match="The virus scanner has not cleared a file"):
        make_file(at_desk, row, "x")


def test_an_original_goes_once_a_second_person_agreed_and_the_reason_is_kept(at_desk):
    case = at_desk.case()
    told(case, made.photo(), keeps_original=True)
    original = ConcernFile.objects.get(role="original")
    row = choose(at_desk, begin(at_desk, case), f"original:{original.pk}", reason="The police need its time")
    with pytest.raises(ActionRefused, match="second person"):
        make_file(at_desk, row, "x")
    row = drafts.ask_second_person(referral=row, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now)
    assert "The police need its time" in at_desk.keys.read(row.approval, "reason")
    lead = {"actor": at_desk.lead, "keys": at_desk.keys_of(at_desk.lead), "at": at_desk.now}
    approvals.decide_approval(approval=row.approval, is_yes=True, answer="", **lead)
    row = drafts.find_referral(case, row.pk)
    with pikepdf.open(io.BytesIO(make_file(at_desk, row, "abc")), password="abc") as inside:
        [body] = [one.get_file().read_bytes() for one in inside.attachments.values()]
    assert Image.open(io.BytesIO(body)).getexif()
    send(at_desk, row, Route.SECURE_EMAIL)
    assert at_desk.keys.facts(Disclosure.objects.get(), "words")["file_reason"] == "The police need its time"


# --- To the partner's account ----------------------------------------------------------------------------------------


@pytest.fixture
def sent(at_desk):
    """A referral with a letter, in the account of an agency; its row, the letter, and the agency's person."""
    case = at_desk.case(consent=["support_provider"])
    partner, user = agency()
    letter = attach(case, at_desk.handler)
    row = choose(at_desk, begin(at_desk, case, "partner:"), f"file:{letter.pk}")
    return send(at_desk, row, Route.PARTNER_ACCOUNT), letter, partner, user


def open_package(sent, at):
    row, _letter, partner, user = sent
    return partners.open_package(
        referral=row, partner=partner, passphrase=AGENCY_PASSPHRASE, actor=user, at=at.now
    )  # fmt: skip


def test_the_agency_saves_the_file_from_the_page_that_its_passphrase_opened(sent, settings):
    row, letter, _partner, user = sent
    client = sign_in(Client(), user)
    page = client.post(reverse("agency:referral", args=[row.pk]), {"passphrase": AGENCY_PASSPHRASE}).text
    assert f"Save {str(letter.pk)[:8]}.txt" in page
    key = re.search(r'name="key" value="([0-9a-f]{64})"', page)[1]
    answer = client.post(reverse("agency:file", args=[row.pk, letter.pk]), {"key": key})
    assert b"".join(answer.streaming_content) == b"Dear somebody"
    assert answer["Content-Disposition"] == f'attachment; filename="{str(letter.pk)[:8]}.txt"'
    assert Entry.objects.filter(action="casework.partner.file_opened").count() == 1
    [path] = packed(settings)
    assert b"Dear" not in path.read_bytes()


@pytest.mark.parametrize("key", ["", "00" * 32, "not hexadecimal", "00"], ids=["none", "another", "words", "short"])
def test_without_the_key_of_the_package_the_file_stays_shut(sent, key):
    row, letter, _partner, user = sent
    client = sign_in(Client(), user)
    answer = client.post(reverse("agency:file", args=[row.pk, letter.pk]), {"key": key})
    assert answer.status_code == 303
    assert "Open the referral with your passphrase" in client.get(answer.url).text


def test_another_agency_and_another_file_are_not_there(sent, at_desk):
    row, letter, _partner, user = sent
    key = open_package(sent, at_desk).key
    _other, stranger = agency("Elm House")
    assert (
        sign_in(Client(), stranger).post(reverse("agency:file", args=[row.pk, letter.pk]), {"key": key}).status_code
        == 404
    )
    own = sign_in(Client(), user)
    assert own.post(reverse("agency:file", args=[row.pk, row.pk]), {"key": key}).status_code == 404


def test_a_key_of_one_referral_opens_the_files_of_no_other(sent, at_desk):
    row, letter, partner, user = sent
    again = choose(at_desk, begin(at_desk, row.case, "partner:"), f"file:{letter.pk}")
    again = send(at_desk, again, Route.PARTNER_ACCOUNT)
    key = open_package(sent, at_desk).key
    with pytest.raises(DecryptionError):
        partners.open_file(referral=again, partner=partner, key=key, file=letter.pk, actor=user, at=at_desk.now)


def test_after_thirty_days_or_once_it_is_taken_back_nothing_opens_and_the_bytes_go(sent, at_desk, settings):
    row, letter, partner, user = sent
    key, given = open_package(sent, at_desk).key, {"partner": partner, "file": letter.pk, "actor": user}
    with pytest.raises(partners.Closed):
        partners.open_file(referral=row, key=key, at=at_desk.now + timedelta(days=31), **given)
    responses.revoke_referral(referral=row, actor=at_desk.handler, at=at_desk.now)
    with pytest.raises(partners.Closed):
        partners.open_file(referral=Referral.objects.get(pk=row.pk), key=key, at=at_desk.now, **given)
    assert dispatch.delete_orphaned_files(at_desk.now) == 0
    assert dispatch.delete_orphaned_files(at_desk.now + timedelta(hours=2)) == 1 and packed(settings) == []


def test_what_is_still_open_is_swept_by_nobody(sent, at_desk, settings):
    later = at_desk.now + timedelta(hours=2)
    assert dispatch.delete_orphaned_files(later) == 0 == stored_files.delete_orphans(later)
    assert len(packed(settings)) == 1


def test_the_file_goes_on_opening_for_the_agency_after_the_case_let_it_go(sent, at_desk):
    """Its copy is its own: under the package's key, not the case's."""
    row, letter, partner, user = sent
    removals.remove_row(
        row=attachments.find_attachment(row.case, letter.pk), actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now
    )
    key = open_package(sent, at_desk).key
    _name, pieces = partners.open_file(
        referral=row, partner=partner, key=key, file=letter.pk, actor=user, at=at_desk.now
    )  # fmt: skip
    assert b"".join(pieces) == b"Dear somebody"
