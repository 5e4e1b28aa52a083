"""A statement of 90 pages with 30 figures and 40 members: its PDF, its page, and what changed in it."""

import time
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any

from bench import Duel, benchmark, sized
from bench.sample import AREAS, TEXT, make_content, make_publication, save_publication

MEMBERS, PAGES = 40, 90
HEAD = '<th scope="col">What</th><th scope="col">How many</th>'
WORDS = ("suppliers", "agents", "sites", "visits", "buyers", "contracts", "workers", "fees", "interviews", "audits")


def count_figures() -> int:
    """Return how many figures there are: at least one in each area, which stands below its twelfth paragraph."""
    return max(len(AREAS), sized(30))


def count_paragraphs() -> int:
    """Return how many paragraphs each area has, so that the PDF has 90 pages."""
    return max(12, sized(72))


def make_picture(number: int) -> bytes:
    """A photograph's size and noise, made from its number."""
    from PIL import Image

    out = BytesIO()
    Image.effect_noise((1200, 700), 40 + number).convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def make_narrative(area: str, first_figure: int, year: int) -> str:
    """Text that says something else in each paragraph and year, with headings, tables, notes, a box and figures."""
    blocks = []
    for number in range(count_paragraphs()):
        if number % 12 == 0:
            blocks.append(f"<h2>{area.title()} {number}</h2>")
        word = WORDS[(number + (year if number % 9 == 0 else 0)) % len(WORDS)]
        note = f' <span class="footnote">Note on {word} {number}.</span>' if number % 10 == 0 else ""
        blocks.append(TEXT.replace("suppliers", f"{word} {number}", 1).replace("</p>", f"{note}</p>"))
        if number % 17 == 5:
            rows = "".join(f"<tr><td>{word} {row}</td><td>{row * number}</td></tr>" for row in range(8))
            blocks.append(f"<table><thead><tr>{HEAD}</tr></thead><tbody>{rows}</tbody></table>")
        if number % 14 == 11:
            blocks.append(f'<figure data-number="{first_figure + number // 14}"></figure>')
        if number % 40 == 20:
            blocks.append(f"<aside><h3>One site, {word}</h3><p>Fees were paid back to 14 people.</p></aside>")
    return "\n".join(blocks)


def make_long_content(year: int = 2026) -> dict[str, Any]:
    made = make_content()
    for place, area in enumerate(AREAS):
        made["answers"][f"narrative_{area}"] = make_narrative(area, 1 + place * count_figures() // len(AREAS), year)
    made["answers"] |= {
        "is_group": True,
        "group_members": [{"name": f"Member {number} Limited"} for number in range(MEMBERS)],
    }
    made["figures"] = {str(number): _facts(number) for number in range(1, count_figures() + 1)}
    return made


def _facts(number: int) -> dict[str, Any]:
    return {
        "alt": f"Photograph {number}: a site with its people",
        "caption": f"Site {number}",
        "content_type": "image/jpeg",
        "height": 700,
        "sha256": "0" * 64,
        "width": 1200,
    }


def make_pictures() -> dict[str, tuple[str, str]]:
    made = (make_picture(number) for number in range(1, count_figures() + 1))
    return {sha256(body).hexdigest(): ("image/jpeg", b64encode(body).decode()) for body in made}


@benchmark("statement_90_pages_ms_a_page", unit="ms", baseline=None)
def statement_90_pages_ms_a_page() -> Iterator[Duel]:
    from compliance.statements.publication import documents
    from portal.core import pdf

    shown, text = make_pictures(), make_long_content()
    for number, digest in enumerate(shown, start=1):
        text["figures"][str(number)]["sha256"] = digest
    html = documents.render_pdf_source(make_publication(text))
    seen: dict[str, int] = {}

    def made() -> float:
        began = time.perf_counter()
        body = pdf.render_pdf(html, identifier=b"bench", pictures=shown)
        took = time.perf_counter() - began
        seen["pages"] = _pages(body)
        if seen["pages"] < sized(PAGES):
            raise AssertionError(f"{seen['pages']} pages are fewer than {sized(PAGES)}.")
        return took * 1000 / seen["pages"]

    yield Duel(ours=made, runs=5, warm_up=1, extra=lambda: dict(seen))


def _pages(body: bytes) -> int:
    import pikepdf

    with pikepdf.open(BytesIO(body)) as opened:
        return len(opened.pages)


@benchmark("statement_90_pages_queries", unit="queries", baseline=None)
def statement_90_pages_queries() -> Iterator[Duel]:
    """The public page, by a visitor who has a cookie, so that it is drawn anew."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    made = save_publication(make_long_content())
    url = reverse("register:statement", args=(made.organisation_slug, made.year))
    client = Client(headers={"host": "localhost"})
    client.cookies["anything"] = "1"

    def asked() -> float:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        if response.status_code != 200 or f"Site {count_figures()}" not in response.content.decode():
            raise AssertionError("The page is not the long statement.")
        return len(queries)

    yield Duel(ours=asked, runs=5, warm_up=1)


@benchmark("statement_90_pages_difference_s", unit="s", baseline=None)
def statement_90_pages_difference_s() -> Iterator[Duel]:
    from compliance.statements.presenters.changes import changes

    earlier, later = make_long_content(2025), make_long_content(2026)

    def compared() -> None:
        if not changes(earlier, later):
            raise AssertionError("The two do not differ.")

    yield Duel(ours=compared, runs=5, warm_up=1)
