"""What accepting a suggestion does to the answers of a section. What a person gave stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from compliance.statements import vocabulary
from compliance.statements.rules import richtext
from compliance.statements.types import Answers, SectionAnswers

EXCLUSIVE = "none"


@dataclass(frozen=True)
class Kpi:
    """A measure in words, as the list of measures has it."""

    name: str
    unit: str
    value: str
    is_outcome: bool = False


@dataclass
class Applied:
    """answers: of the whole section. kept: what was left alone: "disclosure", "measure" or "text"."""

    answers: SectionAnswers
    kept: list[str] = field(default_factory=list)


def apply_suggestion(
    answers: Answers,
    *,
    section: str,
    sentence: str = "",
    disclosure: str = "",
    pointer: str = "",
    kpi: Kpi | None = None,
    ticks: Mapping[str, Sequence[str]],
) -> Applied:
    """Add a suggestion to the answers. pointer: where the point is covered. ticks: codes to add, by question."""
    applied = Applied(dict(answers))
    if sentence:
        _add_sentence(applied, f"narrative_{section}", sentence)
    if disclosure:
        _cover(applied, disclosure, pointer)
    if kpi:
        _add_kpi(applied, kpi)
    for code, codes in ticks.items():
        applied.answers[code] = merge_ticks(code, applied.answers.get(code) or [], codes)
    return applied


def merge_ticks(code: str, before: Sequence[str], added: Sequence[str]) -> list[str]:
    """Return the ticks in the order of the list. “None of these” goes when something is ticked."""
    listed = vocabulary.enumeration(vocabulary.field(code).enumeration or "").codes
    chosen = ({*before} - {EXCLUSIVE}) | {*added}
    return [code_ for code_ in listed if code_ in chosen]


def _add_sentence(applied: Applied, name: str, sentence: str) -> None:
    text = applied.answers.get(name) or ""
    longer = richtext.clean(f"{text}\n<p>{escape(sentence, quote=False)}</p>" if text else f"<p>{escape(sentence)}</p>")
    most = vocabulary.field(name).max_length
    if most and len(longer) > most:
        applied.kept.append("text")
        return
    applied.answers[name] = longer


def _cover(applied: Applied, disclosure: str, pointer: str) -> None:
    disclosures = dict(applied.answers.get("disclosures") or {})
    if (disclosures.get(disclosure) or {}).get("status"):
        if disclosures[disclosure]["status"] != "covered":
            applied.kept.append("disclosure")
        return
    disclosures[disclosure] = {"status": "covered", "text": pointer}
    applied.answers["disclosures"] = disclosures


def _add_kpi(applied: Applied, kpi: Kpi) -> None:
    """Into the measure of that name where it has no figure for this year, else as a new one."""
    rows = [dict(row) for row in applied.answers.get("kpis") or []]
    same = next((row for row in rows if row.get("name") == kpi.name), None)
    if same is not None and same.get("this_year"):
        if same["this_year"] != kpi.value:
            applied.kept.append("measure")
        return
    if same is not None:
        same |= {"this_year": kpi.value} | ({} if same.get("unit") else {"unit": kpi.unit})
    elif len(rows) >= (vocabulary.field("kpis").max_items or 20):
        applied.kept.append("measure")
        return
    else:
        kind = "outcome" if kpi.is_outcome else "output"
        rows.append({"name": kpi.name, "unit": kpi.unit, "this_year": kpi.value, "kind": kind})
    applied.answers["kpis"] = rows
