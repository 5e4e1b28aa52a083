"""Our codes and columns are those of the domain documents: their sentences, limits, aliases and needs."""

import json
import re

import pytest

from compliance.workbooks.columns import sheet_kinds
from compliance.workbooks.headers import fold_header, get_column_names
from compliance.workbooks.messages import load_sentences
from tests.factories.domain import DOMAIN

DOCUMENT = DOMAIN.parent / "suppliers.md"
VOCABULARY = DOMAIN.parent / "suppliers_vocabulary.json"
pytestmark = pytest.mark.skipif(not DOCUMENT.exists(), reason="the domain vocabulary is not beside this checkout")
SHEETS = {"suppliers": "### 6.1", "findings": "### 6.2", "actions": "### 6.3"}
# Aliases with a condition, or that belong to more than one column, as the document words them.
NOT_A_HEADER = re.compile(
    r"[()]|\"|read by|^then |sets grade|timescale|default|file name to|read as|^open/closed|^D/F$|^eti/code$"
)


def rows(kind: str):
    """Column names, type and aliases of a sheet's table."""
    text = DOCUMENT.read_text(encoding="utf-8").split(SHEETS[kind], 1)[1]
    table = re.split(r"\n### |\n## ", text)[0].replace("T-shirts\\|Polo", "T-shirts/Polo")
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "Column" and len(cells) >= 5:
            yield re.split(r", | / ", cells[0]), cells[1], cells[4]


# The others are put as every error of the portal: what is accepted, what to do, no column's name glued to a sentence.
KEPT = {"F001", "R001", "W007"}
# What the vocabulary does not name: rows, sheets, tables and parts of the file that were left out.
ADDED = {"W008", "W009", "W010", "W011", "W012"}


def names(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def test_every_sentence_of_the_vocabulary_is_there_with_its_facts():
    published = json.loads(VOCABULARY.read_text(encoding="utf-8"))["error_codes"]
    ours = {code: text for code, text in load_sentences().items() if " " not in code}
    assert ours.keys() - published.keys() == ADDED and published.keys() <= ours.keys()
    assert {code for code, text in published.items() if ours[code] == text} == KEPT
    assert {code for code, text in published.items() if names(text) - names(ours[code])} == set()


@pytest.mark.parametrize("kind", SHEETS)
def test_every_column_of_the_document_is_there_with_its_limit(kind):
    found = list(rows(kind))
    assert len(found) > 12
    for columns, type_, _aliases in found:
        for name in columns:
            column = sheet_kinds()[kind].column(name)
            if limit := re.fullmatch(r"text (\d+)", type_):
                assert (
                    column.type.split() in (["text", limit[1]], ["long", limit[1]], ["name", limit[1]])
                    or column.kind == "os_id"
                ), name
            for word in ("key", "country", "bool", "money", "choice", "int"):
                if type_.split(" ")[0] == word:
                    assert column.kind == word or name in ("code_area",), (name, column.type)


@pytest.mark.parametrize("kind", SHEETS)
def test_every_alias_of_the_document_is_known(kind):
    known = get_column_names(kind)
    written = [
        alias for _columns, _type, aliases in rows(kind) for alias in re.split(r", ", aliases)
        if alias and not NOT_A_HEADER.search(alias)
    ]  # fmt: skip
    missing = [alias for alias in written if fold_header(alias.replace("_", " ")) not in known]
    assert not missing
