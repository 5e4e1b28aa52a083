"""Pages of the resource centre, below /guidance/."""

from datetime import date
from itertools import count
from typing import Any

from wagtail.rich_text import RichText

from learning.resources.models import GuidancePage

_numbers = count(1)
TEXT = "<h2>Look first</h2><p>Ask who pays the workers. Write down what you see.</p>"


def root() -> GuidancePage:
    return GuidancePage.objects.get(url_path="/home/guidance/")


def text(html: str = TEXT) -> tuple[str, RichText]:
    return ("text", RichText(html))


def source(title: str = "Modern Slavery Act 2015", **values: Any) -> tuple[str, dict[str, Any]]:
    return (
        "source",
        {"title": title, "weight": "law", "read_on": date(2026, 11, 24), "place": "", "address": ""} | values,
    )


def guidance_page(*, parent: GuidancePage | None = None, **values: Any) -> GuidancePage:
    """A page that is published, without a draft; live=False for one that is not."""
    number = next(_numbers)
    page = GuidancePage(
        **{
            "title": f"A page of guidance {number}",
            "slug": f"guidance-{number}",
            "summary": "What to look for.",
            "body": [text()],
            "audience": "everyone",
            "topic": "signs",
            "next_check_on": date(2027, 11, 24),
        }
        | values
    )
    return (parent or root()).add_child(instance=page)
