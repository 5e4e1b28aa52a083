"""A draft opens with its cookie and with nothing else."""

import pytest

from portal.vault import sealed_drafts
from portal.vault.encryption import DecryptionError


def test_the_cookie_opens_its_draft():
    cookie = sealed_drafts.new_draft_cookie()
    assert (
        sealed_drafts.open_draft(cookie, sealed_drafts.seal_draft(cookie, '{"account": "it began…"}'))
        == '{"account": "it began…"}'
    )


def test_the_cookie_comes_back_from_its_text():
    cookie = sealed_drafts.new_draft_cookie()
    assert sealed_drafts.parse_draft_cookie(cookie.text) == cookie
    assert len(cookie.text) == 75
    assert cookie.text.replace("-", "").replace("_", "").isalnum()


def test_the_draft_alone_does_not_open():
    cookie = sealed_drafts.new_draft_cookie()
    sealed = sealed_drafts.seal_draft(cookie, "secret")
    assert b"secret" not in sealed
    with pytest.raises(DecryptionError):
        sealed_drafts.open_draft(sealed_drafts.DraftCookie(cookie.id, bytes(32)), sealed)


def test_another_cookie_does_not_open_it():
    sealed = sealed_drafts.seal_draft(sealed_drafts.new_draft_cookie(), "secret")
    with pytest.raises(DecryptionError):
        sealed_drafts.open_draft(sealed_drafts.new_draft_cookie(), sealed)


def test_a_draft_under_another_id_does_not_open():
    cookie, other = sealed_drafts.new_draft_cookie(), sealed_drafts.new_draft_cookie()
    with pytest.raises(DecryptionError):
        sealed_drafts.open_draft(
            sealed_drafts.DraftCookie(other.id, cookie.key), sealed_drafts.seal_draft(cookie, "secret")
        )


@pytest.mark.parametrize("text", ["", "x", "0" * 32, "0" * 74, "0" * 76, "é" * 75, "0" * 32 + "!" * 43, "0" * 10**6])
def test_what_is_no_cookie_of_ours_is_none(text):
    assert sealed_drafts.parse_draft_cookie(text) is None


def test_the_key_is_in_no_error_report():
    cookie = sealed_drafts.new_draft_cookie()
    assert repr(cookie.key) not in repr(cookie)
    assert cookie.text[32:] not in repr(cookie)


def test_each_part_of_a_draft_has_its_own_place():
    cookie = sealed_drafts.new_draft_cookie()
    assert cookie.place("receipt") != cookie.place()
