"""One reading of a statement for a check: its answers, its text by section, the words for messages. Reads each once."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from compliance.organisations.rules.publication_deadline import get_due_date
from compliance.statements import vocabulary
from compliance.statements.rubric.rules.claims import ClaimHit, find_claims_in_passages
from compliance.statements.rubric.rules.signal_words import MONTHS, find_first
from compliance.statements.rules.content import AREAS, NARRATIVES, Content, Passage, content_hash, get_passages
from compliance.statements.rules.facts import Facts
from compliance.statements.rules.financial_year import get_period
from compliance.statements.rules.signoff import get_actors
from compliance.statements.rules.text import Sentence, sentences, word_count
from compliance.statements.types import Answers, GroupMember, Risk


def format_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def area_label(code: str) -> str:
    return vocabulary.enumeration("section_area").label_of(code)


MAX_NAMES = 8


def join_names(parts: Iterable[str]) -> str:
    """Return "a, b and c"; of a long list the first names and how many more."""
    listed = list(parts) or [""]
    if len(listed) > MAX_NAMES:
        listed = [*listed[:MAX_NAMES], f"{len(listed) - MAX_NAMES} others"]
    *first, last = listed
    return f"{', '.join(first)} and {last}" if first else last


class StatementText:
    """content as assemble() makes it; facts from the records; today is the day of the check."""

    def __init__(self, content: Content, facts: Facts, today: date) -> None:
        self.content = content
        self.answers: Answers = content["answers"]
        self.facts = facts
        self.today = today
        self._sentences: dict[str, list[Sentence]] = {}

    @property
    def kind(self) -> str | None:
        return self.answers.get("statement_kind")

    @property
    def legal_form(self) -> str:
        return self.answers.get("legal_form") or ""

    @property
    def is_group(self) -> bool | None:
        return self.answers.get("is_group")

    @property
    def members(self) -> list[GroupMember]:
        return self.answers.get("group_members") or []

    @property
    def risks(self) -> list[Risk]:
        return self.answers.get("risks") or []

    @cached_property
    def hash(self) -> str:
        return content_hash(self.content)

    @cached_property
    def due_on(self) -> date | None:
        end = get_period(self.content)[1]
        return get_due_date(end) if end else None

    def get_choices(self, code: str) -> list[str]:
        """Return the ticks of a list, without the option that says "none of these"."""
        exclusive = vocabulary.enumeration(vocabulary.field(code).enumeration).exclusive_code
        return [code_ for code_ in self.answers.get(code) or () if code_ != exclusive]

    # Free text

    @cached_property
    def passages(self) -> list[Passage]:
        return get_passages(self.content)

    @cached_property
    def text_by_section(self) -> dict[str, str]:
        texts_by_section: dict[str, list[str]] = {}
        for passage in self.passages:
            texts_by_section.setdefault(passage.section, []).append(passage.text)
        return {section: "\n".join(texts) for section, texts in texts_by_section.items()}

    def text(self, section: str) -> str:
        """Return all free text of a section: narrative, notes, items, disclosures."""
        return self.text_by_section.get(section, "")

    @cached_property
    def narratives(self) -> dict[str, str]:
        return {
            passage.section: passage.text
            for passage in self.passages
            if passage.field == f"narrative_{passage.section}"
        }

    def narrative(self, section: str) -> str:
        return self.narratives.get(section, "")

    @cached_property
    def narrative_words(self) -> dict[str, int]:
        return {section: word_count(self.narrative(section)) for section in NARRATIVES}

    @cached_property
    def all_narrative(self) -> str:
        return "\n".join(self.narrative(section) for section in NARRATIVES if self.narrative(section))

    def sentences(self, section: str) -> list[Sentence]:
        if section not in self._sentences:
            self._sentences[section] = sentences(self.text(section))
        return self._sentences[section]

    @cached_property
    def all_sentences(self) -> list[Sentence]:
        """Return the sentences of the introduction and the six areas."""
        return [sentence for section in NARRATIVES for sentence in self.sentences(section)]

    def find(self, pattern: re.Pattern[str], *sections: str, beside: re.Pattern[str] | None = None) -> str:
        """Return the first sentence with a match (and one of beside) in these sections, or in all; "" for none."""
        for section in sections or NARRATIVES:
            matching = self.sentences(section)
            if beside:
                matching = [sentence for sentence in matching if beside.search(sentence.text)]
            if quoted := find_first(pattern, matching):
                return quoted
        return ""

    @cached_property
    def claims(self) -> list[ClaimHit]:
        return find_claims_in_passages(self.passages)

    # Disclosures

    def get_disclosed_text(self, code: str) -> str:
        """Return the text of a disclosure that the statement covers; "" when it does not, or no text is given."""
        row = self.content["disclosures"].get(code) or {}
        return row.get("text") or "" if row.get("status") == "covered" else ""

    def disclosure_status(self, code: str) -> str:
        return (self.content["disclosures"].get(code) or {}).get("status") or ""

    def not_relevant(self, *codes: str) -> str:
        """Return why none of these disclosures is relevant, in the drafter's words; "" unless all are answered so."""
        rows = [self.content["disclosures"].get(code) or {} for code in codes]
        if all(row.get("status") == "not_relevant" and row.get("text") for row in rows):
            return str(rows[0]["text"])
        return ""

    @cached_property
    def covered_areas(self) -> list[str]:
        return [area for area in AREAS if self.answers.get(f"area_{area}") is True]

    # Messages

    def message(self, code: str, **parts: str) -> str:
        """Return the rubric's message with its gaps filled."""
        due = format_date(self.due_on) if self.due_on else "six months after your year end"
        form = get_actors(self.legal_form)
        known = {"approver": form.cited_approver, "signer": form.cited_signer, "due_date": due, **parts}
        text = vocabulary.criterion(code).message
        for name, value in known.items():
            text = text.replace(f"{{{name}}}", value)
        return text
