"""Sentences of real statements that people labelled, and how far the checker agrees with them.

The data are not part of the repository: they are read from a folder `shared/data/statements` beside it or above, or
from the file that LABELLED_SENTENCES names. Without them the tests that need them are skipped.
`python -m tests.compliance.statements.text_checker.measure` prints the figures.
"""

import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

FILE = Path("shared/data/statements/dev_sentences.jsonl")
FOLDS = 5
# Fewer words than these are a heading or a fragment, which gets no full stop.
HEADING_WORDS = 6
WORD = re.compile(r"[a-z0-9]+")
# What a careful reader calls the evidence of a criterion, in the labels of the data. "mitigation" is every action and
# policy, so that for policies, due diligence and training it is a necessary label and no sufficient one.
EVIDENCE = {
    "law_approval": ("approval",),
    "law_signature": ("signature",),
    "g_area_structure": ("structure", "operations", "supply_chains"),
    "p_ownership_entities": ("structure",),
    "p_supply_chain_places": ("supply_chains",),
    "g_area_risk": ("risk",),
    "p_risk_specific": ("risk",),
    "g_area_policies": ("mitigation",),
    "g_area_due_diligence": ("mitigation", "remediation"),
    "p_remediation": ("remediation",),
    "g_area_training": ("mitigation",),
    "g_area_monitoring": ("effectiveness",),
}


@dataclass(frozen=True, slots=True)
class Labelled:
    text: str
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Statement:
    """fold: 0 to 4; all sentences of a statement are in one fold."""

    code: str
    jurisdiction: str
    sentences: tuple[Labelled, ...]

    @property
    def fold(self) -> int:
        return sha256(self.code.encode()).digest()[0] % FOLDS

    @property
    def text(self) -> str:
        """One sentence a line, with the full stops that the data lost."""
        return "\n".join(_with_stop(sentence.text) for sentence in self.sentences)

    def labels_of(self, shown: str) -> frozenset[str]:
        """Return the labels of every sentence that the shown one holds, or is part of."""
        key = _key(shown)
        labels: set[str] = set()
        for sentence in self.sentences:
            other = _key(sentence.text)
            if other and (other == key or f" {other} " in f" {key} " or f" {key} " in f" {other} "):
                labels |= sentence.labels
        return frozenset(labels)

    def has(self, labels: Iterable[str]) -> bool:
        wanted = frozenset(labels)
        return any(sentence.labels & wanted for sentence in self.sentences)


def get_path() -> Path | None:
    """Return the file of the labelled sentences, None where there is none."""
    if named := os.environ.get("LABELLED_SENTENCES"):
        return Path(named)
    return next((parent / FILE for parent in Path(__file__).parents if (parent / FILE).exists()), None)


@cache
def load() -> tuple[Statement, ...]:
    path = get_path()
    if path is None:
        return ()
    rows: defaultdict[tuple[str, str], list[tuple[int, Labelled]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels = frozenset(label for label, holds in row["labels"].items() if holds)
        rows[row["statement_id"], row["jurisdiction"]].append(
            (row["sentence_index"], Labelled(row["sentence"], labels))
        )
    return tuple(
        Statement(code, jurisdiction, tuple(labelled for _, labelled in sorted(found, key=lambda pair: pair[0])))
        for (code, jurisdiction), found in sorted(rows.items())
    )


@dataclass(frozen=True, slots=True)
class Score:
    """Figures of one criterion. hits: found where people found it. right: hits whose sentence bears the label."""

    code: str
    actual: int
    found: int
    hits: int
    right: int

    @property
    def precision(self) -> float:
        return self.hits / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.actual if self.actual else 0.0

    @property
    def f1(self) -> float:
        return _f1(self.hits, self.found, self.actual)

    @property
    def evidence_f1(self) -> float:
        """A yes counts only if the sentence shown bears the label."""
        return _f1(self.right, self.found, self.actual)


# What the checker shows of a statement: the sentence of each criterion that is found.
Checker = Callable[[Statement], dict[str, str | None]]


def score(statements: Sequence[Statement], check: Checker) -> dict[str, Score]:
    counts = {code: [0, 0, 0, 0] for code in EVIDENCE}
    for statement in statements:
        shown = check(statement)
        for code, labels in EVIDENCE.items():
            is_actual, sentence = statement.has(labels), shown.get(code)
            is_right = sentence is not None and bool(statement.labels_of(sentence) & frozenset(labels))
            for place, counts_here in enumerate(
                (is_actual, sentence is not None, is_actual and sentence is not None, is_right)
            ):
                counts[code][place] += counts_here
    return {code: Score(code, *numbers) for code, numbers in counts.items()}


def _f1(right: int, found: int, actual: int) -> float:
    return 2 * right / (found + actual) if found + actual else 0.0


def _key(text: str) -> str:
    return " ".join(WORD.findall(text.casefold()))


def _with_stop(text: str) -> str:
    text = text.strip()
    is_sentence = len(text.split()) > HEADING_WORDS and text[-1:] not in ".!?:;"
    return f"{text}." if is_sentence else text
