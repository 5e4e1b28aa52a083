"""What the vocabulary is made of. Frozen values; the words and numbers stand in data/."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from compliance.statements.types import Answers


@dataclass(frozen=True, slots=True)
class Source:
    """A document that a rule or a word comes from. reference is a citation or a web address without its scheme.

    shown: what people are told where the title names the repository that it was read in.
    """

    code: str
    title: str
    publisher: str
    date: str
    reference: str
    licence: str
    note: str = ""
    shown: str = ""

    @property
    def public_title(self) -> str:
        return self.shown or self.title


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a list. facts holds what else is known of it: the registry's number, the legal forms it is for …"""

    code: str
    label: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def is_for(self, legal_form: str) -> bool:
        """Tell whether the option fits this legal form; options that name no form fit all."""
        return "for" not in self.facts or legal_form in self.facts["for"]


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list of options. exclusive_code excludes all others; other_code asks for words of one's own."""

    code: str
    label: str
    source: str
    multiple: bool
    values: tuple[Option, ...]
    exclusive_code: str = ""
    other_code: str = ""
    note: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(option.code for option in self.values)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(option.code, option.label) for option in self.values]

    def choices_for(self, legal_form: str) -> list[tuple[str, str]]:
        return [(option.code, option.label) for option in self.values if option.is_for(legal_form)]

    def option(self, code: str) -> Option:
        """Return an option. Raises KeyError for a code that the list does not hold."""
        for option in self.values:
            if option.code == code:
                return option
        raise KeyError(code)

    def label_of(self, code: str) -> str:
        """Return the option's label, or the code itself when an old text holds one that is no longer listed."""
        return next((option.label for option in self.values if option.code == code), code)


Operator = Literal["is", "in", "contains", "has_other_than", "not_empty", "not_found"]


@dataclass(frozen=True, slots=True)
class Condition:
    """A claim about another answer.

    The field of an item of a list (risk.source) is looked up by its last part, in the answers of that item.
    not_found is about a search on the page: only the person knows, so the question may always be answered.
    """

    field: str
    operator: Operator
    value: Any = None

    def holds(self, answers: Answers) -> bool:
        answer = answers.get(self.field, answers.get(self.field.rpartition(".")[2]))
        match self.operator:
            case "is":
                return bool(answer == self.value) and answer is not None
            case "in":
                return answer in self.value
            case "contains":
                return self.value in (answer or ())
            case "has_other_than":
                return any(code != self.value for code in answer or ())
            case "not_empty":
                return bool(answer)
            case "not_found":
                return True


FieldType = Literal[
    "boolean",
    "string",
    "rich_text",
    "date",
    "enum",
    "enum_list",
    "url",
    "email",
    "hash",
    "countries",
    "list",
    "disclosures",
]
Required = Literal["to start", "to publish", "by legal form", "when amending", "after publication", "no"]


@dataclass(frozen=True, slots=True)
class RegistryPlace:
    """Where the government registry asks the same; column is its name in the registry's CSV."""

    order: int
    page: str
    slug: str
    name: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    section:       the SectionCode that asks it; "areas" for the disclosures of all six areas; or the record that holds
                   it: approval, signature, publication, registry, amendment.
    type:          list holds items whose fields are those with item_of = code; boolean with an enumeration names
                   the list that the area comes from, it is still yes or no.
    required:      by when an answer is needed, provided that the question is asked.
    asked_when:    the question is asked only then.
    required_when: an answer is needed as soon as this holds.
    cleared_otherwise: an answer is dropped on saving when neither condition holds.
    one_of:        exactly one of these fields is answered.
    not_in_future: when a date must have come.
    limit_is_ours: the length is this portal's own, the registry sets none.
    """

    code: str
    section: str
    label: str
    type: FieldType
    required: Required
    hint: str = ""
    enumeration: str = ""
    item: str = ""
    max_length: int | None = None
    limit_is_ours: bool = False
    min_items: int | None = None
    max_items: int | None = None
    max_months: int | None = None
    pattern: str = ""
    not_in_future: Literal["", "on saving", "to publish"] = ""
    before: str = ""
    by_form: bool = False
    asked_when: Condition | None = None
    required_when: Condition | None = None
    cleared_otherwise: bool = False
    one_of: tuple[str, ...] = ()
    exclusive_with: str = ""
    registry: RegistryPlace | None = None

    @property
    def name(self) -> str:
        """Return the key in the answers, or in an item of a list."""
        return self.code.rpartition(".")[2]

    @property
    def prefix(self) -> str:
        """Return what the list calls one of its items, for the field of an item; else empty."""
        return self.code.rpartition(".")[0]

    def is_asked(self, answers: Answers) -> bool:
        conditions = [condition for condition in (self.asked_when, self.required_when) if condition]
        if not self.cleared_otherwise:
            conditions = [self.asked_when] if self.asked_when else []
        return not conditions or any(condition.holds(answers) for condition in conditions)

    def is_needed(self, answers: Answers) -> bool:
        """Tell whether another answer makes this one needed at once."""
        return self.required_when is not None and self.required_when.holds(answers)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Something a statement may tell. evidence says how sure we are that the statutory guide asks for it."""

    code: str
    area: str
    level: int
    level_certain: bool
    evidence: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the rubric. structured_check and text_check say in words what rules/ does in code."""

    code: str
    area: str
    weight: str
    question: str
    applies_when: str
    structured_check: str
    text_check: str
    message: str
    blocks: bool
    needs_person: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim to avoid: pattern ignores case; weight is warn or info; not a claim beside one of the allowed words."""

    code: str
    pattern: str
    weight: str
    message: str
    allowed_beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transition:
    start: str
    end: str
    by: tuple[str, ...]
    guard: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """offset_days counts from the expected date; negative is before it."""

    offset_days: int
    to: tuple[str, ...]
    text: str
    same_as_registry: bool


@dataclass(frozen=True, slots=True)
class LawChange:
    """weight: must, should, good practice, or pending for what is no law yet. source: a code of sources.json."""

    on: date
    weight: str
    title: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Deadline:
    rule: str
    months: int
    examples: tuple[tuple[str, str], ...]
    statement_year: str
    weight: str
