"""Recognise the encoding of a text file. No Django here: it runs in a process of its own, which can open no file.

What is not Unicode is a guess, which a person sees and may correct.

See docs/requirements/suppliers.md#csv-encodings.
"""

import codecs
import re

from charset_normalizer import from_bytes

# Encodings that spreadsheets save CSV files in, with the names that people know them by.
ENCODING_NAMES = {
    "cp1252": "Windows-1252, Western European",
    "cp1250": "Windows-1250, Central European",
    "cp1251": "Windows-1251, Cyrillic",
    "cp1253": "Windows-1253, Greek",
    "cp1254": "Windows-1254, Turkish",
    "mac_roman": "Macintosh, Western European",
    "cp850": "DOS 850, Western European",
    "shift_jis": "Shift JIS, Japanese",
    "gb18030": "GB 18030, simplified Chinese",
    "big5": "Big5, traditional Chinese",
    "euc_kr": "EUC-KR, Korean",
    "utf-16-le": "UTF-16 without a mark",
    "utf-16-be": "UTF-16 without a mark",
}
for _encoding in ENCODING_NAMES:  # the process of its own cannot load them any more
    codecs.lookup(_encoding)
    b"".decode(_encoding)

SAMPLE_BYTES = 200_000
MIN_WIDE_SHARE = 0.4
# Fewer bytes than this are no evidence for an encoding of two bytes a letter.
MIN_WIDE_BYTES = 8
MIN_BYTES = 3
_WIDE = frozenset({"shift_jis", "gb18030", "big5", "euc_kr"})
_SINGLE_BYTE = [name for name in ENCODING_NAMES if not name.startswith("utf")]
# Letters of Central Europe are these signs where they are taken for Western ones.
_SIGN_IN_WORD = re.compile("[£¥³¹²¿¢¤¦¼¾±»«\u0178\u0153][A-Za-zÀ-ž]|[A-Za-zÀ-ž][£¥³¹²¿¢¤¦¼¾±\u0178]")

# Turkish letters taken for Western ones; only Icelandic has them, and it has fewer firms.
_TURKISH = re.compile(r"[ÐÞÝðþý]")


def detect_wide(body: bytes) -> str:
    """Return the name of UTF-16 without a byte order mark, or ""."""
    sample = body[:SAMPLE_BYTES]
    if len(sample) < len("ab") or b"\0" not in sample:
        return ""
    half = len(sample) / 2
    if sample[1::2].count(0) > half * MIN_WIDE_SHARE and not sample[0::2].count(0):
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > half * MIN_WIDE_SHARE and not sample[1::2].count(0) else ""


def guess_encoding(body: bytes) -> str:
    """Return the likeliest encoding of text that is not Unicode, or "" where none fits."""
    best = from_bytes(body[:SAMPLE_BYTES], cp_isolation=_SINGLE_BYTE).best()
    encoding = best.encoding if best else "cp1252"
    count = len(re.findall(rb"[\x80-\xff]", body))
    if encoding not in ENCODING_NAMES or count < (MIN_WIDE_BYTES if encoding in _WIDE else MIN_BYTES):
        encoding = "cp1252"
    if encoding in ("cp1250", "cp1252"):
        encoding = "cp1250" if _count_signs(body, "cp1250") < _count_signs(body, "cp1252") else "cp1252"
    if encoding == "cp1252" and _TURKISH.search(body[:SAMPLE_BYTES].decode(encoding, errors="replace")):
        encoding = "cp1254"
    try:
        body.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return encoding


def _count_signs(body: bytes, encoding: str) -> int:
    return len(_SIGN_IN_WORD.findall(body[:SAMPLE_BYTES].decode(encoding, errors="replace")))
