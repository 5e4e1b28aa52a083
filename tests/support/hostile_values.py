"""Hostile values for a field: by kind of control, a list of names and values that no person types."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.canaries import HOSTILE
from tests.support.forms import Question, Value

NINES = "9" * 5000
# A name, what is typed; bytes go out as they are, so that they need not be UTF-8.
TEXTS: dict[str, Value] = {
    "null": "a\x00b",
    "script": HOSTILE,
    "megabyte": "Words and words. " * 62_000,
    "half a character": b"\xed\xa0\x80 \xff\xfe \xc0\x80",
    "formula": '=HYPERLINK("http://elsewhere.example";"click")',
    "right to left": "\u202egnp.exe\u202c \u200f\u2066\u200b\ufeff",
    "combining": "e" + "\u0301" * 10_000,
    "database": "'; DROP TABLE statements_version; --",
    "template": "{{ settings.SECRET_KEY }}{% load x %}%(name)s{0.__class__}",
    "number": "-1",
    "gigantic": NINES,
    "letters in front": "١٢٣²",
    "empty": "",
}
CODES: dict[str, Value] = {"unknown": "no-such-code", "null": "\x00", "script": HOSTILE, "gigantic": NINES, "empty": ""}
DATES: dict[str, tuple[str, ...]] = {
    "31 February": ("31", "2", "2026"),
    "month 13": ("1", "13", "2026"),
    "year 0": ("1", "1", "0000"),
    "year 99999": ("1", "1", "99999"),
    "letters": ("aa", "bb", "cc"),
    "negative": ("-1", "-1", "-2026"),
    "gigantic": (NINES, NINES, NINES),
    "null": ("1\x00", "1", "2026"),
    "other digits": ("١", "²", "２０２６"),
    "half": ("1", "", ""),
    "29 February": ("29", "2", "2025"),
    "script": (HOSTILE, HOSTILE, HOSTILE),
    "empty": ("", "", ""),
}
HIDDEN: dict[str, Value | None] = {
    "missing": None,
    "negative": "-1",
    "null": "\x00",
    "gigantic": NINES,
    "unknown": "no-such-thing",
    "digits": "²",
    "many": "2000",
    "list": "[]",
    "deep": "[" * 100_000,
    "object": '{"id": 5}',
    "passkey": '{"id": "é", "rawId": "x", "type": "public-key", "response": {"clientDataJSON": 5}}',
}
FILES: dict[str, tuple[str, bytes, str] | None] = {
    "no picture": ("page.png", b"<script>alert(1)</script>", "image/png"),
    "no bytes": ("page.pdf", b"", "application/pdf"),
    "page": ("page.html", b"<html><script>alert(1)</script>", "application/pdf"),
    "name": ("../../\u202egnp.<script>.svg", b"<svg onload='alert(1)'/>", "image/svg+xml"),
    "long name": ("n" * 5000 + ".pdf", b"%PDF-1.7 broken", "application/pdf"),
    "nothing": None,
}


def get_hostile_values(question: Question) -> dict[str, tuple[Value, ...]]:
    """Return every hostile value of a field, by name; no value at all leaves the field out."""
    if question.kind == "date":
        return dict(DATES)
    if question.kind == "file":
        return {name: (SimpleUploadedFile(*given),) if given else () for name, given in FILES.items()}
    if question.kind == "hidden":
        return {name: () if value is None else (value,) for name, value in HIDDEN.items()}
    if question.kind in {"radio", "checkbox", "select"}:
        return {name: (value,) for name, value in CODES.items()} | {"missing": ()}
    return {name: (value,) for name, value in TEXTS.items()} | {"missing": ()}


def must_be_refused(question: Question, name: str) -> bool:
    """Return whether this value can be no answer to the question, whatever the form asks for."""
    if name in {"empty", "missing", "nothing"} or question.kind == "hidden":
        return False
    if question.kind in {"date", "file", "radio", "select"}:
        return True
    if question.kind == "checkbox":
        return question.options != ["on"]
    return name in {"null", "megabyte"} or question.kind in {"email", "url", "number"}
