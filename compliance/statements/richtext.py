"""Narrative text: what people type as simple marks, what we keep as HTML, and the cleaning of it (security 3.13).

The marks: a blank line ends a paragraph; "## " and "### " begin headings; "- " and "1. " list items; "> " a quotation;
**bold**, *emphasis* and [words](https://address); lines of | cells | are a table, the first one its head.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser
from itertools import groupby

import nh3

TAGS = {
    "a",
    "blockquote",
    "br",
    "em",
    "h2",
    "h3",
    "h4",
    "li",
    "ol",
    "p",
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
    attributes={"a": {"href"}, "th": {"scope"}},
    url_schemes={"https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer",
)

_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\(((?:https://|mailto:)[^\s()<>\"]{1,2000})\)")
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]{1,2000}?)(?<=\S)\*\*")
_EMPHASIS = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]{1,2000}?)(?<=[^\s*])\*(?![*\w])")
_KINDS = (
    ("h3", re.compile(r"###\s+(?=\S)")),
    ("h2", re.compile(r"##?\s+(?=\S)")),
    ("ul", re.compile(r"[-*•]\s+(?=\S)")),
    ("ol", re.compile(r"\d{1,3}[.)]\s+(?=\S)")),
    ("blockquote", re.compile(r">\s?")),
    ("table", re.compile(r"(?=\|.*\|$)")),
)


def clean(html: str) -> str:
    """Only the tags and addresses a statement may hold. Used when text comes in and again when it goes out."""
    return _cleaner.clean(html)


def to_html(marks: str) -> str:
    """Cleaned HTML of text with simple marks. HTML that was typed is shown as typed, never obeyed."""
    blocks = re.split(r"\n[ \t]*\n", marks.replace("\r\n", "\n").replace("\r", "\n"))
    return clean("\n".join(html for block in blocks for html in _block(block)))


def _kind(line: str) -> str:
    return next((kind for kind, mark in _KINDS if mark.match(line)), "p")


def _block(block: str) -> list[str]:
    lines = [line.strip() for line in block.split("\n") if line.strip()]
    return [html for kind, group in groupby(lines, key=_kind) for html in _run(kind, list(group))]


def _run(kind: str, lines: list[str]) -> list[str]:
    if kind == "table":
        return [_table(lines)]
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
    rows = [[_inline(cell.strip()) for cell in line.strip("|").split("|")] for line in lines]
    rows = [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _inline(text: str) -> str:
    links: list[str] = []

    def keep(match: re.Match[str]) -> str:
        links.append(f'<a href="{escape(match[2])}">{_emphasised(match[1])}</a>')
        return f"\x00{len(links) - 1}\x00"

    out = _emphasised(_LINK.sub(keep, text.replace("\x00", "")))
    return re.sub(r"\x00(\d+)\x00", lambda match: links[int(match[1])], out)


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

    def flush(self, prefix: str = "") -> None:
        lines = [" ".join(line.split()) for line in self.text.split("\n")]
        self.text = ""
        lines = [prefix + line for line in lines if line]
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
        elif tag == "a":
            self.address.append(dict(attrs).get("href") or "")
            self.text += "[" if self.address[-1] else ""
        elif tag == "table":
            self.flush()
            self.rows = []
        elif tag == "tr":
            self.cells = []
        elif tag in ("td", "th"):
            self.text = ""

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
        elif tag == "a" and self.address:
            address = self.address.pop()
            self.text += f"]({address})" if address else ""
        elif tag in ("td", "th") and self.cells is not None:
            self.cells.append(" ".join(self.text.replace("|", "/").split()))
            self.text = ""
        elif tag == "tr" and self.cells is not None:
            self.rows.append(f"| {' | '.join(self.cells)} |")
            self.cells = None
        elif tag == "table" and self.rows:
            self.blocks.append("\n".join(self.rows))

    def _item(self) -> None:
        kind, number = self.lists[-1]
        self.lists[-1][1] = number + 1
        text = " ".join(self.text.split())
        self.text = ""
        if text:
            self.in_list.append(f"{number + 1}. {text}" if kind == "ol" else f"- {text}")

    def handle_data(self, data: str) -> None:
        self.text += data.replace("\n", " ")


def to_marks(html: str) -> str:
    """The text as it is edited. to_html(to_marks(to_html(x))) is to_html(x)."""
    parser = _Marks()
    parser.feed(clean(html))
    parser.close()
    parser.flush()
    return "\n\n".join(parser.blocks)


def to_text(html: str) -> str:
    """Plain text, one line a block."""
    spaced = re.sub(r"</(p|h[2-4]|li|td|th|tr|blockquote)>|<br>", "\n", clean(html))
    return unescape(re.sub(r"<[^>]+>", "", spaced)).strip()


def count_words(html: str) -> int:
    return len(to_text(html).split())
