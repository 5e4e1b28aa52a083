"""What every page of our own guidance holds, and what it may not say."""

import re
from datetime import date, timedelta

import pytest

from compliance.statements import vocabulary
from learning.base.choices import Weight
from learning.base.citations import get_known_sources
from learning.directory.services.loading import get_shipped_file
from learning.resources.choices import Area, Audience, Nations, Topic, get_sectors
from learning.resources.rules.publish_checks import find_problems
from learning.resources.services.loading import CHECKED_ON, get_next_check
from portal.core.text import strip_tags
from tests.content.guidance import blocks_of, pages

SLUGS = sorted(pages())
# How a table of an area says where an item comes from; only what was seen in the guide is the guide's.
ASKED_BY = {
    "seen": "Guidance",
    "template": "International template",
    "eti": "ETI framework",
    "inferred": "Our advice",
}
# What the house asks for, by slug.
WANTED = {
    *("who-must-publish", "approval-and-signing", "no-steps-statement", "groups", "what-not-to-claim"),
    *(f"area-{area.value.replace('_', '-')}" for area in Area),
    *("signs-car-wash", "signs-nail-bar", "signs-farm", "signs-factory", "signs-construction", "signs-care"),
    *("signs-warehouse", "signs-domestic-work", "contact-the-helpline", "adults-and-the-nrm", "children-first"),
    *("audit-findings", "paying-back-fees", "leaving-responsibly", "using-interpreters", "for-police", "for-councils"),
}


def kinds(slug):
    return [block["type"] for block in pages()[slug].blocks]


def test_every_page_that_was_wanted_is_there():
    assert set(SLUGS) >= WANTED


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_says_what_it_is_about(slug):
    head = pages()[slug].head
    assert head["audience"] in Audience.values
    assert head["topic"] in Topic.values
    assert head.get("sector", "") in {"", *(code for code, _name in get_sectors())}
    assert 0 < len(head["summary"]) <= 300
    assert len(head["title"]) <= 70


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_has_one_example_and_one_do_and_do_not_with_some_of_each(slug):
    assert kinds(slug).count("example") == 1
    (block,) = (block["value"] for block in pages()[slug].blocks if block["type"] == "do_and_dont")
    assert len(block["do"]) >= 2
    assert len(block["dont"]) >= 2


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_stops_a_page(slug):
    page = pages()[slug]
    found = find_problems(blocks_of(slug), summary=page.head["summary"], sources=len(page.sources))
    assert not found


@pytest.mark.parametrize("slug", SLUGS)
def test_every_section_of_text_and_every_table_of_claims_names_a_source(slug):
    """A section begins at a heading. What only asks, or leads on, claims nothing."""
    bare = []
    for block in pages()[slug].blocks:
        if block["type"] != "text":
            continue
        for section in re.split(r"(?=<h[23]>)", block["value"]):
            said = strip_tags(section)
            asks = said.rstrip().endswith("?") or "<ol>" in section or "<a " in section
            if len(said.split()) > 30 and not asks and not re.search(r"\[\d+\]", section):
                bare.append(said[:80])
    assert not bare, f"{slug}: {bare}"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_has_a_source_beside_our_own_advice(slug):
    weights = [source["value"]["weight"] for source in pages()[slug].sources]
    assert set(weights) <= set(Weight.values)
    assert set(weights) - {Weight.OURS}


@pytest.mark.parametrize("slug", SLUGS)
def test_links_lead_to_pages_of_ours_that_are_there(slug):
    page = pages()[slug]
    html = " ".join(part.html for part in blocks_of(slug))
    for address in re.findall(r'href="([^"]+)"', html):
        assert address.startswith("/")
        if address.startswith("/guidance/"):
            assert address.removeprefix("/guidance/").strip("/") in pages()
    for block in page.blocks:
        if block["type"] == "related":
            assert set(block["value"]) <= set(pages()) - {slug}


@pytest.mark.parametrize("area", list(Area), ids=str)
def test_an_area_lists_every_item_with_its_level_and_with_who_asks_for_it(area):
    """Items from the template, from ETI or from us are never called the guidance's.

    See docs/requirements/statements.md#origin-of-items.
    """
    page = pages()[f"area-{area.value.replace('_', '-')}"]
    (table,) = (
        block["value"]
        for block in page.blocks
        if block["type"] == "table" and block["value"]["columns"][1]["heading"] == "Level"
    )
    rows = [[strip_tags(cell) for cell in row["values"]] for row in table["rows"]]
    items = [item for level in (1, 2) for item in vocabulary.disclosures(area.value, level)]
    assert [row[1].rstrip("*") for row in rows] == [str(item.level) for item in items]
    assert [row[2] for row in rows] == [ASKED_BY[item.evidence] for item in items]


# What a claim is known by: a duty, a name of a body or of a law, a figure.
CLAIM = re.compile(
    r"\b(?:must|Act|Bill|Parliament|government|Home Office|Salvation Army|Fair Work Agency|Acas|Childline|Migrant Help"
    r"|Kalayaan|Unseen|NSPCC|[Gg]uidance)\b|\b\d{2,}\b"
)
BODY = re.compile(
    r"\b(?:[Tt]he Act|Slavery Act|Parliament|Home Office|Salvation Army|Fair Work Agency|Acas|[Gg]uidance)\b"
)
# What the police's numbers are and how to use them is on every page, without a source.
POLICE = re.compile(r"\b(?:999|101|55|18000)\b")
CITED = re.compile(r"\[(\d+)\]")


def sentences_of(html):
    """Each with the numbers of its sources, which stand behind its full stop; headings are none."""
    for piece in re.split(r"</?(?:p|li|td|ul|ol)[^>]*>", re.sub(r"<h\d[^>]*>.*?</h\d>", "", html)):
        moved = re.sub(r"([.?!])(\s*(?:\[\d+\]\s*)+)", r"\2\1 ", piece)
        yield from (one.strip() for one in re.split(r"(?<=[.?!:])\s+(?=[A-Z“])", moved) if one.strip())


@pytest.mark.parametrize("slug", SLUGS)
def test_each_sentence_that_claims_something_has_its_own_source(slug):
    """Of texts, steps and care cards; a question and what leads in a list claim nothing, an example is made up."""
    bare = []
    for block, part in zip(
        (one for one in pages()[slug].blocks if one["type"] != "related"), blocks_of(slug), strict=True
    ):
        if block["type"] not in {"text", "steps", "care_card"}:
            continue
        for sentence in sentences_of(part.html):
            said = strip_tags(sentence)
            leads_on = said.endswith((":", "?")) or POLICE.search(said) or "<a " in sentence
            if CLAIM.search(CITED.sub("", said)) and not leads_on and not CITED.search(sentence):
                bare.append(said)
    assert not bare, f"{slug}: {bare}"


@pytest.mark.parametrize("slug", SLUGS)
def test_what_to_do_and_not_to_do_is_advice_and_gives_nobody_words(slug):
    """A line there has no source beside it, so it says nothing of what a law or a body asks."""
    (block,) = (block["value"] for block in pages()[slug].blocks if block["type"] == "do_and_dont")
    assert not [line for line in [*block["do"], *block["dont"]] if BODY.search(line)]


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_said_to_be_guidance_has_the_guidance_itself_as_its_source(slug):
    """Who speaks of it at second hand says so: "notes on the guidance say", "a note on the guidance of 2017 says".

    Who asks for an item of an area is a column of its table: the test of the areas looks at it.
    """
    page = pages()[slug]
    weights = [source["value"]["weight"] for source in page.sources]
    for part in blocks_of(slug):
        for sentence in sentences_of(part.html):
            if re.search(r"(?<!\bon )(?<!\bin )\b[Tt]he guidance\b", sentence):
                cited = {weights[int(number) - 1] for number in CITED.findall(sentence)}
                assert Weight.GUIDANCE in cited, sentence


def test_no_page_names_a_number_of_the_helpline():
    """It is a setting, and stands on every page."""
    for slug in SLUGS:
        assert "08000" not in " ".join(part.html for part in blocks_of(slug))


# --- Who says it, where it holds, and whom to call ------------------------------------------------------------------

MAX_OURS = 0.1
# Pages that a stranger looked for and did not find.
ASKED_FOR = (
    *("what-happens-to-what-you-tell-us", "nrm-decisions", "section-45-defence", "county-lines-and-cuckooing"),
    *("forced-marriage", "scotland", "northern-ireland", "for-health-staff", "for-schools"),
    *("signs-transport-and-hotels", "signs-fishing", "nhs-buyers"),
)


def test_at_most_one_in_ten_citations_is_our_own_advice():
    weights = [
        pages()[slug].sources[int(number) - 1]["value"]["weight"]
        for slug in SLUGS
        for part in [*blocks_of(slug)]
        for number in CITED.findall(part.html)
    ]
    assert len(weights) > 600
    assert weights.count(Weight.OURS) / len(weights) <= MAX_OURS


@pytest.mark.parametrize("slug", ASKED_FOR)
def test_a_page_that_was_asked_for_is_there_and_says_where_it_holds(slug):
    assert pages()[slug].head["nations"] in Nations.values


def test_each_source_can_be_found_again():
    """By its address, or by a title that says who published it and when."""
    for key, source in get_known_sources().items():
        assert date.fromisoformat(source.read_on) <= CHECKED_ON + timedelta(days=1), key
        cited_in_full = re.search(r"\d{4}|, (?:on|page|by|directory)\b| by [A-Z]", source.title)
        assert source.address or cited_in_full or source.weight == Weight.OURS, key


def test_each_page_is_checked_again_within_a_year():
    assert 0 < (get_next_check(CHECKED_ON) - CHECKED_ON).days <= 366


def test_numbers_to_call_come_from_the_directory():
    """No page writes one out: a number that changes there changes here."""
    services = {row["slug"]: row for row in get_shipped_file()["services"]}
    for slug in SLUGS:
        html = " ".join(part.html for part in blocks_of(slug))
        assert not re.search(r"\b0\d[\d ]{8,}\d\b", strip_tags(html)), slug
        for named in re.findall(r"\[phone: ([^\]]*)\]", html):
            assert services[named]["phones"], f"{slug}: {named}"
            assert services[named]["status"] == "active", f"{slug}: {named}"


def test_no_table_confesses_a_doubt():
    """It has a mark; what is unsure is said at the end of the page."""
    for slug in SLUGS:
        for block in pages()[slug].blocks:
            if block["type"] == "table":
                cells = " ".join(strip_tags(cell) for row in block["value"]["rows"] for cell in row["values"])
                assert not re.search(r"not verified|could not check|unsure|our own placing|not seen", cells, re.I), slug
                if re.search(r"\*(?:\s|$)", cells):
                    ends = [part for part in pages()[slug].blocks if part["type"] == "text"][-1]["value"]
                    assert re.search(r"<h2>Notes", ends), slug


def test_the_questions_of_the_check_are_counted_the_same_everywhere():
    assert "at most 10 questions" in pages()["who-must-publish"].blocks[-2]["value"]
