"""Word documents of drafts, as people send them back."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from docx.document import Document as Opened
from docx.text.paragraph import Paragraph

from compliance.statements.models import Version, WordPart, WordReturn

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def address(version: Version, name: str, **kwargs) -> str:
    slug = version.statement.organisation.slug
    return reverse(f"statements:{name}", kwargs={"organisation": slug, "year": version.statement.year, **kwargs})


def exported(client: Client, version: Version) -> bytes:
    return client.get(address(version, "word_draft")).content


def opened(body: bytes) -> Opened:
    return Document(BytesIO(body))


def saved(document: Opened) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def paragraph(document: Opened, text: str) -> Paragraph:
    return next(one for one in document.paragraphs if text in one.text)


def below(document: Opened, heading: str) -> Paragraph:
    """The first paragraph under a heading."""
    found = document.paragraphs
    return found[1 + next(number for number, one in enumerate(found) if one.text == heading)]


def parts(body: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(body)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(files: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name, content)
    return out.getvalue()


def send_back(client: Client, version: Version, body: bytes, name: str = "draft.docx"):
    return client.post(address(version, "word"), {"file": SimpleUploadedFile(name, body, DOCX)})


def came_back(client: Client, version: Version, body: bytes) -> WordReturn:
    response = send_back(client, version, body)
    assert response.status_code == 303, response.content.decode()
    return WordReturn.objects.latest("pk")


def part_of(returned: WordReturn, section: str) -> WordPart:
    return returned.parts.get(section=section)


def decide(client: Client, part: WordPart, act: str = "take", **data):
    """As the page of the part sends it."""
    url = address(part.word_return.version, "word_part", word=part.word_return.uuid, part=part.uuid)
    page = client.get(url)
    return client.post(url, {"act": act, "then": str(part.uuid), "revision": page.context["revision"]} | data)
