"""The words of the templates: short sentences, plain words, sentence case.

Reads every string marked for translation in templates/, the pages that every installation begins with, and our own
guidance.

See docs/requirements/experience.md#plain-words.
"""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings

from portal.core.readability import reading_age
from tests.content.guidance import parts_of, summaries

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FIRST_PAGES = Path(settings.BASE_DIR) / "learning" / "resources" / "migrations" / "0002_first_pages.py"

MAX_WORDS = 25
BANNED = (
    # No flattery, no blame, nothing that hurries people or talks down to them.
    r"please|simply|just|easy|easily|sorry|oops|invalid|click here|click on|coming soon|asap|FAQs?",
    # Words for people.
    r"illegal immigrants?|prostitutes?|genuine victims?|alleged victims?",
    # What the portal never says of a company (docs/requirements/statements.md#no-verdict).
    r"fully compliant|slavery[- ]free|free of modern slavery guaranteed",
    # Negatives are misread when shortened.
    r"can['’]t|don['’]t|won['’]t|isn['’]t|doesn['’]t|didn['’]t|haven['’]t|aren['’]t|couldn['’]t|shouldn['’]t",
)
# It quotes the claims that no statement should make.
ABOUT_CLAIMS = {"what-not-to-claim"}
TRANSLATED = re.compile(r'(?:{% translate |\b_\()"((?:[^"\\]|\\.)*)"')
BLOCK = re.compile(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", re.DOTALL)
HEADING = re.compile(r"<(h[1-6]|legend|button)\b[^>]*>\s*{(?:% translate |{ _\()\"([^\"]*)\"", re.DOTALL)
# A name, a short form or a unit may stand in the middle of a heading with a capital.
NAMES = {
    *(
        "Act",
        "Modern",
        "Slavery",
        "Index",
        "Companies",
        "House",
        "Information",
        "Commissioner’s",
        "Office",
        "Ministry",
        "Justice",
    ),
    *("United", "Kingdom", "England", "Northern", "Ireland", "Scotland", "Wales", "Welsh", "English", "British"),
    *("JavaScript", "Wagtail", "Excel", "Daylight", "I"),
}


def list_templates() -> list[Path]:
    """Return the templates of pages, of Django and of Jinja."""
    return sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".jinja"})


def texts() -> Iterator[tuple[str, str]]:
    """Each string with the file it is in."""
    for path in list_templates():
        source = path.read_text()
        name = str(path.relative_to(TEMPLATES))
        for text in TRANSLATED.findall(source):
            yield name, text
        for block in BLOCK.findall(source):
            for part in re.split(r"{% plural %}", block):
                yield name, re.sub(r"{{[^}]*}}", "X", part)
    for paragraph in re.findall(r"<(?:p|li|h2)>(.*?)</(?:p|li|h2)>", FIRST_PAGES.read_text(), re.DOTALL):
        yield FIRST_PAGES.name, paragraph
    for slug, summary in summaries().items():
        yield slug, summary
        yield from ((slug, paragraph) for paragraph in parts_of(slug))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", text))).strip()


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!:;])\s+", plain(text)) if part]


def test_no_sentence_is_long():
    long = [
        f"{name}: {len(words)} words: {sentence}"
        for name, text in texts()
        for sentence in sentences(text)
        if len(words := re.findall(r"[\w’'£%.,-]+", sentence)) > MAX_WORDS
    ]
    assert not long, "\n".join(long)


def test_no_sentence_of_the_guidance_has_more_than_20_words():
    long = [
        f"{slug}: {sentence}"
        for slug in summaries()
        for text in parts_of(slug)
        for sentence in sentences(text)
        if len(re.findall(r"[\w’'£%.,-]+", sentence)) > 20
    ]
    assert not long, "\n".join(long)


@pytest.mark.parametrize("slug", sorted(summaries()))
def test_no_page_of_the_guidance_asks_for_a_reader_older_than_12(slug):
    assert reading_age([summaries()[slug], *parts_of(slug)]) <= 12


def test_most_sentences_are_short():
    counts = [len(sentence.split()) for _, text in texts() for sentence in sentences(text)]
    assert sum(count <= 20 for count in counts) / len(counts) >= 0.95


@pytest.mark.parametrize("words", BANNED)
def test_no_word_that_hurts_hurries_or_hides(words):
    found = [
        f"{name}: {match[0]}: {plain(text)}"
        for name, text in texts()
        if name not in ABOUT_CLAIMS
        for match in re.finditer(rf"(?<![\w-])(?:{words})(?![\w-])", plain(text), re.I)
    ]
    assert not found, "\n".join(found)


def test_headings_and_buttons_are_in_sentence_case():
    wrong = []
    for path in list_templates():
        for tag, text in HEADING.findall(path.read_text()):
            for sentence in sentences(text):
                inner = [word.strip("“”‘’(),.:?") for word in sentence.split()[1:]]
                capital = [word for word in inner if word[:1].isupper() and not word.isupper() and word not in NAMES]
                wrong += [f"{path.name} <{tag}>: {word} in “{text}”" for word in capital]
    assert not wrong, "\n".join(wrong)


def test_every_link_says_where_it_goes():
    wrong = []
    for path in list_templates():
        for text in re.findall(r"<a\b[^>]*>\s*{(?:% translate |{ _\()\"([^\"]*)\"\)? [%}]}\s*</a>", path.read_text()):
            if re.fullmatch(r"(here|this|more|read more|learn more|link|go|see more|click)\.?", text.strip(), re.I):
                wrong.append(f"{path.name}: {text}")
    assert not wrong, "\n".join(wrong)
