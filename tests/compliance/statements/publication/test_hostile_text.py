"""Text that tries to load or to leak things, typed into the form and followed to everything the public reads."""

import json
import socket
import threading
from html.parser import HTMLParser

import pytest
from django.test import Client

from compliance.statements.models import Document, Publication, Section, Version
from compliance.statements.publication import pdf_job
from compliance.statements.signoff.services import review
from tests.compliance.statements.conftest import AT
from tests.compliance.statements.editor.test_views import section_data
from tests.support.pdfs import extract_text, open_pdf

# HERE becomes the address of a server that hears who connects.
TYPED = [
    '<link rel="stylesheet" href="http://HERE/a.css">',
    "<style>@import url(http://HERE/b.css);</style>",
    "<style>@font-face { font-family: x; src: url(http://HERE/c.woff) } * { font-family: x }</style>",
    '<img alt="x" src="http://HERE/d.png">',
    '<object data="http://HERE/e.svg"></object>',
    '<embed src="http://HERE/f.svg">',
    '<svg width="9" height="9"><image href="http://HERE/g.png" width="9" height="9"/></svg>',
    '<p style="background: url(http://HERE/h.png)">x</p>',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
    '<img alt="x" src="file:///etc/passwd">',
    "[words](file:///etc/passwd) [words](http://HERE/j) ![words](http://HERE/k.png)",
]
MAY_STAND = {"https", "mailto"}


class Loads(HTMLParser):
    """Every address that the elements of a page carry, and the elements themselves."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: set[str] = set()
        self.styled: list[str] = []
        self.feed(body)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.addresses += [value for name, value in attrs if name in {"href", "src", "data", "srcset", "xlink:href"}]
        self.styled += [value for name, value in attrs if name == "style"]


@pytest.fixture
def ear():
    """Address of a server on this machine, and the list of what connected to it."""
    heard: list = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen():
        while True:
            try:
                caller, whence = server.accept()
            except OSError:
                return
            heard.append(whence)
            caller.close()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    port = server.getsockname()[1]
    with socket.create_connection(("127.0.0.1", port)):
        pass
    while not heard:
        pass
    heard.clear()
    yield f"127.0.0.1:{port}", heard
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


def test_nothing_that_is_typed_is_loaded_or_obeyed_anywhere(business, visit, at, ear):
    here, heard = ear
    typed = "\n\n".join(text.replace("HERE", here) for text in TYPED)
    version = business.written()
    section = Section.objects.get(version=version, code="risk")
    data = section_data(
        revision=section.revision, narrative_risk=f"We looked.\n\n{typed}", is_complete="yes", no_risks=""
    )
    saved = visit("editor").post(at("section", section="risk"), data)
    assert saved.status_code == 303, saved.context["form"].errors
    version = Version.objects.get(pk=version.pk)
    review.send_for_review(version=version, actor=business.editor, at=AT)
    version = review.mark_ready(version=version, actor=business.approver, at=AT)
    exact = visit("approver").get(at("approve")).content.decode()
    business.approve(version)
    business.sign(Version.objects.get(pk=version.pk))
    administrator = visit("administrator")
    assert administrator.post(at("publish"), {"is_declared": "on", "licence": "all_rights_reserved"}).status_code == 303
    made = Publication.objects.get()
    pdf_job.make_pdfs(made.pk, now=AT)

    where = f"/statements/{made.organisation_slug}/{made.year}"
    page = Client().get(f"{where}/").content.decode()
    data_file = Client().get(f"{where}.json").json()
    pdf = b"".join(Client().get(f"{where}.pdf"))
    kept = bytes(Document.objects.get(publication=made, kind="html").body).decode()

    for body in (exact, kept, page, data_file["answers"]["narrative_risk"]):
        found = Loads(body)
        assert not [address for address in found.addresses if here in address or address.startswith("file:")]
        assert not found.tags & {"object", "embed", "image", "iframe", "style"}
        assert not [style for style in found.styled if "url" in style]
        assert "root:x:0" not in body
    assert not Loads(data_file["answers"]["narrative_risk"]).tags - {"p"}
    assert "root:x:0" not in json.dumps(data_file)
    assert "We looked." in page
    assert "We looked." in extract_text(pdf)
    check_pdf(pdf, here)
    assert heard == []


def check_pdf(body: bytes, here: str) -> None:
    """It shows what was typed as words, and carries no file, no action and no link of it."""
    assert "root:x:0" not in extract_text(body) + body.decode("latin-1")
    with open_pdf(body) as whole:
        assert "/EmbeddedFiles" not in whole.Root.get("/Names", {})
        assert "/AF" not in whole.Root
        links = [
            str(note.A.URI)
            for sheet in whole.pages
            for note in sheet.get("/Annots", [])
            if "/A" in note and "/URI" in note.A
        ]
        assert not [link for link in links if here in link or link.partition(":")[0] not in MAY_STAND | {"http"}]
        assert not [note for sheet in whole.pages for note in sheet.get("/Annots", []) if note.Subtype != "/Link"]
        for item in whole.objects:
            assert not (hasattr(item, "keys") and item.get("/Type") == "/Filespec")
