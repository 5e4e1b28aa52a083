"""Goals and measures from one year to the next: last year's promises are asked for an answer (mon1_progress). Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compliance.statements.rules.text import sentences, tidy
from compliance.statements.types import Goal, Kpi

# Where a goal stands once there is nothing more to say of it in a later year.
SETTLED = frozenset({"met", "not_met", "dropped"})
# What an answer says; "new this year" is none.
ANSWERS = SETTLED | {"on_track", "behind"}

# Words by which a text says what will be done, and those that say when.
PLAN = re.compile(r"\bwe\b[^.]{0,40}?\b(?:will|shall|plan to|intend to|aim to|commit to|are going to)\b", re.IGNORECASE)
LATER = re.compile(
    r"\b(?:next (?:financial )?year|(?:in|by|during) (?:the end of )?20\d\d|coming year|by the end of)\b", re.IGNORECASE
)
MAX_PLANS = 20


@dataclass(frozen=True, slots=True)
class Promise:
    """A goal that stood open when last year's statement was published. status, result: this year's answer to it."""

    text: str
    target_date: str
    status: str = ""
    result: str = ""

    @property
    def is_answered(self) -> bool:
        return self.status in ANSWERS


def get_promises(earlier: Sequence[Goal], now: Sequence[Goal]) -> list[Promise]:
    """Return last year's open goals, each with what this year's list says of the goal with the same words."""
    known = {_same(goal): goal for goal in now}
    return [
        Promise(
            goal["text"],
            goal.get("target_date") or "",
            (known.get(_same(goal)) or {}).get("status") or "",
            (known.get(_same(goal)) or {}).get("result") or "",
        )
        for goal in earlier
        if goal.get("text") and goal.get("status") not in SETTLED
    ]


def find_plans(texts: Mapping[str, str]) -> list[str]:
    """Return sentences that promise something, as a suggestion. texts: plain, by area; monitoring names no time."""
    plans = [
        " ".join(sentence.text.lstrip("#-*• ").split())
        for code, text in texts.items()
        for sentence in sentences(text)
        if PLAN.search(sentence.text) and (code == "monitoring" or LATER.search(sentence.text))
    ]
    return list(dict.fromkeys(plans))[:MAX_PLANS]


def _same(goal: Goal) -> str:
    return " ".join(tidy(str(goal.get("text") or "")).casefold().split())


def goals_to_answer(earlier: Sequence[Goal]) -> list[Goal]:
    """Return what next year's form begins with: the open goals, without the answer of the year before."""
    return [_unanswered(goal) for goal in earlier if goal.get("text") and goal.get("status") not in SETTLED]


def _unanswered(goal: Goal) -> Goal:
    target_date = goal.get("target_date")
    return {"text": goal["text"], "target_date": target_date} if target_date else {"text": goal["text"]}


def measures_to_fill(earlier: Sequence[Kpi], *, is_last_year: bool) -> list[Kpi]:
    """Return the same measures again; their figures become last year's where they are of the year before."""
    return [{**kpi, "last_year": kpi.get("this_year") if is_last_year else None, "this_year": None} for kpi in earlier]
