"""The words of the portal: what every string must keep to, in code, templates, mails and data.

A rule that is wrong about a string is silenced for that string alone, with a reason, in copy_exceptions.tsv.

See docs/requirements/experience.md#plain-words.
"""

import csv
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.core.readability import reading_age
from portal.core.readability import words as split_words
from tests.support.copy_strings import BASE, Text, list_texts
from tests.support.copy_strings import CODE as CODE_FOLDERS
from tests.support.list_strings import draw_strings, write_strings

EXCEPTIONS = Path(__file__).parent / "copy_exceptions.tsv"
TEXT_SUFFIXES = {
    ".html",
    ".jinja",
    ".js",
    ".json",
    ".md",
    ".po",
    ".py",
    ".scss",
    ".sh",
    ".toml",
    ".tsv",
    ".txt",
    ".yml",
}
MAX_WORDS, MAX_WORDS_FOR_REPORTERS = 25, 15
SENTENCE_END = re.compile(r"(?<=[.?!:;])\s+")

# Word for word translations of another language, and words that nobody says aloud. What to write instead is in
# docs/glossary.md.
DIALECT = (
    r"\bstands?\b(?! (?:up|for\b))|\bstood\b",
    r"\b(?:some|no|any|every)body\b",
    r"\bwaits? for\b(?! (?:you|a reply|your|the next))",
    r"\bwaits? (?:here|there)\b",
    r"\bgo(?:es)? on\b(?! (?:holiday|sick|strike|leave))",
    r"\banew\b",
    r"\bc[ao]me of\b",
    r"\bwhoever\b|\bwhosoever\b",
    r"\bbr(?:ing|ings|ought) (?:back|along|in|up|it|them|your|a|an)\b",
    r"\bta(?:ke|kes|ken) (?:along|away|back|off)\b",
    r"\bput (?:in|aside|away)\b",
    r"(?<!reported )(?<!disputed )\bby the site\b",
    r"\bdaughter compan(?:y|ies)\b",
    r"\bIt is no\b|\bthat is no\b|(?<!there )\bis none\b",
    r"\bnot asked of\b|\basked of you\b",
    r"\bnarrow down\b",
    r"\blook again\b|\bask again later\b",
    r"\bat first\b|\bat the latest\b",
    r"\brests? (?:on|with)\b|\blies with\b",
    r"\bis kept (?:here|there)\b|\bmay be had\b",
    r"\bhas (?:not )?come\b",
    r"\b(?:brought|taken) back\b|\btake (?:it|them|this) (?:back|along|on again)\b",
    r"\b(?:fits?|fitted)\b(?! (?:together|in|into|with|on)\b)(?=[.]$)",
    r"\bput (?:in|into) (?:force|your register|the register)\b|\b(?:goes|went|go) in\b(?=[.,]|$)",
    r"\b(?:looks?|looked) after by\b|\bworked out anew\b|\bread anew\b",
    r"\bis kept for good\b|\bkept as a note beside\b",
    r"\bof this (?:name|day|reference)\b",
)
# What a first edit quoted as wrong, whole or in the part that says it: nothing in the tree may say it again.
GONE = (
    "Show that it is you", "After that you go on where you were", "publishing waits until",
    "has shown that it speaks for its name", "We send a code to it", "to see that it is yours",
    "The email has not come", "It stands on the certificate", "Bring a statement that exists",
    "Texts that you brought", "Correct the split", "Take everything along", "Where the risk is, and why",
    "Being taken on", "Narrow down", "Show only some", "Take filters away", "You will show again who you are",
    "is a line of activity", "Stands now", ", not yet saved", "stand in the way of publication",
    "Publication waits for this", "not asked of you", "Given on this portal by the person",
    "Did it carry on no business at all", "The Act names no day", "Other body corporate (not a company",
    "Put in nothing unless every row is good", "'no column tier'", "was read as 0", "Tell nobody who I am",
    "Who are you in this?", "did not go out: nobody is on the on-call list", "immediate danger waits",
    "and nobody has taken it", "Something is missing here. Say whether", "if you said yes also at first",
    "daughter company", "daughter companies", "It is no licence", "Invitations that wait",
    "who writes it cannot approve it", "give a new one", "Of people affected, of those who told us",
    "Say where nothing is read",
)  # fmt: skip
GONE_PATTERNS = {words: re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.I) for words in GONE}
# Whole buttons, headings and statuses that were quoted: the words are English, and say nothing by themselves.
GONE_LABELS = {"go on", "look again", "standing", "stands now", "narrow down", "being taken on"}
# Words that only the sentence before could explain.
VAGUE_LINK = re.compile(
    r"(?:here|this|this page|more|read more|learn more|link|go|see|see more|look|open|show|click"
    r"|see (?:it|them|which|why)|(?:change|remove|delete|edit|view|download|upload|check|send|answer)(?: (?:it|them))?"
    r"|(?:send|read|see|do) (?:it|them|this|these) now|details?|continue reading|find out more|go (?:there|back|on)"
    r"|yes|no|ok)",
    re.I,
)
LINK = re.compile(r"<a\b[^>]*>\s*(?:{% translate|{{ _\()\s*\"([^\"]*)\"[^<]*</a>")
CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|\bauto:|\b[a-z]+\.[a-z]+\.[a-z]+\b(?!\.uk)")
# What operators type.
COMMANDS = {
    path.stem for folder in map(BASE.joinpath, CODE_FOLDERS) for path in folder.rglob("management/commands/*.py")
}
STRAIGHT_AREAS = re.compile(
    r"/management/commands/|portal/operations/|portal/history/|/vocabulary/|/rubric/|/demo|choices\.py$"
)
# Where operators read: there the software is a portal, and a website is what they run with it.
OPERATORS_AREAS = re.compile(
    r"/management/commands/|^portal/(?:operations|settings)/|^learning/directory/services/loading\.py$"
)
OTHER_NAMES = re.compile(
    r"(?<!Daylight-)\bportals?\b|\bthis platform\b|\b(?:on|from|runs?) this site\b|\bthis site is run\b", re.I
)
REPOSITORIES = re.compile(r"\bgit ?hub\b|\bgitlab\b|\brepositor(?:y|ies)\b|\bpull request\b", re.I)


# The pattern of an error: what is accepted or what to do, under the name that the person knows; no blame, no begging.
NOT_AN_ERROR = (
    r"\b(?:invalid|illegal|forbidden|please|sorry|oops|wrong format|bad value|this field|this value)\b",
    r"^(?:Enter|Select|Choose|Give|Say|Add) (?:this|it|one|something|a value)\b",
    r"^(?:Error|Warning|Problem)\b",
    r"^X:|^“?X”?: ",
    r"\b(?:is|are) required\b",
    r"!$",
)
# The greatest reading age of the sentences of one area, in years (docs/requirements/experience.md#plain-words).
AGE_FOR_REPORTERS, AGE_FOR_OTHERS = 9, 12
MIN_SENTENCES = 20


def sentences(text: Text) -> list[str]:
    return [part for part in SENTENCE_END.split(text.words) if part]


def long_sentences(text: Text) -> Iterator[str]:
    most = MAX_WORDS_FOR_REPORTERS if text.is_for_reporters else MAX_WORDS
    yield from (one for one in sentences(text) if len(split_words(one)) > most)


def dialect(text: Text) -> Iterator[str]:
    yield from (match[0] for pattern in DIALECT for match in re.finditer(pattern, text.words, re.I))


def quoted_sentences(text: Text) -> Iterator[str]:
    yield from (words for words, pattern in GONE_PATTERNS.items() if pattern.search(text.words))
    if text.words.lower() in GONE_LABELS:
        yield text.words


def raw_codes(text: Text) -> Iterator[str]:
    yield from (match[0] for match in CODE.finditer(text.words) if match[0] not in COMMANDS)


def errors(text: Text) -> Iterator[str]:
    if text.is_error:
        yield from (match[0] for pattern in NOT_AN_ERROR for match in re.finditer(pattern, text.words, re.I))


def repositories(text: Text) -> Iterator[str]:
    yield from (match[0] for match in REPOSITORIES.finditer(text.words))


def other_names_of_the_website(text: Text) -> Iterator[str]:
    """Yield what is neither “this website” nor its name. A site is where people work (docs/glossary.md)."""
    if not OPERATORS_AREAS.search(text.where):
        yield from (match[0] for match in OTHER_NAMES.finditer(text.words))


def straight_apostrophes(text: Text) -> Iterator[str]:
    """Yield words with a typewriter’s apostrophe. Terminals may show no other, and the vocabulary is shared."""
    if not STRAIGHT_AREAS.search(text.where):
        yield from (match[0] for match in re.finditer(r"\b\w+'(?:s|t|re|ve|ll|d)\b", text.words))


RULES: tuple[Callable[[Text], Iterator[str]], ...] = (
    long_sentences,
    dialect,
    quoted_sentences,
    raw_codes,
    errors,
    repositories,
    other_names_of_the_website,
    straight_apostrophes,
)


def read_exceptions() -> dict[tuple[str, str], str]:
    with EXCEPTIONS.open() as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {(row["rule"], row["words"]): row["reason"] for row in rows}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_string_keeps_to(rule):
    silenced = read_exceptions()
    found = [
        f"{text.where}: “{problem}” in: {text.words}"
        for text in list_texts()
        if (rule.__name__, text.words) not in silenced
        for problem in rule(text)
    ]
    assert not found, f"{len(found)} strings:\n" + "\n".join(found)


def test_every_link_makes_sense_without_its_sentence():
    links = [
        (str(path.relative_to(BASE)), words)
        for path in sorted((BASE / "templates").rglob("*.*"))
        for words in LINK.findall(path.read_text())
    ]
    found = [link for link in links if VAGUE_LINK.fullmatch(link[1].strip(" ."))]
    assert len(links) > 500 and not found, found


def group_sentences() -> dict[str, list[str]]:
    """Return the whole sentences of each area: an app, its templates or its mails; reporters have one of their own."""
    groups: dict[str, list[str]] = {}
    for text in list_texts():
        if text.words[-1:] in ".?!" and len(split_words(text.words)) >= 4:
            parts = text.where.split("/")
            area = "/".join(parts[: 3 if parts[1] == "email" else 2])
            groups.setdefault("reporters" if text.is_for_reporters else area, []).append(text.words)
    return {area: texts for area, texts in groups.items() if len(texts) >= MIN_SENTENCES}


def test_every_reader_can_read_it():
    groups = group_sentences()
    assert len(groups) > 30 and "reporters" in groups
    ages = {area: reading_age(texts) for area, texts in groups.items()}
    limits = {area: AGE_FOR_REPORTERS if area == "reporters" else AGE_FOR_OTHERS for area in ages}
    assert {area: round(age, 1) for area, age in ages.items() if age > limits[area]} == {}


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("compliance/workbooks/action_plans.py", "This workbook contains the open actions for X. Fill in the"),
        ("compliance/workbooks/data/codes.json", "X must be an email address, like name@example.com, not “X”."),
        ("portal/operations/management/commands/seed_demo.py", "DEMO is off. Accounts with known passwords"),
        ("portal/history/management/commands/audit_verify.py", "exit with status 1 if the chain is incomplete"),
        ("compliance/casework/demo.py", "My friend works in a nail bar and sleeps above it."),
        ("compliance/workbooks/forms/uploading.py", "We think this is: X."),
    ],
)
def test_it_reads_what_is_never_translated_and_functions_under_other_names(where, words):
    assert [text for text in list_texts() if text.where == where and text.words.startswith(words)]


@pytest.mark.parametrize(
    "words", ["Enter this", "X: 'X' is not a date", "Please enter a date", "The date is invalid", "X is required"]
)
def test_an_error_says_what_to_do(words):
    assert list(errors(Text("here", words, is_error=True)))
    assert not list(errors(Text("here", words)))


def test_every_exception_is_still_needed_and_says_why():
    texts = {text.words: text for text in list_texts()}
    rules = {rule.__name__: rule for rule in RULES}
    for (rule, words), reason in read_exceptions().items():
        assert reason, words
        assert words in texts, f"No string says this any more: {words}"
        assert list(rules[rule](texts[words])), f"{rule} has nothing against: {words}"


def test_no_file_of_the_tree_says_a_sentence_that_is_gone():
    """Nor do strings that are put together, comments, data, documents or tests, which the list leaves out."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=BASE, capture_output=True, text=True, check=True).stdout
    files = [
        BASE / name
        for name in names.split("\0")
        if Path(name).suffix in TEXT_SUFFIXES and BASE / name != Path(__file__) and (BASE / name).is_file()
    ]
    assert len(files) > 3_000
    found = [
        f"{path.relative_to(BASE)}: {words}"
        for path in files
        for text in [" ".join(path.read_text(errors="replace").split())]
        for lowered in [text.lower()]
        for words, pattern in GONE_PATTERNS.items()
        if words.lower() in lowered and pattern.search(text)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("words", GONE)
def test_a_sentence_that_is_gone_would_be_found(words):
    assert list(quoted_sentences(Text("here", f"“{words}”.")))


@pytest.mark.parametrize("words", ["Go on", "Standing", "Look again"])
def test_a_label_that_is_gone_would_be_found(words):
    assert list(quoted_sentences(Text("here", words))) and not list(quoted_sentences(Text("here", f"{words} leave")))


def test_the_list_is_written_with_the_line_of_each_string(tmp_path):
    assert write_strings(tmp_path / "strings.tsv") == len(list_texts())
    with (tmp_path / "strings.tsv").open() as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) == len(list_texts())
    row = next(row for row in rows if row["words"] == "Upload a workbook" and row["file"].endswith("new.html"))
    assert "Upload a workbook" in (BASE / row["file"]).read_text().splitlines()[int(row["line"]) - 1]
    assert draw_strings(7) == draw_strings(7) != draw_strings(8) and len(draw_strings(7)) == 40


def test_there_is_something_to_read():
    where = {text.where.split("/")[0] for text in list_texts()}
    assert where == {"templates", "portal", "compliance", "learning"}
    assert len(list_texts()) > 14_000
