"""Code, tests and documents cite the requirements of this repository, and nothing that a reader cannot open.

A citation is the path and the anchor of a rule: docs/requirements/README.md says how to write one.
"""

import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
FOLDER = BASE / "docs" / "requirements"
SUFFIXES = {".py", ".html", ".txt", ".md", ".scss", ".js", ".toml", ".sh", ".conf", ".yml", ".yaml", ""}
# The changelog tells of the past; courses and guidance cite sources of their own.
LEFT_OUT = ("CHANGELOG.md", "LICENSE", "learning/resources/content/", "learning/training/content/", "locale/")

ANCHOR = re.compile(r'^### <a id="([a-z0-9-]+)"></a>\S', re.MULTILINE)
HEADING = re.compile(r"^### .*$", re.MULTILINE)
LINK = re.compile(r"docs/requirements/([a-z]+\.md)(?:#([A-Za-z0-9_-]+))?")
BACKGROUND = "*Background.*"
FILES = {
    "statements.md",
    "suppliers.md",
    "helpline.md",
    "directory.md",
    "statistics.md",
    "security.md",
    "experience.md",
}

# Forms of citation that lead to no document of this repository: each with an example that it has to find.
REFUSED = {
    r"(?i:\b(?:helpline|security|suppliers|experience|style|stack|section54),? "
    r"(?:(?:rules?|checks?|rows?|sections?|screens?|pages?) )?(?:\d|[a-z]{1,2}\d{1,2}\b))": [
        "helpline 2.5",
        "Helpline 8, check 1",
        "security RP12",
        "experience d11",
        "helpline, rule 2",
    ],
    r"(?i:\bdecisions? \d+\b)(?!\]\()": ["decision 15", "Decision 20"],
    r"(?i:\bdomain guide\b|\bsection 54 guide\b)|\((?:domain|guide) \d": ["domain guide 5.3", "(guide 4.2)"],
    r"(?i:\bacceptance(?: check)? \d|\bcheck \d+ of\b)": ["acceptance 4", "check 6 of helpline 8"],
    r"(?i:\(issue(?: \d|,|;|\)))|\bissue \d+, point|\bissue of the\b": [
        "(issue 6, point 9)",
        "issue of the round trip",
    ],
    r"[(;,] ?(?:page )?[a-h]\d{1,2}(?:(?:, | to )[a-h]\d{1,2})*\)": ["(c15, c16)", "(c1 to c3)", "(page e7)"],
    r"(?<=\s)\(\d\.\d{1,2}(?:\.\d)?\)": [" (9.2)", " (1.5.1)"],
    r"\bdecisions\.md\b": ["as decisions.md words them"],
}
# Ids of tests.attacks.attack_list, and of threats: only the tests of that folder, which has the list, go by them.
ATTACK = re.compile(r"\b(?:AC|RP|UP|IN|PF|AU|BL|AV)\d\d\b|(?<![\w/\"])T[0-3]\d\b")
ATTACKS = "tests/attacks/"


@cache
def files() -> dict[str, str]:
    """Each text file that git knows or could know of, by its path, with its content."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=BASE,
        capture_output=True,
        text=True,
        check=True,
    )
    found = {}
    for name in listed.stdout.splitlines():
        path = BASE / name
        if (
            path.suffix in SUFFIXES
            and not name.startswith(LEFT_OUT)
            and path.is_file()
            and BASE / name != Path(__file__)
        ):
            try:
                found[name] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
    return found


@cache
def prose() -> list[tuple[str, str]]:
    """Each line that people read, with its place: of Python docstrings and comments, of other files all."""
    return [(f"{name}:{number}", line) for name, text in files().items() for number, line in _prose(name, text)]


def _prose(name: str, text: str) -> Iterator[tuple[int, str]]:
    if not name.endswith(".py"):
        yield from enumerate(text.splitlines(), 1)
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and token.string.startswith('"""')):
            yield from enumerate(token.string.splitlines(), token.start[0])


@cache
def anchors() -> frozenset[tuple[str, str]]:
    return frozenset((path.name, found) for path in FOLDER.glob("*.md") for found in ANCHOR.findall(path.read_text()))


@cache
def cited() -> dict[tuple[str, str], list[str]]:
    """Files by the rule that they cite; the requirements themselves do not count."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, text in files().items():
        if name.startswith("docs/requirements/"):
            continue
        for file, anchor in LINK.findall(text):
            found.setdefault((file, anchor), []).append(name)
    return found


def test_the_folder_holds_its_six_files():
    assert {path.name for path in FOLDER.glob("*.md")} == FILES | {"README.md"}


@pytest.mark.parametrize("name", sorted(FILES))
def test_each_rule_has_one_anchor_and_one_to_five_sentences(name):
    text = (FOLDER / name).read_text()
    found = ANCHOR.findall(text)
    assert len(found) == len(HEADING.findall(text)) == len(set(found))
    for rule in re.split(r"^### .*$|^## .*$", text, flags=re.MULTILINE)[1:]:
        said = rule.strip()
        assert not said or len(re.findall(r"[.!?](?=\s|$)", said.replace(BACKGROUND, ""))) <= 5, said


def test_each_citation_leads_to_a_rule():
    wrong = {key: names for key, names in cited().items() if key[1] and key not in anchors()}
    assert not wrong


def test_each_citation_names_a_rule():
    whole = {key[0]: names for key, names in cited().items() if not key[1] and key[0] != "README.md"}
    assert not {name for names in whole.values() for name in names if name.endswith((".py", ".html", ".js", ".scss"))}


def test_each_rule_is_cited_or_is_background():
    uncited = anchors() - set(cited())
    for name, anchor in sorted(uncited):
        rule = (FOLDER / name).read_text().split(f'<a id="{anchor}"></a>', 1)[1].split("\n### ", 1)[0]
        assert BACKGROUND in rule, f"{name}#{anchor} is cited by nothing"


@pytest.mark.parametrize("pattern", REFUSED)
def test_a_refused_form_is_found(pattern):
    assert all(re.search(pattern, example) for example in REFUSED[pattern])


@pytest.mark.parametrize("pattern", REFUSED)
def test_nothing_cites_what_nobody_can_open(pattern):
    assert not [f"{place}: {line.strip()}" for place, line in prose() if re.search(pattern, line)]


def test_attacks_go_by_their_ids_in_their_own_folder_only():
    found = [
        f"{place}: {line.strip()}"
        for place, line in prose()
        if ATTACK.search(line) and ".py:" in place and not place.startswith(ATTACKS)
    ]
    assert not found
