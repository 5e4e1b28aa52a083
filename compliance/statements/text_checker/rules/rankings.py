"""What makes a sentence evidence of a criterion, as data/rankings.json and data/words.json have it.

Words and phrases are matched whole: "kit" is not in "kitchen".
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from compliance.statements.rubric.rules.criteria.law import OWN_BUSINESS, SUPPLY_CHAINS
from compliance.statements.rubric.rules.tense import DENIED, DONE, PLANNED, STATED

DATA = Path(__file__).parents[1] / "data"
ANY_STATUS = (DONE, PLANNED, DENIED, STATED)
AREA_RANKINGS = {
    "structure": ("area_structure", "area_structure_2", "area_structure_3", "p_ownership_entities"),
    "policies": ("area_policies",),
    "risk": ("area_risk", "p_risk_specific", "p_risk_method"),
    "due_diligence": ("area_due_diligence", "p_remediation", "p_supplier_monitoring"),
    "monitoring": ("area_monitoring", "area_monitoring_2"),
}

_VERB = (
    r"(?:identified|found|reported|received|raised|uncovered|discovered|detected|notified|recorded|logged|disclosed|"
    r"highlighted|revealed|known|made|brought|flagged|arisen|arose|confirmed|substantiated|investigated|referred|"
    r"encountered|came to (?:light|our attention))"
)
_CASE = (
    r"(?:cases?|instances?|incidents?|reports?|indicators?|concerns?|allegations?|breaches|breach|evidence|signs?|"
    r"suspicions?|issues?|red flags?|victims?|disclosures?|examples?|non-?conformances?|complaints?|occurrences?)"
)
_COUNT = r"(?:no|any|nil|zero|one|two|three|four|five|six|seven|eight|nine|ten|a|an|several|some|\d+|nor|none)"
_BETWEEN = r"(?:[\w'’-]+ ){0,5}"
INCIDENT = re.compile(
    rf"\b{_COUNT} {_BETWEEN}{_CASE}\b[^.;]{{0,90}}\b{_VERB}\b|"
    rf"\b(?:{_VERB}|aware of|had|seen|find|identify|receive|uncover|detect|discover)\b (?:\w+ ){{0,3}}?{_COUNT} "
    rf"{_BETWEEN}{_CASE}\b|"
    rf"\bthere (?:were|was|have been|has been) (?:[\w'’-]+ ){{0,2}}{_COUNT} {_BETWEEN}{_CASE}\b|"
    r"\b(?:found|identified|uncovered|revealed|detected|discovered) (?:\w+ ){0,2}(?:evidence|signs?|indicators?|"
    r"cases?|"
    r"instances?) of\b|"
    rf"\bno (?:modern )?(?:slavery|forced labour|trafficking) (?:was|were|has been) {_VERB}\b|"
    rf"\bnone (?:of (?:these|which|them) )?(?:was|were|has been|have been) {_VERB}",
    re.IGNORECASE,
)
# Not that something was found, but what would be done, or what somebody is asked to do.
HYPOTHETICAL = re.compile(
    r"\b(?:if|should|would|could|may|might|must|shall|in the event|whenever|wherever|"
    r"where(?= (?:we|any|a|there|it|such|concerns|issues))|when(?= (?:we|any|a|there|it))|unless|encouraged?s?|"
    r"expect(?:ed|s)?|required? to|asked to|able to|free to|invited to|how to|can be|to be|will|"
    r"any (?:\w+ ){0,4}(?:concerns?|cases?|instances?|suspicions?|breach(?:es)?|incidents?|issues?|evidence) "
    r"(?:\w+ ){0,3}(?:is|are|can|to)\b|"
    r"report any|raise any|"
    r"measures (?:were )?taken|to remediate|to report|to raise|to identify|number of|in case|risks? (?:of|"
    r"identified|found))\b",
    re.IGNORECASE,
)
# How a measure is given: a share, so many of so many, or by its name.
KPI_FORM = re.compile(
    r"%|(?:^|[.:;] )of (?:the|our) \d+|\bper ?cent\b|\b\d+ (?:out )?of (?:the |our |all )?\d+|"
    r"\b(?:KPIs?|performance indicators?|metrics?|number of|percentage of|proportion of|target|measure)\b|"
    r"\((?:last year|20\d\d|previous year)",
    re.IGNORECASE,
)
# "This statement is made" and "was approved" tell no step.
ABOUT_ITSELF = re.compile(
    r"\b(?:this|our) (?:\w+ ){0,3}(?:statement|report)\b|\b(?:statement|report) (?:was|has been|is)\b|"
    r"\bapproved by\b",
    re.IGNORECASE,
)
# Nor does the name of a measure: "the number of suppliers who have signed".
NO_STEP = re.compile(
    rf"{ABOUT_ITSELF.pattern}|"
    r"\b(?:number|percentage|proportion|share) of (?:[\w-]+ ){0,6}(?:who|that|which|have|has)\b",
    re.IGNORECASE,
)
PATTERNS = {
    "any": re.compile(r"\w"),
    "incident": INCIDENT,
    "hypothetical": HYPOTHETICAL,
    "kpi_form": KPI_FORM,
    "about_itself": ABOUT_ITSELF,
    "no_step": NO_STEP,
    "own_business": OWN_BUSINESS,
    "supply_chains": SUPPLY_CHAINS,
}


@dataclass(frozen=True, slots=True)
class Ranking:
    """How the sentences for one criterion are ranked.

    label: the subject whose weights count; "" for none. weight: how much. neighbours: how much those beside it count.
    needs: what the sentence must hold: as many as own says itself, the others itself or in its heading, its lead-in or
    the sentence before. boosts: what it had better hold, and how much that counts.
    near, near_boost: what the heading or one of the last sentences had better hold. never: what it must not hold.
    answers: the tenses that answer. found, unclear: the least scores of the bands.
    """

    label: str = ""
    weight: float = 1.0
    neighbours: float = 0.0
    needs: tuple[re.Pattern[str], ...] = ()
    own: int = 1
    boosts: tuple[tuple[re.Pattern[str], float], ...] = ()
    near: re.Pattern[str] | None = None
    near_boost: float = 0.0
    heading: re.Pattern[str] | None = None
    never: re.Pattern[str] | None = None
    answers: frozenset[str] = frozenset(ANY_STATUS)
    found: float = 0.0
    unclear: float = 0.0


@cache
def get_ranking(code: str) -> Ranking:
    """Return the ranking of a criterion, or of one of the ways to look for it."""
    item = _load("rankings")[code]
    known = {
        name: item[name]
        for name in ("label", "weight", "neighbours", "own", "near_boost", "found", "unclear")
        if name in item
    }
    near, heading, never = (_get_pattern(item[name]) if name in item else None for name in ("near", "heading", "never"))
    return Ranking(
        needs=tuple(_get_pattern(words) for words in item.get("needs", ())),
        boosts=tuple((_get_pattern(boost["words"]), boost["weight"]) for boost in item.get("boosts", ())),
        answers=frozenset(item.get("answers", ANY_STATUS)),
        near=near,
        heading=heading,
        never=never,
        **known,
    )


def get_label(criterion: str) -> str:
    """Return the subject whose learned weights rank the sentences of a criterion of the rubric, "" without one."""
    area = criterion.removeprefix("g_area_")
    code = AREA_RANKINGS[area][0] if area in AREA_RANKINGS else criterion
    return str(_load("rankings").get(code, {}).get("label", ""))


def get_practice_codes() -> tuple[str, ...]:
    return tuple(code for code in _load("rankings") if code.startswith("p_"))


@cache
def get_words(name: str) -> re.Pattern[str]:
    """Return what matches any of the named words, whole, in either case."""
    return PATTERNS[name] if name in PATTERNS else _compile(_load("words")[name]["words"])


def _get_pattern(words: str | Sequence[str]) -> re.Pattern[str]:
    return get_words(words.removeprefix("@")) if isinstance(words, str) else _compile(words)


def _compile(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


@cache
def _load(name: str) -> dict[str, dict[str, Any]]:  # Any: the JSON of the data file, read by get_ranking alone
    items = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))["items"]
    return {item["code"]: item for item in items}
