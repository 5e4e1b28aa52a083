"""The draft: readable with its cookie only, saved page by page, limited, and gone after two hours."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from compliance.concerns.models import Draft
from compliance.concerns.rules import journey
from compliance.concerns.services import draft as drafts
from portal.vault.sealed_drafts import DraftCookie, new_draft_cookie

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def opened(now):
    return drafts.start_draft(answers={"purpose": "report_concern"}, now=now)


def find(opened, now):
    return drafts.find_draft(opened.cookie.text, now=now)


def test_only_the_cookie_with_the_key_opens_it(opened, now):
    assert find(opened, now).answers == {"purpose": "report_concern"}
    assert drafts.find_draft(DraftCookie(opened.cookie.id, new_draft_cookie().key).text, now=now) is None
    assert drafts.find_draft("", now=now) is None
    assert b"report_concern" not in bytes(Draft.objects.get().blob)


def test_it_is_gone_two_hours_after_the_last_step(opened, now):
    assert find(opened, now + drafts.DRAFT_TTL)
    assert find(opened, now + drafts.DRAFT_TTL + timedelta(seconds=1)) is None
    drafts.extend_draft(opened, now=now + timedelta(hours=1))
    assert find(opened, now + drafts.DRAFT_TTL + timedelta(seconds=1))


def test_a_page_replaces_its_own_answers_and_no_others(opened, now):
    save = drafts.save_answers
    save(opened.cookie, keys=("account", "phone"), values={"account": "First", "phone": "1"}, now=now)
    save(opened.cookie, keys=("account", "phone"), values={"account": "Second"}, now=now)
    assert find(opened, now).answers == {"purpose": "report_concern", "account": "Second"}
    Draft.objects.all().delete()
    with pytest.raises(drafts.Gone):
        save(opened.cookie, keys=(), values={}, now=now)


def test_a_card_is_added_once_up_to_the_maximum_and_removed(opened, now):
    for number in range(journey.MAX_CARDS + 2):
        for _ in range(2):
            drafts.add_card(opened.cookie, "places", {"id": str(number)}, now=now)
    cards = find(opened, now).answers["places"]
    assert [card["id"] for card in cards] == [str(number) for number in range(journey.MAX_CARDS)]
    drafts.remove_card(opened.cookie, "places", "1", now=now)
    assert "1" not in {card["id"] for card in find(opened, now).answers["places"]}


def test_a_file_with_its_original_is_noted_once_and_forgotten_together(opened, now):
    token, uuid, original = str(uuid4()), str(uuid4()), str(uuid4())
    common = {"token": token, "kind": "pdf", "size": 3, "scan": "clean"}
    facts = [
        common | {"uuid": uuid, "role": "cleaned"},
        common | {"uuid": original, "role": "original", "beside": uuid},
    ]
    assert drafts.claim_files(opened.cookie, facts, now=now)
    assert not drafts.claim_files(opened.cookie, facts, now=now)
    assert Draft.objects.get().files.count() == 2
    assert set(drafts.remove_file(opened.cookie, uuid, now=now)) == {uuid, original}
    assert not Draft.objects.get().files.exists() and not find(opened, now).files


def test_a_draft_is_decrypted_again_only_where_somebody_saved_meanwhile(opened, now):
    same = drafts.reopen(opened, Draft.objects.get())
    same.answers["account"] = "Changed in the copy"
    assert "account" not in opened.answers
    drafts.save_answers(opened.cookie, keys=(), values={"account": "Another tab"}, now=now)
    assert drafts.reopen(opened, Draft.objects.get()).answers["account"] == "Another tab"
