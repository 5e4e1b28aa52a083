"""Pictures that a lawyer puts into the Word document: proposed as figures, with words asked, taken over or left out."""

import io

import pytest
from docx.shared import Mm
from PIL import Image

from compliance.statements.choices import WordDecision
from compliance.statements.models import Figure, Section, Version, WordPicture
from compliance.statements.word import pictures
from portal.files.models import StoredFile
from portal.files.services import read_body
from portal.history.models import Entry
from tests.compliance.statements.conftest import Business
from tests.compliance.statements.word.round_trip import address, came_back, decide, exported, opened, part_of, saved
from tests.factories.accounts import sign_in


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **more) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "steelblue").save(out, kind, **more)
    return out.getvalue()


def put(document, heading: str, body: bytes, *, words: str = "") -> None:
    """A picture below the first paragraph of an area."""
    texts = [one.text for one in document.paragraphs]
    place = document.paragraphs[texts.index(heading) + 2].insert_paragraph_before()
    shape = place.add_run().add_picture(io.BytesIO(body), width=Mm(40))
    shape._inline.docPr.set("descr", words)


@pytest.fixture
def version(business: Business) -> Version:
    return business.written()


@pytest.fixture
def editor(business: Business, client):
    sign_in(client, business.editor)
    return client


def back_with(editor, version, *bodies: bytes, words: str = ""):
    document = opened(exported(editor, version))
    for body in bodies:
        put(document, "Policies", body, words=words)
    return part_of(came_back(editor, version, saved(document)), "policies")


def at(one: WordPicture, name: str = "word_picture") -> str:
    part = one.part
    return address(part.word_return.version, name, word=part.word_return.uuid, part=part.uuid, picture=one.uuid)


def text(version: Version) -> str:
    return Section.objects.get(version=version, code="policies").answers["narrative_policies"]


def test_a_picture_becomes_a_figure_where_it_stood(editor, version):
    exif = Image.Exif()
    exif[0x010E] = "taken at the depot"
    part = back_with(editor, version, picture("JPEG", exif=exif), words="Our policy on one page")
    one = part.proposed.get()
    assert (one.alt, one.width, one.height, part.pictures) == ("Our policy on one page", 60, 40, 0)
    shown = editor.get(at(one, "word_picture_file"))
    assert shown["Content-Type"] == "image/jpeg" and b"depot" not in shown.content
    page = editor.get(address(version, "word_part", word=part.word_return.uuid, part=part.uuid)).content.decode()
    assert "Picture 1" in page and "Our policy on one page" in page

    # Not before it is decided.
    assert decide(editor, part).status_code == 303
    assert "figure" not in text(version)
    assert "Our policy on one page" in editor.get(at(one)).content.decode()
    assert editor.post(at(one), {"act": "take", "alt": "Our policy", "caption": "Policy"}).status_code == 303
    figure = Figure.objects.get()
    assert (figure.number, figure.alt, figure.caption, figure.width) == (1, "Our policy", "Policy", 60)
    assert read_body(figure.file) == shown.content
    part.refresh_from_db()
    decide(editor, part)
    marked = text(version)
    assert '<figure data-number="1"></figure>' in marked and "9001" not in marked
    assert marked.index("<p>") < marked.index("<figure") < marked.rindex("<p>")
    assert Entry.objects.filter(action="statements.figure.added").count() == 1


def test_a_logo_becomes_no_figure_by_itself(editor, version):
    """One of the page's header is not read; one of the text is a figure only once a person says so and describes it."""
    document = opened(exported(editor, version))
    header = document.sections[0].header.paragraphs[0]
    header.add_run().add_picture(io.BytesIO(picture()), width=Mm(20))
    put(document, "Policies", picture(size=(90, 30)), words="Logo of Larkfield Wholesale")
    part = part_of(came_back(editor, version, saved(document)), "policies")
    [proposed] = WordPicture.objects.all()
    assert (proposed.width, proposed.height) == (90, 30)
    assert decide(editor, part).status_code == 303
    assert not Figure.objects.exists()
    assert "figure" not in text(version)
    assert editor.post(at(proposed), {"act": "leave"}).status_code == 303
    assert not Figure.objects.exists()


def test_its_words_are_asked_where_word_has_none(editor, version):
    one = back_with(editor, version, picture()).proposed.get()
    answer = editor.post(at(one), {"act": "take", "alt": "", "caption": ""})
    assert answer.status_code == 422
    assert "Say what the picture shows" in answer.content.decode()
    assert not Figure.objects.exists()


def test_a_picture_left_out_leaves_no_mark_and_no_file(editor, version):
    before = text(version)
    part = back_with(editor, version, picture())
    one = part.proposed.get()
    assert editor.post(at(one), {"act": "leave"}).status_code == 303
    one.refresh_from_db()
    part.refresh_from_db()
    assert (one.decision, one.file) == (WordDecision.LEFT, None)
    assert "figure" not in part.html
    assert editor.get(at(one, "word_picture_file")).status_code == 404
    assert editor.post(at(one), {"act": "take", "alt": "Late", "caption": ""}).status_code == 303
    assert not Figure.objects.exists()
    decide(editor, part)
    assert text(version).replace("\n", "") == before


def test_text_left_out_takes_its_pictures_with_it(editor, version):
    part = back_with(editor, version, picture(), picture("JPEG"))
    assert part.proposed.count() == 2
    decide(editor, part, "leave")
    assert set(part.proposed.values_list("decision", "file")) == {("left", None)}
    assert StoredFile.objects.count() == 2, "the sweep of files drops what nobody has"


def test_pictures_of_other_kinds_are_still_counted(editor, version):
    part = back_with(editor, version, picture("GIF"))
    assert (part.pictures, part.proposed.count()) == (1, 0)
    page = editor.get(address(version, "word_part", word=part.word_return.uuid, part=part.uuid)).content.decode()
    assert "that we cannot use" in page


def test_too_many_pixels_are_counted_and_damaged_ones_too(monkeypatch):
    bodies = {
        "word/media/a.png": picture(size=(6000, 6000)),
        "word/media/b.png": b"\x89PNG\r\n\x1a\n" + b"no picture" * 9,
        "x": b"",
    }
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="a" Target="media/a.png"/><Relationship Id="b" Target="/word/media/b.png"/>'
        b'<Relationship Id="c" Target="../x"/></Relationships>'
    )
    found = pictures.Pictures(bodies | {"r": rels}, "r")
    assert [found.take(one, "") for one in ("a", "b", "c", "nothing")] == [None] * 4
    assert not found.taken


def test_nobody_who_only_reads_decides(business, client, editor, version):
    one = back_with(editor, version, picture()).proposed.get()
    sign_in(client, business.approver)
    assert client.get(at(one)).status_code == 200
    assert client.post(at(one), {"act": "take", "alt": "A", "caption": ""}).status_code == 403


def test_pictures_are_drawn_until_their_steps_are_used_up(monkeypatch):
    """A JPEG in many scans and a PNG take more steps than their pixels."""
    plain, many_scans, png = picture("JPEG"), picture("JPEG", progressive=True), picture()
    counts = [
        pictures.count_steps(kind, body, 60 * 40)
        for kind, body in (("image/jpeg", plain), ("image/jpeg", many_scans), ("image/png", png))
    ]
    assert counts == [2550, 2400 * (16 + many_scans.count(b"\xff\xda")) // 16, 4800 + 12 * len(png)]
    assert counts[0] < counts[1] < counts[2]
    rels = f"<r>{''.join(f'<Relationship Id="{n}" Target="media/{n}.jpeg"/>' for n in range(4))}</r>".replace(
        "<r>", '<r xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    )
    drawn = pictures.Pictures({f"word/media/{n}.jpeg": plain for n in range(4)} | {"r": rels.encode()}, "r")
    monkeypatch.setattr(pictures, "MAX_STEPS", 3 * counts[0])
    assert [drawn.take(str(n), "") is None for n in range(4)] == [False, False, False, True]
