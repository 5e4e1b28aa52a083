"""The pages of check, review, approval and signature, as people use them."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from PIL import Image

from compliance.statements.choices import State
from compliance.statements.models import Approval, CheckAnswer, Signature
from compliance.statements.signoff.services import review
from portal.files.models import StoredFile
from tests.compliance.statements.conftest import AT, make_business, state_of
from tests.compliance.statements.editor.test_views import MAX_QUERIES, section_data
from tests.factories.accounts import sign_in

# --- Check and review -----------------------------------------------------------------------------------------------


def test_the_check_says_what_it_is_and_keeps_the_drafters_answer(business, visit, at):
    business.written()
    client = visit("editor")
    body = client.get(at("check")).content.decode()
    assert "It does not show that the law is met, and it is not legal advice." in body
    assert "compliant" not in body.lower().replace("non-compliant", "")
    data = {"criterion": "g_registry", "text": "We do this in May."}
    assert client.post(at("check"), data).status_code == 303
    assert "We do this in May." in visit("approver").get(at("review")).content.decode()
    assert client.post(at("check"), data | {"text": "x" * 501}).status_code == 422
    client.post(at("check"), data | {"text": ""})
    assert not CheckAnswer.objects.exists()
    assert client.post(at("check"), {"criterion": "none", "text": "x"}).status_code == 404


def test_the_check_begins_with_counts_by_weight_and_with_what_stops_publication(business, visit, at):
    business.written()
    response = visit("viewer").get(at("check"))
    body, groups = response.content.decode(), response.context["groups"]
    assert [group.weight for group in groups] == ["must", "should", "good_practice", "pending"]
    results = [row["result"] for group in groups for row in (*group.open, *group.closed)]
    assert len(results) == len({result.criterion for result in results}) == 56
    must = groups[0]
    stops = [row["result"].stops_publication for row in must.open]
    assert any(stops)
    assert stops == sorted(stops, reverse=True)
    counted = f"{len(must.open)} to review, {must.met} met"
    assert body.index(counted) < body.index('<h2 class="govuk-heading-l" id="must"')
    assert 'href="#must"' in body


def test_each_result_of_the_check_keeps_its_reason_source_and_place(business, visit, at):
    business.written()
    response = visit("viewer").get(at("check"))
    shown = [row for group in response.context["groups"] for row in (*group.open, *group.closed)]
    for row, part in zip(
        shown, response.content.decode().split('<div class="portal-item portal-result" id="')[1:], strict=True
    ):
        assert part.startswith(row["result"].criterion)
        assert row["result"].reason
        for told in (row["result"].question, row["result"].reason, row["outcome"], row["way"].address):
            assert escape(told) in part.replace("&#39;", "&#x27;")
        # Once folded on screen, once for paper.
        assert part.replace("&#39;", "&#x27;").count(f"Source: {escape(row['sources'])}") == 2


def test_what_a_bill_would_ask_is_a_notice_and_no_failure(business, visit, at):
    business.written()
    response = visit("viewer").get(at("check"))
    pending = response.context["groups"][3]
    assert {row["result"].criterion for row in pending.open} == {"b_all_six_topics", "b_registry_submission"}
    assert {str(row["outcome"]) for row in pending.open} == {"Not law today"}
    assert [row["result"].criterion for row in pending.closed] == ["b_no_steps_reason"]
    body = response.content.decode()
    assert "2 notices, 1 not applicable" in body
    assert body.index('govuk-tag--blue">Not law today') > body.index('id="b_registry_submission"')


def test_the_check_reads_what_the_draft_says_of_the_person_who_is_to_sign(business, visit, at):
    version = business.written()
    section = version.sections.get(code="signoff")
    section.answers |= {
        "signatory_first_name": "Robin",
        "signatory_last_name": "Example",
        "signatory_job_title": "Chair",
        "signatory_role": "director",
        "signatory_on_approving_board": True,
    }
    section.save()
    shown = visit("viewer").get(at("check")).context["groups"]
    results = {row["result"].criterion: row["result"] for group in shown for row in (*group.open, *group.closed)}
    assert results["g_signatory_on_board"].result == "met"
    assert results["g_signature_details"].result == "partly_met"
    assert "To sign it: Robin Example, Chair" in results["law_signature"].reason
    assert results["law_signature"].stops_publication


def test_claims_are_shown_with_their_sentence_on_the_section_and_the_check(business, visit, at):
    business.start()
    client = visit("editor")
    client.post(at("section", section="risk"), section_data(narrative_risk="Our supply chains are slavery-free."))
    for name in (at("section", section="risk"), at("check")):
        assert "Our supply chains are slavery-free." in client.get(name).content.decode()


def test_review_is_walked_on_the_page(business, visit, at):
    version = business.written()
    visit("editor").post(at("review"), {"act": "send"})
    assert state_of(version) == State.INTERNAL_REVIEW
    approver = visit("approver")
    assert approver.post(at("review"), {"act": "changes", "text": ""}).status_code == 422
    approver.post(at("review"), {"act": "changes", "section": "risk", "text": "Which tier?"})
    comment = version.comments.get()
    visit("editor").post(at("review"), {"act": "reply", "comment": comment.uuid, "text": "Tier 2."})
    visit("editor").post(at("review"), {"act": "send"})
    approver.post(at("review"), {"act": "resolve", "comment": comment.uuid})
    approver.post(at("review"), {"act": "ready"})
    assert state_of(version) == State.READY_FOR_APPROVAL
    assert visit("editor").post(at("review"), {"act": "reply", "comment": "none", "text": "x"}).status_code == 404


@pytest.fixture
def thread(business):
    """A comment of the editor, open and just written."""
    return review.comment(version=business.written(), actor=business.editor, at=AT, text="Which tier?", section="risk")


@pytest.mark.parametrize("name", ["viewer", "second", "editor", "approver", "administrator"])
def test_everybody_replies_and_a_thread_stays_open(business, visit, at, thread, name):
    sent = {"act": "reply", "comment": thread.uuid, "text": "Tier 2."}
    assert visit(name).post(at("review"), sent).status_code == 303
    thread.refresh_from_db()
    said = thread.replies.get()
    assert (said.text, said.author, thread.resolved_at) == ("Tier 2.", business.people[name], None)


@pytest.mark.parametrize(
    ("name", "may"),
    [("viewer", False), ("second", False), ("editor", True), ("approver", True), ("administrator", True)],
)
def test_who_asked_approves_or_administers_resolves_a_thread(visit, at, thread, name, may):
    """The editor asked."""
    client = visit(name)
    assert (">Resolve" in client.get(at("review")).content.decode()) is may
    answer = client.post(at("review"), {"act": "resolve", "comment": thread.uuid})
    thread.refresh_from_db()
    assert (answer.status_code, thread.resolved_at is not None) == ((303, True) if may else (403, False))


def test_a_comment_is_changed_by_its_author_on_the_page(business, visit, at, thread):
    sent = {"act": "reword", "comment": thread.uuid, "text": "Which tiers?"}
    assert "Change what you wrote" not in visit("second").get(at("review")).content.decode()
    visit("second").post(at("review"), sent)
    thread.refresh_from_db()
    assert thread.text == "Which tier?"
    author = visit("editor")
    assert "Change what you wrote" in author.get(at("review")).content.decode()
    empty = author.post(at("review"), sent | {"text": ""})
    assert empty.status_code == 422
    assert f'href="#id_{thread.uuid}_reword_text"' in empty.content.decode()
    assert author.post(at("review"), sent).status_code == 303
    thread.refresh_from_db()
    assert thread.text == "Which tiers?"


def test_the_review_asks_few_questions_of_the_database_however_many_comments(
    business, visit, at, thread, django_assert_max_num_queries
):
    for number in range(20):
        review.comment(version=thread.version, actor=business.approver, at=AT, text=f"Question {number}")
    client = visit("editor")
    client.get(at("review"))
    with django_assert_max_num_queries(MAX_QUERIES):
        assert "Question 19" in client.get(at("review")).content.decode()


# --- Approve and sign -----------------------------------------------------------------------------------------------


def approval_data(version, **changes) -> dict:
    return {
        "body": "board_of_directors",
        "approved_on_day": "20",
        "approved_on_month": "11",
        "approved_on_year": "2026",
        "way": "recorded",
        "reference": "Minute 7",
        "confirm": ["text", "whole", "day"],
        "seen_hash": version.content_hash,
    } | changes


def signature_data(version, **changes) -> dict:
    return {
        "way": "on_screen",
        "first_name": "Approver",
        "last_name": "Example",
        "job_title": "Director",
        "role": "director",
        "on_board": "yes",
        "confirm": "on",
        "seen_hash": version.content_hash,
    } | changes


def test_the_page_shows_the_exact_text_and_takes_approval_and_signature(business, visit, at, tmp_path):
    version = business.ready()
    client = visit("approver")
    assert "We buy gloves" in client.get(at("approve")).content.decode()
    page = tmp_path / "minute.png"
    Image.new("RGB", (2, 2)).save(page)
    with page.open("rb") as upload:
        response = client.post(at("approve"), approval_data(version, page=upload))
    assert response.status_code == 303, response.context["form"].errors
    approval = Approval.objects.get()
    assert approval.page is not None
    private = at("signed_page", page=approval.page.uuid)
    assert client.get(private).status_code == 200
    assert visit("viewer").get(private).status_code == 404
    assert client.post(at("sign"), signature_data(version)).status_code == 303
    assert Signature.objects.get().first_name == "Approver"
    assert state_of(version) == State.SIGNED


@pytest.mark.parametrize(
    ("account", "typed"),
    [
        (("Dora", "Flint"), ("dora", "FLINT")),
        (("Dora Anne", "Flint"), ("dora", "ANNE  flint")),
        (("Dora", "Groß"), ("Dora", "GROSS")),
    ],
)
def test_a_name_signed_on_screen_stands_as_the_account_spells_it(business, visit, at, account, typed):
    version = business.ready()
    business.approve(version)
    business.approver.first_name, business.approver.last_name = account
    business.approver.save()
    data = signature_data(version, first_name=typed[0], last_name=typed[1])
    assert visit("approver").post(at("sign"), data).status_code == 303
    signature = Signature.objects.get()
    assert f"{signature.first_name} {signature.last_name}" == " ".join(account)


def test_a_recorded_signature_keeps_the_name_as_it_was_recorded(business, visit, at):
    version = business.ready()
    business.approve(version)
    day = {"signed_on_day": "20", "signed_on_month": "11", "signed_on_year": "2026"}
    data = signature_data(version, way="recorded", first_name="APPROVER", **day)
    assert visit("approver").post(at("sign"), data).status_code == 303
    assert Signature.objects.get().first_name == "APPROVER"


def test_an_account_spelling_too_long_for_the_record_stays_as_typed(business, visit, at):
    version = business.ready()
    business.approve(version)
    business.approver.first_name = "ss" * 26
    business.approver.save()
    assert visit("approver").post(at("sign"), signature_data(version, first_name="ß" * 26)).status_code == 303
    assert Signature.objects.get().first_name == "ß" * 26


@pytest.mark.parametrize("name", ["approve", "sign"])
def test_the_whole_text_stands_before_the_form_and_a_link_leads_past_it(business, visit, at, name):
    version = business.ready()
    if name == "sign":
        business.approve(version)
    body = visit("approver").get(at(name)).content.decode()
    order = ['href="#give"', 'id="exact"', "We buy gloves", 'id="give"', 'href="#exact"', 'name="seen_hash"']
    assert [body.index(part) for part in order] == sorted(body.index(part) for part in order)
    # A heading of the sign-off only where there is one.
    assert ('id="signoff-heading"' in body) == (name == "sign")
    closed = visit("editor").get(at(name)).content.decode()
    assert f'href="{at("preview")}"' in closed
    assert 'name="seen_hash"' not in closed


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"first_name": "Somebody"}, "Type your own name"),
        ({"role": "partner"}, "Select the role"),
        ({"confirm": ""}, "Confirm that this is the text"),
        ({"job_title": "x" * 51}, "50 characters or fewer"),
        ({"seen_hash": "0" * 64}, "Read version 1 first"),
        ({"way": "recorded"}, "Enter the date of the signature"),
        ({"way": "\x00"}, "Say how it was given"),
    ],
)
def test_a_signature_that_does_not_hold_is_a_message(business, visit, at, changes, message):
    version = business.ready()
    business.approve(version)
    response = visit("approver").post(at("sign"), signature_data(version, **changes))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"body": "committee"}, "Select the body"),
        ({"approved_on_year": "2099"}, "today or in the past"),
        ({"approved_on_day": "31"}, "real date"),
        ({"confirm": []}, "Confirm that the body"),
        ({"confirm": ["text", "day"]}, "tick each point"),
        ({"seen_hash": "0" * 64}, "Read version 1 first"),
        ({"reference": "x" * 161}, "160 characters or fewer"),
    ],
)
def test_an_approval_that_does_not_hold_is_a_message(business, visit, at, changes, message):
    version = business.ready()
    response = visit("approver").post(at("approve"), approval_data(version, **changes))
    assert response.status_code == 422
    assert message in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"approved_on_month": "3"}, "dated before the end of the financial year"),
        ({"reference": ""}, "There is no evidence of the decision"),
    ],
)
def test_what_is_odd_about_an_approval_is_said_once_and_may_stand(business, visit, at, changes, message):
    version, client = business.ready(), visit("approver")
    assert 'name="is_sure"' not in client.get(at("approve")).content.decode()
    response = client.post(at("approve"), approval_data(version, **changes))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert 'href="#id_is_sure"' in response.content.decode()
    assert not Approval.objects.exists()
    assert client.post(at("approve"), approval_data(version, **changes, is_sure="on")).status_code == 303
    assert Approval.objects.exists()


def test_an_approval_given_on_screen_needs_no_minute_and_a_sound_one_no_second_look(business, visit, at):
    version, client = business.ready(), visit("approver")
    refused = client.post(at("approve"), approval_data(version, confirm=[])).content.decode()
    assert 'name="is_sure"' not in refused
    assert client.post(at("approve"), approval_data(version, way="on_screen", reference="")).status_code == 303


def test_a_file_of_another_kind_is_refused_at_its_field(business, visit, at, tmp_path):
    version = business.ready()
    page = tmp_path / "minute.pdf"
    page.write_bytes(b"<html>")
    with page.open("rb") as upload:
        response = visit("approver").post(at("approve"), approval_data(version, page=upload))
    assert response.status_code == 422
    assert not Approval.objects.exists()


def test_a_page_whose_approval_is_refused_is_not_kept(business, visit, at, tmp_path):
    version = business.ready()
    page = tmp_path / "minute.png"
    Image.new("RGB", (2, 2)).save(page)
    with page.open("rb") as upload:
        response = visit("approver").post(at("approve"), approval_data(version, page=upload, seen_hash="0" * 64))
    assert response.status_code == 422
    assert "Read version 1 first" in response.content.decode()
    assert not StoredFile.objects.exists()


def test_approval_asks_again_who_is_there(business, at):
    business.ready()
    late = sign_in(Client(), business.approver, seconds_ago=100_000)
    response = late.get(at("approve"))
    assert response.status_code == 302
    assert "reauthenticate" in response["Location"]


def test_an_editor_gets_403_for_approving(business, visit, at):
    version = business.ready()
    assert visit("editor").post(at("approve"), approval_data(version)).status_code == 403


def test_declining_and_taking_back_are_pages(business, visit, at):
    version = business.ready()
    assert visit("approver").post(at("decline"), {"reason": ""}).status_code == 422
    visit("approver").post(at("decline"), {"reason": "Figures."})
    assert state_of(version) == State.DRAFTING
    again = business.organisation.statements.get().versions.get()
    assert json.dumps(again.number) == "2"


def test_the_page_says_what_is_left_before_the_text_can_be_approved(business, visit, at):
    version = business.start()
    review.comment(version=version, actor=business.approver, at=AT, text="Which?", section="risk")
    page = visit("approver").get(at("approve")).content.decode()
    assert re.search(r"Not ready: \d+ tasks left\.", page)
    assert f'href="{at("review")}">1 open comment</a>' in page
    assert f'href="{at("section", section="period")}' in page or f'href="{at("section", section="signoff")}' in page
    done = make_business()
    ready = done.written()
    assert "There is nothing left to write." in signed_in_page(done, ready)


def signed_in_page(business, version) -> str:
    client = Client()
    sign_in(client, business.approver)
    address = reverse("statements:approve", args=[business.organisation.slug, version.statement.year])
    return client.get(address).content.decode()
