"""The outcome of one criterion of the check."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import cast

from compliance.statements.types import StoredResult


class Outcome(StrEnum):
    """Codes of check_result."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    NEEDS_PERSON = "needs_person"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found. The reason is a full sentence in plain words; section and field say where to mend it."""

    outcome: Outcome
    reason: str
    found: str = ""
    section: str = ""
    field: str = ""


def met(reason: str, *, found: str = "", section: str = "", field: str = "") -> Finding:
    return Finding(Outcome.MET, reason, found, section, field)


def partly(reason: str, *, found: str = "", section: str = "", field: str = "") -> Finding:
    return Finding(Outcome.PARTLY_MET, reason, found, section, field)


def not_met(reason: str, *, found: str = "", section: str = "", field: str = "") -> Finding:
    return Finding(Outcome.NOT_MET, reason, found, section, field)


def not_applicable(reason: str) -> Finding:
    return Finding(Outcome.NOT_APPLICABLE, reason)


def needs_person(reason: str, *, found: str = "", section: str = "", field: str = "") -> Finding:
    return Finding(Outcome.NEEDS_PERSON, reason, found, section, field)


@dataclass(frozen=True, slots=True)
class Result:
    """One row of a check.

    criterion, weight:  codes of the rubric and of legal_status.
    result:             code of check_result.
    reason:             why, in plain words; for what is missing it begins with what to do.
    source:             codes of the documents the criterion rests on.
    found:              the words it rests on, or "".
    section, field:     where to go: a SectionCode, and a field of the vocabulary or "".
    blocks:             whether this criterion has to be met before publication, exactly as the rubric says.
    """

    criterion: str
    question: str
    weight: str
    result: str
    reason: str
    source: tuple[str, ...]
    found: str
    section: str
    field: str
    blocks: bool

    @property
    def stops_publication(self) -> bool:
        """Tell whether it blocks and is not met; doubts that a text raises never stop publication."""
        return self.blocks and self.result == Outcome.NOT_MET

    @property
    def is_notice(self) -> bool:
        """Tell whether a Bill would ask for it and the statement lacks it: a notice, never a failure."""
        return self.weight == "pending" and self._is_left

    @property
    def is_open(self) -> bool:
        """Tell whether something is left to do or to look at, under the law and guidance in force."""
        return self.weight != "pending" and self._is_left

    @property
    def _is_left(self) -> bool:
        return self.result not in (Outcome.MET, Outcome.NOT_APPLICABLE)

    def as_dict(self) -> StoredResult:
        """Return it for storing as JSON; from_dict reads it back."""
        return cast(StoredResult, asdict(self) | {"source": list(self.source)})

    @classmethod
    def from_dict(cls, stored: StoredResult) -> "Result":
        return cls(
            criterion=stored["criterion"],
            question=stored["question"],
            weight=stored["weight"],
            result=stored["result"],
            reason=stored["reason"],
            source=tuple(stored["source"]),
            found=stored["found"],
            section=stored["section"],
            field=stored["field"],
            blocks=stored["blocks"],
        )
