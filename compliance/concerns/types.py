"""The shapes of the JSON that a concern and its files hold, encrypted as a whole."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

# JSON values by key: text, a code, codes, truth or cards; only the form of its page knows which.
type Answers = Mapping[str, Any]


class FileFacts(TypedDict):
    """What is known of a file: its own key in hex, what was removed from it, and the reporter's words about it.

    upload: SHA-256 of the bytes as they were sent, in hex; sha256 is of those that were stored.
    """

    uuid: str
    token: str
    beside: str
    key: str
    name: str
    kind: str
    size: int
    sha256: str
    upload: NotRequired[str]
    role: str
    scan: str
    removed: list[str]
    note: str
    made: str
    at: str
