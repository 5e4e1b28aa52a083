"""A draft that only the browser holding its cookie can read. The caller stores the blob.

See docs/requirements/security.md#sealed-drafts.
"""

import base64
import binascii
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from portal.vault import encryption
from portal.vault.encryption import KEY_BYTES, Place


@dataclass(frozen=True)
class DraftCookie:
    """The cookie of a draft. id: finds the row, and may be stored. key: 32 bytes, never stored."""

    id: UUID
    key: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """Return the cookie's value: 75 characters that no browser quotes."""
        return f"{self.id.hex}{base64.urlsafe_b64encode(self.key).decode().rstrip('=')}"

    def place(self, what: str = "answers") -> Place:
        """Return where something of this draft belongs."""
        return Place(case=self.id, model="vault.draft", field=what, row=self.id)


def new_draft_cookie() -> DraftCookie:
    """Return a cookie for a new draft."""
    return DraftCookie(id=uuid4(), key=encryption.new_key())


def parse_draft_cookie(text: str) -> DraftCookie | None:
    """Return the cookie; None for what is no cookie of ours."""
    try:
        draft = UUID(hex=text[:32])
        key = base64.b64decode(f"{text[32:]}=", altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    return DraftCookie(id=draft, key=key) if len(key) == KEY_BYTES else None


def seal_draft(cookie: DraftCookie, text: str) -> bytes:
    """Seal the text of a draft for the holder of the cookie."""
    return encryption.seal_text(cookie.key, text, cookie.place())


def open_draft(cookie: DraftCookie, sealed: bytes) -> str:
    """Return the draft's text. Raises encryption.DecryptionError."""
    return encryption.open_text(cookie.key, sealed, cookie.place())
