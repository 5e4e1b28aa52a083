"""Goals and measures from one year to the next: last year's promises are asked for an answer (mon1_progress). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compliance.statements.rules.text import tidy

# Where a goal stands once there is nothing more to say of it in a later year.
SETTLED = frozenset({"met", "not_met", "dropped"})
# What an answer says; "new this year" is none.
ANSWERS = SETTLED | {"on_track", "behind"}

Items = Sequence[Mapping[str, Any]]


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


def promises(earlier: Items, now: Items) -> list[Promise]:
    """Last year's open goals, each with what this year's list says of the goal with the same words."""
    told = {_same(goal): goal for goal in now}
    return [
        Promise(
            goal["text"],
            goal.get("target_date") or "",
            (told.get(_same(goal)) or {}).get("status") or "",
            (told.get(_same(goal)) or {}).get("result") or "",
        )
        for goal in earlier
        if goal.get("text") and goal.get("status") not in SETTLED
    ]


def _same(goal: Mapping[str, Any]) -> str:
    return " ".join(tidy(str(goal.get("text") or "")).casefold().split())


def goals_to_answer(earlier: Items) -> list[dict[str, Any]]:
    """What next year's form begins with: the open goals, without the answer of the year before."""
    kept = ("text", "target_date")
    return [
        {name: goal[name] for name in kept if goal.get(name)}
        for goal in earlier
        if goal.get("text") and goal.get("status") not in SETTLED
    ]


def measures_to_fill(earlier: Items, *, is_last_year: bool) -> list[dict[str, Any]]:
    """The same measures again; their figures become last year's where they are of the year before."""
    return [
        {name: value for name, value in kpi.items() if name not in ("this_year", "last_year")}
        | {"last_year": kpi.get("this_year") if is_last_year else None, "this_year": None}
        for kpi in earlier
    ]
