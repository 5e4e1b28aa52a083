"""Invented sentences with what they are evidence of: for what the labels of real statements do not tell apart."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
SHORT = {"fees": "recruitment_fees"}
AREAS = {"s": "structure", "p": "policies", "r": "risk", "d": "due_diligence", "t": "training", "m": "monitoring"}


@dataclass(frozen=True, slots=True)
class Invented:
    """criteria: codes of the rubric that the sentence is evidence of. status: its tense."""

    criteria: frozenset[str]
    status: str
    text: str


def load_invented(name: str = "invented_sentences.txt") -> list[Invented]:
    rows = []
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        codes, status, text = (part.strip() for part in line.split("|", 2))
        criteria = frozenset(_get_code(code) for code in codes.split(",") if code != "-")
        rows.append(Invented(criteria, status, text))
    return rows


def _get_code(code: str) -> str:
    return f"g_area_{AREAS[code]}" if code in AREAS else f"p_{SHORT.get(code, code)}"
