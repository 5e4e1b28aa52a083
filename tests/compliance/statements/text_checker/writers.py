"""Writing a statement as people send it: by WeasyPrint, by Chromium, by hand as content streams, as Word, as text."""

import html
import io
import textwrap
import zipfile

import pikepdf
import pyphen

from tests.compliance.statements.text_checker.written import BODY, OPENING, STATEMENTS, Written

HYPHENS = pyphen.Pyphen(lang="en_GB")
PAGE = (
    "@page{size:A4;margin:25mm 20mm;@top-center{content:'%s Modern Slavery Statement'}"
    "@bottom-right{content:'Page ' counter(page)}}"
)


def blocks(one: Written) -> list[tuple[str, str]]:
    """(kind, text): h1, h2, p, or line for a line that stands alone."""
    number = STATEMENTS.index(one)
    slug = one.company.split()[0].lower()
    known = {"company": one.company, "slug": slug}
    made = [("h1", f"Modern Slavery Statement: {one.company}"), ("p", OPENING[number % 3].format(**known))]
    sign_off = [("p", one.approval[0])] if one.approval[0] else []
    sign_off += [("line", line) for line in one.signature[0].split("\n") if line]
    if one.sign_off_first:
        made += sign_off
    for place, text in enumerate(BODY):
        heading, said = text.format(**known).split("\n")
        made += [] if (place + number) % 7 == 0 else [("h2", heading), ("p", said)]
        if place == 6 and one.training[0]:
            parts = one.training[0].split("\n")
            made += [("h2", parts[0] if len(parts) > 1 else "Training and awareness"), ("p", parts[-1])]
    made += [] if one.sign_off_first else sign_off
    return [*made, ("p", one.after)] if one.after else made


def as_html(one: Written) -> str:
    tags = {"line": "div"}
    inner = "".join(f"<{tags.get(k, k)}>{html.escape(t)}</{tags.get(k, k)}>" for k, t in blocks(one))
    columns = "columns:2" if one.shape in {"columns", "interleaved"} else ""
    width = "width:85mm" if one.shape == "narrow" else ""
    style = f"{PAGE % one.company}body{{font:11pt sans-serif;hyphens:auto;text-align:justify;{columns};{width}}}"
    return f"<!DOCTYPE html><html lang=en-GB><meta charset=utf-8><style>{style}</style>{inner}</html>"


def by_weasyprint(one: Written) -> bytes:
    from weasyprint import HTML

    return HTML(string=as_html(one)).write_pdf()


def by_chromium(browser, one: Written) -> bytes:
    page = browser.new_page()
    try:
        page.set_content(as_html(one))
        header = f"<span style='font-size:8px'>{one.company} Modern Slavery Statement</span>"
        footer = "<span style='font-size:8px' class=pageNumber></span>"
        return page.pdf(format="A4", display_header_footer=True, header_template=header, footer_template=footer)
    finally:
        page.close()


def lines_of(one: Written, width: int) -> list[str]:
    """Set by hand: lines broken at a width, words hyphenated at their ends, a blank line between blocks."""
    made: list[str] = []
    for kind, text in blocks(one):
        if kind == "line":
            made.append(text)
            continue
        made += ["", *_broken(text, width)] if kind == "p" else ["", *textwrap.wrap(text, width)]
    return made


def _broken(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) + 1 <= width:
            line = f"{line} {word}".strip()
            continue
        room = width - len(line) - 2
        parts = [pair for pair in HYPHENS.iterate(word) if 3 <= len(pair[0]) <= room and word.isalpha()]
        first, rest = (f"{parts[0][0]}-", parts[0][1]) if parts else ("", word)
        lines.append(f"{line} {first}".strip())
        line = rest
    return [*lines, line]


def by_hand(one: Written) -> bytes:
    """Content streams with Helvetica and its ligatures; "interleaved" sets two columns row by row."""
    is_wide = one.shape not in {"columns", "interleaved"}
    lines = lines_of(one, 88 if is_wide and one.shape != "narrow" else 44)
    rows = 48
    pages = [lines[at : at + rows] for at in range(0, len(lines), rows)]
    if not is_wide:
        pages = [[*zip(a, b, strict=True)] for a, b in _pairs(pages, rows)]  # type: ignore[misc]
    made = pikepdf.new()
    for number, page in enumerate(pages, 1):
        placed = [(72, 800, f"{one.company} Modern Slavery Statement"), (500, 30, f"Page {number} of {len(pages)}")]
        for row, line in enumerate(page):
            y = 770 - 15 * row
            placed += [(60, y, line)] if is_wide else [(60, y, line[0]), (320, y, line[1])]
        if one.shape == "columns":
            placed.sort(key=lambda item: item[0] == 320)
        _add_page(made, placed)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _pairs(pages: list[list[str]], rows: int) -> list[tuple[list[str], list[str]]]:
    full = [page + [""] * (rows - len(page)) for page in pages]
    if len(full) % 2:
        full.append([""] * rows)
    return list(zip(full[::2], full[1::2], strict=True))


def _add_page(made: pikepdf.Pdf, placed: list[tuple[int, int, str]]) -> None:
    encoding = pikepdf.Dictionary(
        Type=pikepdf.Name.Encoding,
        BaseEncoding=pikepdf.Name.WinAnsiEncoding,
        Differences=pikepdf.Array([28, pikepdf.Name.fi, 29, pikepdf.Name.fl]),
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica, Encoding=encoding
    )
    page = made.add_blank_page(page_size=(595, 842))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=made.make_indirect(font)))
    drawn = b"".join(b"BT /F1 10 Tf %d %d Td (%s) Tj ET\n" % (x, y, _coded(text)) for x, y, text in placed if text)
    page.Contents = made.make_stream(drawn)


def _coded(text: str) -> bytes:
    coded = text.replace("fi", "\x1c").replace("fl", "\x1d").replace("'", "\u2019").encode("cp1252", "replace")
    return coded.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx_of(inner: str) -> bytes:
    """inner: the XML of the body, prefix w."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        packed.writestr("_rels/.rels", RELS)
        packed.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{inner}</w:body></w:document>',
        )
    return out.getvalue()


def as_docx(one: Written) -> bytes:
    """Runs are cut in the middle of words, as Word does after spelling checks."""
    paragraphs = []
    for _kind, text in blocks(one):
        middle = len(text) // 2
        runs = "".join(
            f'<w:r><w:t xml:space="preserve">{html.escape(part)}</w:t></w:r>' for part in (text[:middle], text[middle:])
        )
        paragraphs.append(f"<w:p>{runs}</w:p>")
    return docx_of("".join(paragraphs))


def as_text(one: Written) -> bytes:
    return "\n".join(lines_of(one, 72)).encode()
