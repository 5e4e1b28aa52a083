"""Last year's statement of a retailer, as somebody's design office set it: sixty pages in PDF.

A cover, a contents page with dots, a chapter for each area and one in front of them, a running header and page numbers,
each section on a page of its own, and the approval and signature at the end. All of it is invented.
"""

import html
from collections.abc import Iterator
from functools import cache

PAGES = 60
COMPANY = "Brackenmoor Stores plc"
# Heading of the chapter, and what its sections are about.
CHAPTERS = (
    ("About this statement", ("What it covers", "What we did not reach", "How we write it")),
    (
        "Our structure and supply chains",
        ("Shops", "Depots", "Own brands", "Fresh food", "Clothing", "Toys", "Services", "Agents", "Transport"),
    ),
    (
        "Our policies",
        (
            "The code for suppliers",
            "Fees",
            "Young workers",
            "Housing",
            "Wages",
            "Contracts",
            "Ownership",
            "Own buying",
            "Review",
        ),
    ),
    (
        "Assessing and managing risk",
        (
            "Method",
            "Spain",
            "Turkey",
            "Bangladesh",
            "Malaysia",
            "Warehouses",
            "Cleaning",
            "Building",
            "Goods for our own use",
        ),
    ),
    (
        "Due diligence",
        (
            "Visits",
            "Interviews",
            "Questionnaires",
            "Agents abroad",
            "Findings",
            "Remedy",
            "Complaints",
            "Partners",
            "Unions",
            "Leaving",
        ),
    ),
    (
        "Training",
        (
            "Buyers",
            "Depot managers",
            "Shop managers",
            "Suppliers",
            "Directors",
            "Agency staff",
            "New people",
            "Numbers",
        ),
    ),
    (
        "Measuring effectiveness",
        (
            "Measures",
            "Visits made",
            "Fees repaid",
            "Answers",
            "Calls",
            "What we learnt",
            "Slow answers",
            "Goals for next year",
        ),
    ),
)
AREA_OF = dict(
    zip(
        (chapter for chapter, _topics in CHAPTERS),
        ("intro", "structure", "policies", "risk", "due_diligence", "training", "monitoring"),
        strict=True,
    )
)
# A section that its words put elsewhere than its chapter: a person has to move it.
STRAY = ("Our policies", "How buyers hear of the code")
STRAY_TEXT = "Each buyer gets the code on the first day and signs for it. The code is law in every contract."
SIGN_OFF = (
    f"This statement was approved by the board of directors of {COMPANY} on 12 September 2025.",
    "Rowan Ames",
    "Managing director",
    "15 September 2025",
)
SAYINGS = (
    "In the year we looked at {topic} at {count} places, and wrote down what we saw and what we could not see.",
    "People who work there come from {count} countries; many of them were hired by agents whom we do not pay.",
    (
        "Where somebody had paid for the job, we asked who took the money, and we agreed with the employer on a day by "
        "which it is paid back."
    ),
    (
        "We spoke with {count} workers in their own languages, away from the people who manage them, and without "
        "naming those who spoke to us."
    ),
    "One site refused us. We say so here, because a list of doors that opened tells only half of what we know.",
    (
        "What we found on {topic} went to the board in spring, with the names of those who have to act and the days by "
        "which they said that they would."
    ),
    (
        "We do not know yet who grows or makes what reaches the last {count} of these suppliers, and next year we "
        "begin with the largest of them."
    ),
)


def sections() -> Iterator[tuple[str, str, str]]:
    """(chapter, section, text), in order."""
    number = 0
    for chapter, topics in CHAPTERS:
        for topic in topics:
            number += 1
            yield chapter, topic, " ".join(one.format(topic=topic.lower(), count=3 + number % 17) for one in SAYINGS)
        if chapter == STRAY[0]:
            yield chapter, STRAY[1], STRAY_TEXT


@cache
def by_weasyprint() -> bytes:
    from weasyprint import HTML

    return HTML(string=as_html()).write_pdf()


def as_html() -> str:
    body, contents, before = [], [], ""
    for number, (chapter, topic, text) in enumerate(sections()):
        opening = f"<h1 id=c{number}>{html.escape(chapter)}</h1>" if chapter != before else ""
        if opening:
            contents.append(f"<div><a href='#c{number}'>{html.escape(chapter)}</a></div>")
        before = chapter
        body.append(f"<section>{opening}<h2>{html.escape(topic)}</h2><p>{html.escape(text)}</p></section>")
    signing = "".join(f"<p>{html.escape(one)}</p>" for one in SIGN_OFF)
    return (
        f"<!DOCTYPE html><html lang=en-GB><meta charset=utf-8><title>Modern slavery statement</title><style>{STYLE}"
        f"</style><section><h1>{COMPANY}</h1><p>Modern slavery statement for the year that ended on 31 March 2025</p>"
        f"</section><section class=contents><h1>Contents</h1>{''.join(contents)}</section>{''.join(body)}"
        f"<section><h1>Approval</h1>{signing}</section></html>"
    )


STYLE = """
@page { size: A4; margin: 30mm 25mm;
  @top-center { content: "Brackenmoor Stores plc | Modern Slavery Statement 2025" }
  @bottom-right { content: "Page " counter(page) " of " counter(pages) } }
@page :first { @top-center { content: none } @bottom-right { content: none } }
body { font: 13pt/1.5 sans-serif; hyphens: auto; text-align: justify }
section { break-after: page }
section:last-child { break-after: auto }
.contents a::after { content: leader(".") target-counter(attr(href), page) }
"""
