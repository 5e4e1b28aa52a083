"""Beside the text of a section: what was said last year, and what the check says of it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from compliance.statements.choices import AREAS, EXTRAS, OPEN, SectionCode
from compliance.statements.core.views import VersionMixin, today
from compliance.statements.editor.rules.goals import Promise, get_promises
from compliance.statements.editor.rules.proposals import Proposal, get_proposals
from compliance.statements.models import EarlierText
from compliance.statements.rubric import services as checking
from compliance.statements.rubric.rules.result import Result
from compliance.statements.rules import legal_forms
from compliance.statements.rules.difference import Kind, Run, compare_texts
from compliance.statements.rules.richtext import split_blocks, to_marks
from compliance.statements.rules.text import plain_text
from compliance.statements.types import Goal

WRITTEN = frozenset({SectionCode.INTRO, *AREAS, *EXTRAS})


@dataclass(frozen=True)
class Block:
    """A paragraph, list or table of last year's text.

    is_used: whether the saved text holds the same words. is_ticked: whether it was chosen when the form was sent.
    """

    index: int
    html: SafeString
    is_used: bool
    is_ticked: bool


@dataclass(frozen=True)
class LastYear:
    """The last year that is published, and what has changed in the section since; year is None where there is none.

    elsewhere: the statement that was taken over, when it was not published on this portal.
    """

    year: int | None = None
    runs: tuple[Run, ...] = ()
    elsewhere: EarlierText | None = None
    blocks: tuple[Block, ...] = ()

    @property
    def has_more(self) -> bool:
        """Tell whether a paragraph of last year's is not in this year's text."""
        return any(not block.is_used for block in self.blocks)

    @property
    def is_unchanged(self) -> bool:
        return all(run.kind == Kind.KEPT for run in self.runs)


def get_last_year(view: VersionMixin, code: str) -> LastYear | None:
    """Return last year's text of the section with what changed; None for a section without narrative text."""
    if code not in WRITTEN:
        return None
    last = view.last_statement
    if last is None:
        return LastYear()
    name = f"narrative_{code}"
    earlier_text = last.content["answers"].get(name)
    if not earlier_text:
        return LastYear(last.year, elsewhere=last.brought)
    now = view.answers.get(code, {}).get(name) or ""
    runs = tuple(compare_texts(plain_text(earlier_text), plain_text(now)))
    words, ticked = " ".join(plain_text(now).split()), view.request.POST.getlist("block")
    blocks = tuple(
        Block(
            index,
            mark_safe(html),  # noqa: S308 - cleaned
            is_used=" ".join(plain_text(html).split()) in words,
            is_ticked=str(index) in ticked and "use_last_year" not in view.request.POST,
        )
        for index, html in enumerate(split_blocks(earlier_text))
    )
    return LastYear(last.year, runs, last.brought, blocks)


def get_last_years_marks(view: VersionMixin, code: str, chosen: Collection[str]) -> str:
    """Return the chosen paragraphs of last year's text as simple marks; all of them for the choice "all"."""
    last = view.last_statement
    html = last.content["answers"].get(f"narrative_{code}") if last and code in WRITTEN else None
    blocks = split_blocks(str(html)) if html else []
    return to_marks("".join(block for index, block in enumerate(blocks) if {"all", str(index)} & set(chosen)))


def get_section_proposals(view: VersionMixin, code: str) -> list[Proposal]:
    """Return what an uploaded statement of last year tells that this section asks for and does not have."""
    last = view.last_statement
    if last is None:
        return []
    form = view.legal_form
    bodies = [code for code, _label in legal_forms.approving_bodies(form)] if form else []
    listed = get_listed_promises(view)
    promises = [{"text": promise.text} for promise in get_open_promises(view) if promise not in listed]
    facts = last.brought.facts if last.brought else {}
    return get_proposals(code, view.answers.get(code, {}), facts=facts, promises=promises, bodies=bodies)


def get_listed_promises(view: VersionMixin) -> list[Promise]:
    """Return goals of the last statement that stand in this year's list and have no answer there."""
    known = {" ".join(str(goal.get("text", "")).casefold().split()) for goal in _goals_now(view)}
    return [promise for promise in get_open_promises(view) if " ".join(promise.text.casefold().split()) in known]


def _goals_now(view: VersionMixin) -> list[Goal]:
    return view.answers.get(SectionCode.MONITORING, {}).get("goals") or []


def get_open_promises(view: VersionMixin) -> list[Promise]:
    """Return goals of the last statement that this year's list does not answer yet."""
    goals = view.last_statement.content["answers"].get("goals") if view.last_statement else None
    return [promise for promise in get_promises(goals or [], _goals_now(view)) if not promise.is_answered]


def get_open_checks(view: VersionMixin, code: SectionCode) -> list[Result] | None:
    """Return what is open for this section in the saved text; None once it is public, for then the check is closed."""
    if view.version.state not in OPEN:
        return None
    results = checking.run_check(view.version, today=today(), sections=view.answers, known=view.published)
    return [result for result in results if result.section == code and result.is_open]
