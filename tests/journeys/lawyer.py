"""What a lawyer sends back: the draft of the retailer's story with words changed in it, saved by LibreOffice.

The document was made from that story's own export, with tracked changes and a comment put in, by LibreOffice 25.2
without a screen: `soffice --headless --convert-to docx`. Its marks are those of another day's draft. Where the portal's
own words beside the text change, they change in it too: what is recognised as ours is told by its words.
"""

import io
import re
import zipfile
from pathlib import Path

DOCUMENT = Path(__file__).parents[1] / "compliance" / "statements" / "word" / "documents" / "lawyer.docx"
MAIN = "word/document.xml"
ADDED = "The board reads the code again each year."
COMMENT = "Which board was that?"
UNWANTED = "Nobody was left out."
HEADING, DEFINITION = "Definitions", "A buyer is whoever signs an order."
MARKS = re.compile(rb"daylight_(?:v_[0-9a-f]{16}|a_[a-z_]+_[0-9]+)")


def answered(draft: bytes) -> bytes:
    """The lawyer's document, as made from this draft: what it is marked with is taken from there."""
    ours, theirs = MARKS.findall(_main(draft)), MARKS.findall(_main(DOCUMENT.read_bytes()))
    assert [_kind(mark) for mark in ours] == [_kind(mark) for mark in theirs], "The draft has other areas by now"
    known = dict(zip(theirs, ours, strict=True))
    out = io.BytesIO()
    with zipfile.ZipFile(DOCUMENT) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            body = before.read(name)
            after.writestr(name, MARKS.sub(lambda mark: known[mark[0]], body) if name == MAIN else body)
    return out.getvalue()


def _main(body: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return package.read(MAIN)


def _kind(mark: bytes) -> bytes:
    return re.sub(rb"_[0-9a-f]+$", b"", mark)
