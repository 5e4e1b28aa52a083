"""Fifty statements of invented companies, each with what a person says of its approval, signature and training.

Their sentences are put together from what real statements say in one way or another; no company or person is real.
"""

import json
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Written:
    """approval, signature, training: the text, and whether a person would count it. sign_off_first: on the first page.

    shape: how it is set: "plain", "columns", "interleaved", "narrow", "letter" or "docx".
    """

    company: str
    approval: tuple[str, bool]
    signature: tuple[str, bool]
    training: tuple[str, bool]
    shape: str = "plain"
    sign_off_first: bool = False
    after: str = ""

    @property
    def labels(self) -> dict[str, bool]:
        return {
            "law_approval": self.approval[1],
            "law_signature": self.signature[1],
            "g_area_training": self.training[1],
        }


@dataclass(frozen=True)
class Excerpt:
    """is_held_out: no rule was made for it."""

    kind: str
    label: bool
    text: str
    is_held_out: bool


def excerpts(name: str) -> list[Excerpt]:
    made: list[Excerpt] = []
    for line in (HERE / name).read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        kind, label, text = line.split(" ", 2)
        place = sum(one.kind == kind for one in made)
        is_held_out = name == "excerpts_examined.txt" or (name == "excerpts.txt" and place // 2 % 2 == 1)
        made.append(Excerpt(kind, label == "+", text.replace("\\n", "\n").replace("\\t", "\t"), is_held_out))
    return made


_data = json.loads((HERE / "written.json").read_text())
OPENING: list[str] = _data["opening"]
# Paragraphs that speak of boards, directors and training without being what is looked for.
BODY: list[str] = _data["body"]
STATEMENTS = [Written(**row) for row in _data["statements"]]
