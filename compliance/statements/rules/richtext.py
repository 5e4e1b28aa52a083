"""Narrative text: what people type as simple marks, what we keep as HTML, and the cleaning of it.

The marks: a blank line ends a paragraph; "## " and "### " begin headings; "- " and "1. " list items; "> " a quotation;
**bold**, *emphasis* and [words](https://address); ^[words] a note at the foot; lines of | cells | are a table, the
first one its head; "[figure 3]" stands for the figure of that number; a case study stands between "::: Its title" and
":::". A backslash before a mark makes it a plain character.

See docs/requirements/security.md#rich-text.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape
from html.parser import HTMLParser
from itertools import groupby

import nh3

TAGS = {
    "a",
    "aside",
    "blockquote",
    "br",
    "em",
    "figure",
    "h2",
    "h3",
    "h4",
    "li",
    "ol",
    "p",
    "span",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    attributes={"a": {"href"}, "th": {"scope"}, "figure": {"data-number"}},
    allowed_classes={"span": {"footnote"}},
    url_schemes={"https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer",
)

# Texts whose other form is remembered: those of about forty statements.
MAX_TEXTS = 256
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\(((?:https://|mailto:)[^\s()<>\"]{1,2000})\)")
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]{1,2000}?)(?<=\S)\*\*")
_EMPHASIS = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]{1,2000}?)(?<=[^\s*])\*(?![*\w])")
# Looked for from the first of many spaces alone: from each of them it takes the square of their number.
_NOTE = re.compile(r"(?<![ \t])[ \t]*\^\[([^\[\]\n]{1,2000})\]")
_ESCAPED = re.compile(r"\\([\\*\[\]^|#>•:.)-])")
_NUMBER = re.compile(r"(\d{1,3})([.)])")
_BOX = ":::"
_KINDS = (
    ("h3", re.compile(r"###\s+(?=\S)")),
    ("h2", re.compile(r"##?\s+(?=\S)")),
    ("ul", re.compile(r"[-*•]\s+(?=\S)")),
    ("ol", re.compile(r"\d{1,3}[.)]\s+(?=\S)")),
    ("blockquote", re.compile(r">\s?")),
    ("table", re.compile(r"(?=\|.*\|$)")),
    ("figure", re.compile(r"\[figure (?=\d{1,4}\]$)", re.IGNORECASE)),
    ("box", re.compile(r"(?=:::)")),
)


def clean(html: str) -> str:
    """Return only the tags and addresses a statement may hold. Used when text comes in and again when it goes out."""
    return _cleaner.clean(html)


@lru_cache(maxsize=MAX_TEXTS)
def to_html(marks: str) -> str:
    """Return the cleaned HTML of text with simple marks. HTML that was typed is shown as typed, never obeyed."""
    out: list[str] = []
    for title, lines in _boxes(marks.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        blocks = re.split(r"\n[ \t]*\n", "\n".join(lines))
        html = [html for block in blocks for html in _block(block)]
        if title is not None:
            head = [f"<h3>{_inline(title)}</h3>"] if title else []
            html = ["<aside>" + "\n".join(head + html) + "</aside>"] if head or html else []
        out += html
    return clean("\n".join(out))


def _boxes(lines: list[str]) -> Iterator[tuple[str | None, list[str]]]:
    """The lines within each box with its title, and those outside with None. A box that nobody ended ends the text."""
    title, held = None, []
    for line in lines:
        mark = line.strip()
        if not mark.startswith(_BOX) or (title is not None and mark != _BOX):
            held.append(line)
            continue
        yield title, held
        title, held = (mark.removeprefix(_BOX).strip() if title is None else None), []
    yield title, held


def _kind(line: str) -> str:
    return next((kind for kind, mark in _KINDS if mark.match(line)), "p")


def _block(block: str) -> list[str]:
    lines = [line.strip() for line in block.split("\n") if line.strip()]
    return [html for kind, group in groupby(lines, key=_kind) for html in _run(kind, list(group))]


def _run(kind: str, lines: list[str]) -> list[str]:
    if kind == "table":
        return [_table(lines)]
    if kind == "figure":
        return [f'<figure data-number="{int(line[len("[figure ") : -1])}"></figure>' for line in lines]
    mark = dict(_KINDS).get(kind)
    texts = [_inline(mark.sub("", line, count=1) if mark else line) for line in lines]
    texts = [text for text in texts if text.strip()]
    if not texts:
        return []
    if kind in ("h2", "h3"):
        return [f"<{kind}>{text}</{kind}>" for text in texts]
    if kind in ("ul", "ol"):
        return [f"<{kind}>{''.join(f'<li>{text}</li>' for text in texts)}</{kind}>"]
    if kind == "blockquote":
        return [f"<blockquote><p>{'<br>'.join(texts)}</p></blockquote>"]
    return [f"<p>{'<br>'.join(texts)}</p>"]


def _table(lines: list[str]) -> str:
    rows = [[_inline(cell.strip()) for cell in re.split(r"(?<!\\)\|", line[1:-1])] for line in lines]
    rows = [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _inline(text: str) -> str:
    lines: list[str] = []

    def keep(html: str) -> str:
        lines.append(html)
        return f"\x00{len(lines) - 1}\x00"

    def restored(html: str) -> str:
        return re.sub(r"\x00(\d+)\x00", lambda match: restored(lines[int(match[1])]), html)

    text = _ESCAPED.sub(lambda match: keep(escape(match[1], quote=False)), text.replace("\x00", ""))
    text = _LINK.sub(lambda match: keep(f'<a href="{escape(match[2])}">{_emphasised(match[1])}</a>'), text)
    text = _NOTE.sub(lambda m: keep(f' <span class="footnote">{escape(m[1].strip(), quote=False)}</span>'), text)
    return restored(_emphasised(text))


def _emphasised(text: str) -> str:
    text = _BOLD.sub(r"<strong>\1</strong>", escape(text, quote=False))
    return _EMPHASIS.sub(r"<em>\1</em>", text)


class _Marks(HTMLParser):
    """Writes cleaned HTML back as marks, so that the text can be edited again."""

    HEADINGS = {"h2": "## ", "h3": "### ", "h4": "### "}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.text = ""
        self.lists: list[list] = []
        self.quote = False
        self.address: list[str] = []
        self.cells: list[str] | None = None
        self.in_list: list[str] = []
        self.rows: list[str] = []
        self.is_note = False
        self.open_marks = 0
        self.box: int | None = None

    def flush(self, prefix: str = "") -> None:
        lines = [" ".join(line.split()) for line in self.text.split("\n")]
        self.text = ""
        lines = [prefix + (line if prefix else _unmistakable(line)) for line in lines if line]
        if lines:
            self.blocks.append("\n".join(lines))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", *self.HEADINGS) and self.cells is None and not self.lists:
            self.flush("> " if self.quote else "")
        elif tag in ("ul", "ol"):
            self.flush()
            self.lists.append([tag, 0])
        elif tag == "blockquote":
            self.flush()
            self.quote = True
        elif tag == "br":
            self.text += " " if self.lists or self.cells is not None else "\n"
        elif tag in ("strong", "em"):
            self.text += "**" if tag == "strong" else "*"
            self.open_marks += 1
        elif tag == "a":
            self.open_marks += 1
            self.address.append(dict(attrs).get("href") or "")
            self.text += "[" if self.address[-1] else ""
        elif tag == "table":
            self.flush()
            self.rows = []
        elif tag == "tr":
            self.cells = []
        elif tag in ("td", "th"):
            self.text = ""
        elif tag == "span":
            self.text, self.is_note = self.text.rstrip(" ") + "^[", True
        elif tag == "figure" and (number := dict(attrs).get("data-number") or "").isdigit():
            self.flush()
            self.blocks.append(f"[figure {number}]")
        elif tag == "aside":
            self.flush()
            self.box = len(self.blocks)

    def handle_endtag(self, tag: str) -> None:
        if tag == "p" and self.cells is None and not self.lists:
            self.flush("> " if self.quote else "")
        elif tag in self.HEADINGS:
            self.flush(self.HEADINGS[tag])
        elif tag == "li" and self.lists:
            self._item()
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
            if not self.lists and self.in_list:
                self.blocks.append("\n".join(self.in_list))
                self.in_list = []
        elif tag == "blockquote":
            self.flush("> ")
            self.quote = False
        elif tag in ("strong", "em"):
            self.text += "**" if tag == "strong" else "*"
            self.open_marks -= 1
        elif tag == "a" and self.address:
            self.open_marks -= 1
            address = self.address.pop()
            self.text += f"]({address})" if address else ""
        elif tag in ("td", "th") and self.cells is not None:
            self.cells.append(" ".join(self.text.replace("|", "\\|").split()))
            self.text = ""
        elif tag == "tr" and self.cells is not None:
            self.rows.append(f"| {' | '.join(self.cells)} |")
            self.cells = None
        elif tag == "table" and self.rows:
            self.blocks.append("\n".join(self.rows))
        elif tag == "span" and self.is_note:
            self.text, self.is_note = self.text + "]", False
        elif tag == "aside" and self.box is not None:
            self._end_box()

    def _end_box(self) -> None:
        self.flush()
        inner = self.blocks[self.box :]
        del self.blocks[self.box :]
        self.box = None
        title = inner.pop(0).removeprefix("### ") if inner and inner[0].startswith("### ") else ""
        self.blocks.append("\n".join([f"{_BOX} {title}".strip(), "\n\n".join(inner), _BOX]))

    def _item(self) -> None:
        kind, number = self.lists[-1]
        self.lists[-1][1] = number + 1
        text = " ".join(self.text.split())
        self.text = ""
        if text:
            self.in_list.append(f"{number + 1}. {text}" if kind == "ol" else f"- {text}")

    def handle_data(self, data: str) -> None:
        self.text += _literal(data.replace("\n", " "), is_within=self.is_note or self.open_marks > 0)


def _literal(text: str, *, is_within: bool) -> str:
    """Words that the editor would take for marks, with a backslash before each; within a note, emphasis or link all.

    There a single mark would end it, which nobody can tell from the words alone.
    """
    is_plain = not is_within and _inline(text) == escape(text, quote=False) and text[:1] != "*" != text[-1:]
    return text if is_plain else re.sub(r"[\\*\[\]^]", r"\\\g<0>", text)


def _unmistakable(line: str) -> str:
    """A line of a paragraph that begins like a heading, an item or a table."""
    kind = _kind(line)
    if kind == "ol":
        return _NUMBER.sub(r"\1\\\2", line, count=1)
    return line if kind == "p" else f"\\{line}"


@lru_cache(maxsize=MAX_TEXTS)
def to_marks(html: str) -> str:
    """Return the text as it is edited. to_html(to_marks(to_html(x))) is to_html(x)."""
    parser = _Marks()
    parser.feed(clean(html))
    parser.close()
    parser.flush()
    return "\n\n".join(parser.blocks)


def to_text(html: str) -> str:
    """Return plain text, one line a block."""
    spaced = re.sub(r"</(p|h[2-4]|li|td|th|tr|blockquote)>|<br>", "\n", clean(html))
    return unescape(re.sub(r"<[^>]+>", "", spaced)).strip()


def split_blocks(html: str) -> list[str]:
    """Return the paragraphs, headings, lists, tables and case studies of a text, each as cleaned HTML."""
    blocks: list[str] = []
    depth, held = 0, ""
    for part in re.split(r"(</?[a-z][a-z0-9]*[^>]*>)", clean(html)):
        is_tag = part.startswith("<") and not part.startswith("<br")
        if is_tag and not part.startswith("</"):
            depth += 1
        held += part
        if is_tag and part.startswith("</"):
            depth -= 1
        if depth == 0 and held.strip():
            blocks.append(held.strip())
            held = ""
    return [*blocks, held.strip()] if held.strip() else blocks


def count_words(html: str) -> int:
    return len(to_text(html).split())
