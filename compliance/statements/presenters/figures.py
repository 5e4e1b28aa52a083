"""Figures, case studies and notes of a narrative, as a page or a PDF shows them."""

import re
from collections.abc import Callable, Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from compliance.statements.types import FigureFacts

# Where the picture of that number and these facts is to be had.
type Address = Callable[[int, FigureFacts], str]
type Figures = Mapping[str, FigureFacts]

FIGURE = re.compile(r'<figure data-number="(\d{1,4})"></figure>')
NOTE = re.compile(r' ?<span class="footnote">([^<]*)</span>')


def render_figures(html: str, figures: Figures, address: Address | None) -> str:
    """Draw each figure with picture, alternative text and caption; one that is not there leaves nothing."""

    def drawn(match: re.Match[str]) -> str:
        facts = figures.get(match[1])
        return figure(int(match[1]), facts, address) if facts else ""

    return FIGURE.sub(drawn, html)


def figure(number: int, facts: FigureFacts, address: Address | None) -> SafeString:
    picture = image(number, facts, address) if address else format_html("<p>{}</p>", facts["alt"])
    return format_html(
        '<figure class="portal-shown">{}<figcaption>{}</figcaption></figure>', picture, get_caption(number, facts)
    )


def get_caption(number: int, facts: FigureFacts) -> str:
    words = _("Figure %(number)s") % {"number": number}
    return f"{words}: {facts['caption']}" if facts.get("caption") else words


def image(number: int, facts: FigureFacts, address: Address) -> SafeString:
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}">',
        address(number, facts),
        facts["alt"],
        facts["width"],
        facts["height"],
    )


def logo(figures: Figures, address: Address) -> SafeString | None:
    logo_figure = next(((int(number), facts) for number, facts in figures.items() if facts.get("is_logo")), None)
    return image(*logo_figure, address) if logo_figure else None


def render_boxes(html: str) -> str:
    """Draw case studies, which are no landmarks of the page."""
    return html.replace("<aside>", '<div class="portal-case">').replace("</aside>", "</div>")


def render_notes(html: str, *, name: str) -> str:
    """Draw each note by its number, and all in a list at the end, with a way back. name: makes the ids unique."""
    words: list[str] = []

    def numbered(match: re.Match[str]) -> str:
        words.append(match[1])
        number = len(words)
        label = _("Note %(number)s") % {"number": number}
        return format_html(
            '<sup><a href="#{0}-note-{1}" id="{0}-noted-{1}" aria-label="{2}">{1}</a></sup>', name, number, label
        )

    text = NOTE.sub(numbered, html)
    if not words:
        return html
    back = _("Back to the text")
    items = "".join(
        # The words were escaped when they were cleaned.
        f'<li id="{name}-note-{number}">{note} {_back(name, number, back)}</li>'
        for number, note in enumerate(words, start=1)
    )
    return f'{text}<ol class="portal-notes">{items}</ol>'


def _back(name: str, number: int, words: str) -> SafeString:
    return format_html('<a href="#{0}-noted-{1}" aria-label="{2} ({1})">↩</a>', name, number, words)


def pdf_picture_name(_number: int, facts: FigureFacts) -> str:
    """Return the name by which the PDF is given the picture's bytes."""
    return f"picture:{facts['sha256']}"
