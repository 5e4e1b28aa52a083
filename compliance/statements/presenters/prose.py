"""Narrative text and days, made ready for a page."""

import re
from datetime import date
from itertools import count

from django.utils.formats import date_format
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from compliance.statements.presenters.figures import Address, Figures, render_boxes, render_figures, render_notes
from compliance.statements.rules.amounts import keep_amounts_whole
from compliance.statements.rules.richtext import clean
from compliance.statements.types import Answers

HEADING = re.compile(r"<(/?)h([2-4])>")
NOTHING = SafeString("")


def format_day(value: str | date | None) -> str:
    """Return "24 November 2026" from a date or its ISO form; what is no date is shown as it is."""
    if not value:
        return ""
    try:
        return date_format(value if isinstance(value, date) else date.fromisoformat(value), "j F Y")
    except ValueError:
        return str(value)


def format_period(answers: Answers) -> str:
    start, end = format_day(answers.get("period_start")), format_day(answers.get("period_end"))
    if not end:
        return ""
    return _("%(start)s to %(end)s") % {"start": start, "end": end} if start else end


def render_narrative(
    html: str | None,
    *,
    topic: str,
    name: str,
    below: int = 2,
    figures: Figures | None = None,
    address: Address | None = None,
) -> SafeString:
    """Return clean text for a page, its headings moved to follow a heading of level `below` without a jump.

    topic: names its tables for those who do not see where they stand. name: makes the ids of its notes unique.
    figures: what the content says of its figures. address: where their pictures are; without, their words stand alone.
    """
    cleaned = render_figures(clean(html or ""), figures or {}, address)
    if not strip_tags(cleaned).strip():
        return NOTHING
    used = sorted({int(level) for closing, level in HEADING.findall(cleaned) if not closing})
    new_level = {level: below + 1 + number for number, level in enumerate(used)}
    last = below

    def move(match: re.Match) -> str:
        nonlocal last
        if not match[1]:
            last = min(new_level[int(match[2])], last + 1)
        return f"<{match[1]}h{last}>"

    moved = re.sub(r"<(p|h\d|li)>\s*</\1>", "", HEADING.sub(move, cleaned))
    numbers = count(1)

    def pane(_found: re.Match) -> str:
        name = _("Table %(number)s: %(topic)s") % {"number": next(numbers), "topic": topic}
        return format_html('<div class="portal-pane" role="region" aria-label="{}" tabindex="0"><table>', name)

    moved = re.sub("<table>", pane, moved).replace("</table>", "</table></div>")
    moved = render_notes(render_boxes(moved), name=name)
    return mark_safe(keep_amounts_whole(moved))  # noqa: S308 — cleaned above
