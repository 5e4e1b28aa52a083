"""What a reporter reads: every string of the pages at /report/ and /r/, and of what is sent to them.

Measured by the two formulas of portal.core.readability, over sentences of four words or more: labels and buttons of a
word or two would make any page look easy.

See docs/requirements/experience.md#reporter-words.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from portal.core import readability
from portal.core.text import split_at_pauses
from tests.content.test_readability import BANNED, BLOCK, TRANSLATED, plain

BASE = Path(settings.BASE_DIR)
TEMPLATES = (
    *sorted((BASE / "templates" / "concerns").glob("*.html")),
    BASE / "templates" / "layouts" / "reporter.html",
    BASE / "templates" / "layouts" / "parts" / "emergency.html",
)
# Words of the history and of models are for the desk.
NOT_READ = {"audit_events.py", "choices.py", "apps.py"}
CODE = tuple(
    path
    for path in sorted((BASE / "compliance" / "concerns").rglob("*.py"))
    if path.name not in NOT_READ and "migrations" not in path.parts
)
# What is said to them of a file, and in messages.
BESIDE = (BASE / "portal" / "files" / "file_types.py", BASE / "compliance" / "casework" / "message_snippets.py")
MAX_WORDS, GOOD_WORDS, OLDEST, SHORTEST = 25, 20, 9.0, 4
# The name of a way of writing.
A_NAME = "Easy read"
TRANSLATES = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}


def of_template(path: Path) -> Iterator[str]:
    source = path.read_text()
    yield from TRANSLATED.findall(source)
    for block in BLOCK.findall(source):
        yield from (re.sub(r"{{[^}]*}}", "X", part) for part in re.split(r"{% plural %}", block))


def of_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TRANSLATES:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def strings() -> Iterator[tuple[str, str]]:
    for path in TEMPLATES:
        yield from ((path.name, plain(text)) for text in of_template(path))
    for path in (*CODE, *BESIDE):
        yield from ((path.name, plain(text)) for text in of_code(path))


def said() -> list[tuple[str, str, int]]:
    """Each sentence with the file it is in, and its words."""
    found = [(name, one) for name, text in strings() for one in split_at_pauses(text)]
    return [(name, one, len(readability.words(one))) for name, one in found]


def test_there_is_something_to_read():
    names = {name for name, _, _ in said()}
    assert {"start.html", "talk.html", "labels.py", "required.py", "message_snippets.py", "_time_left.html"} <= names
    assert len(said()) > 400


def test_no_sentence_for_a_reporter_is_long():
    assert not [f"{name}: {count} words: {one}" for name, one, count in said() if count > MAX_WORDS]


def test_nearly_all_sentences_are_short():
    counts = [count for _, _, count in said()]
    assert sum(count <= GOOD_WORDS for count in counts) / len(counts) >= 0.95


def test_reporters_pages_are_for_readers_of_nine():
    ages = readability.reading_ages(one for _, one, count in said() if count >= SHORTEST)
    assert max(ages) <= OLDEST, f"Flesch-Kincaid {ages[0]:.1f}, automated index {ages[1]:.1f}"


def files() -> list[str]:
    """Those with enough sentences to be measured alone."""
    names = [name for name, _, count in said() if count >= SHORTEST]
    return sorted({name for name in names if names.count(name) >= 6})


@pytest.mark.parametrize("name", files())
def test_no_page_alone_is_for_older_readers(name):
    """By the average of both formulas: on one page a word that has no other, "interpreter", weighs much."""
    ages = readability.reading_ages(one for file, one, count in said() if file == name and count >= SHORTEST)
    assert sum(ages) / 2 <= OLDEST, f"Flesch-Kincaid {ages[0]:.1f}, automated index {ages[1]:.1f}"


@pytest.mark.parametrize("words", BANNED)
def test_no_word_in_the_code_that_hurts_hurries_or_hides(words):
    found = [
        f"{name}: {text}"
        for name, text in strings()
        if text != A_NAME and re.search(rf"(?<![\w-])(?:{words})(?![\w-])", text, re.I)
    ]
    assert not found, "\n".join(found)
