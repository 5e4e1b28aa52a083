"""Start a draft, amend a published version, discard a draft."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.organisations.rules.publication_deadline import get_statement_year
from compliance.statements import vocabulary
from compliance.statements.choices import EXTRAS, OPEN, AmendmentKind, SectionCode, State
from compliance.statements.core import previous_year
from compliance.statements.core.services import change_state, lock_version
from compliance.statements.editor.rules import goals as rules_goals
from compliance.statements.figures import services as figures
from compliance.statements.models import Evidence, Section, Statement, Version
from compliance.statements.signoff.services import signoff
from compliance.statements.types import Answers, AnswersBySection, SectionAnswers
from portal.core.exceptions import ActionRefused
from portal.history.services import record

# Not carried over from an earlier year: they are facts of that year alone.
YEAR_ONLY_FIELDS = frozenset({"period_start", "period_end", "statement_kind", "no_steps_reason", "late_reason"})
COPIED_FROM = "copied_from"


class AlreadyStarted(ActionRefused):
    """There is an open draft for that year; version is it."""

    def __init__(self, version: Version) -> None:
        super().__init__(_("There is already a draft for that year."))
        self.version = version


@transaction.atomic
def start(
    *,
    organisation: Organisation,
    actor,
    at: datetime,
    period_start: date,
    period_end: date,
    kind: str,
    is_short: bool,
    copy_from: Version | None = None,
) -> Version:
    """Start the statement of the year that the period belongs to. Raises AlreadyStarted, Refusal.

    copy_from: a published version of an earlier year, whose text others than its writers approved. Text that nobody
    has approved is not copied: its writers would not be known as editors of the copy, and could approve it.

    See docs/requirements/statements.md#editor-is-not-approver.
    """
    if copy_from and (copy_from.state != State.PUBLISHED or copy_from.statement.organisation_id != organisation.pk):
        raise ActionRefused(_("Only a published statement of your organisation can be copied."))
    if copy_from and copy_from.statement.year >= get_statement_year(period_end):
        raise ActionRefused(_("Only a statement of an earlier year can be copied."))
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    statement, _created = Statement.objects.get_or_create(
        organisation=organisation, year=get_statement_year(period_end)
    )
    if begun := statement.versions.filter(state__in=OPEN).first():
        raise AlreadyStarted(begun)
    if statement.versions.filter(state=State.PUBLISHED).exists():
        raise ActionRefused(_("The statement for that year is published. Open it and choose “Change this statement”."))
    version = _new_version(statement, actor, is_short=is_short)
    first = {"period_start": period_start.isoformat(), "period_end": period_end.isoformat(), "statement_kind": kind}
    copied = (
        _answers_to_copy(copy_from, year=statement.year, is_short=is_short)
        if copy_from
        else _known_facts(organisation) | (_get_promised(organisation, statement.year) if kind != "no_steps" else {})
    )
    for code in SectionCode:
        answers = copied.get(code, {})
        if code == SectionCode.PERIOD:
            answers = {"language": "en"} | answers | first
        Section.objects.create(version=version, code=code, answers=answers, saved_by=actor if answers else None)
    if copy_from:
        _copy_own_sections(copy_from, version, copied, actor)
        figures.copy_figures(source=copy_from.statement, to=statement)
    version.editors.add(actor)
    record(
        actor,
        "statements.version.started",
        version,
        {"copied_from": str(copy_from) if copy_from else None, "short": is_short},
        scope=organisation.uuid,
        at=at,
    )
    return version


@transaction.atomic
def amend(*, version: Version, actor, at: datetime, kind: str, note: str) -> Version:
    """Start a new version of a published year, with the public note of what changes. Raises AlreadyStarted, Refusal.

    It begins as a draft with the editors of the published version; where only addresses change, it is signed already.
    """
    published = lock_version(version)
    Statement.objects.select_for_update().get(pk=published.statement_id)
    if begun := published.statement.versions.filter(state__in=OPEN).first():
        raise AlreadyStarted(begun)
    if published.state != State.PUBLISHED:
        raise ActionRefused(_("Only a published statement can be changed in this way."))
    fresh = _new_version(published.statement, actor, is_short=published.is_short)
    fresh.amendment_kind, fresh.amendment_note = AmendmentKind(kind), note
    fresh.save(update_fields=["amendment_kind", "amendment_note"])
    Section.objects.bulk_create(
        Section(version=fresh, answers=section.answers, is_complete=True, **_named(section))
        for section in published.sections.filter(removed_at=None)
    )
    _copy_evidence(published, fresh)
    # The text is still theirs: who wrote it does not approve it again.
    fresh.editors.add(actor, *published.editors.all())
    if fresh.amendment_kind == AmendmentKind.LINK_OR_CONTACT:
        signoff.carry_over(published=published, fresh=fresh)
    scope = published.statement.organisation.uuid
    record(actor, "statements.version.amended", fresh, {"kind": kind, "from": published.number}, scope=scope, at=at)
    return fresh


def _named(section: Section) -> dict[str, Any]:
    """Which section it is, and where it stands."""
    return {name: getattr(section, name) for name in ("code", "heading", "after", "place")}


def _copy_own_sections(source: Version, version: Version, copied: AnswersBySection, actor) -> None:
    Section.objects.bulk_create(
        Section(version=version, answers=copied[section.code], saved_by=actor, **_named(section))
        for section in source.sections.filter(removed_at=None, code__in=EXTRAS)
        if section.code in copied
    )


def _copy_evidence(published: Version, fresh: Version) -> None:
    """What the text rests on goes with it into a version that says the same."""
    columns = ("section", "kind", "snapshot", "sha256", "used_at", "used_by_id")
    Evidence.objects.bulk_create(
        Evidence(version=fresh, **values) for values in published.evidence.order_by("pk").values(*columns)
    )


def _new_version(statement: Statement, actor, *, is_short: bool) -> Version:
    last = statement.versions.aggregate(last=Max("number"))["last"] or 0
    return Version.objects.create(statement=statement, number=last + 1, is_short=is_short, created_by=actor)


def _known_facts(organisation: Organisation) -> AnswersBySection:
    """Nothing is asked twice: what the organisation has told us stands in the draft as a suggestion."""
    facts: AnswersBySection = {
        SectionCode.ORGANISATIONS: {
            "sectors": organisation.sectors or None,
            "sectors_other": organisation.sectors_other or None,
            "turnover_band": organisation.turnover_band or None,
        },
        SectionCode.SIGNOFF: {"legal_form": organisation.legal_form},
        SectionCode.WEB: {"has_website": True if organisation.website else None},
    }
    return {code: {key: value for key, value in some.items() if value is not None} for code, some in facts.items()}


def _answers_to_copy(version: Version, *, year: int, is_short: bool) -> AnswersBySection:
    """An earlier year's answers as a starting point, marked as copied until each section is saved.

    Goals come along to be answered; figures become last year's where they are of the year before. What the short path
    does not show is not copied: nobody would read it again before it is published.
    """
    source = version.statement.year
    is_last_year = source == year - 1
    copied = {}
    for section in version.sections.filter(removed_at=None):
        if is_short and section.code == SectionCode.INTRO:
            continue
        answers = {
            key: value for key, value in section.answers.items() if key not in YEAR_ONLY_FIELDS and value is not None
        }
        if section.code == SectionCode.MONITORING:
            carried = answers | _carry_over(answers, is_last_year=is_last_year)
            answers = {name: value for name, value in carried.items() if value != []}
        if is_short and "disclosures" in answers:
            shown = {item.code for item in vocabulary.disclosures(section.code, 1)}
            answers["disclosures"] = {code: item for code, item in answers["disclosures"].items() if code in shown}
        if answers.get("statement_years_band") == "first":
            answers["statement_years_band"] = "1_to_5"
        if section.code == SectionCode.WEB:
            answers.pop("statement_url", None)
        if answers:
            copied[section.code] = answers | {COPIED_FROM: source}
    return copied


def _carry_over(answers: Answers, *, is_last_year: bool) -> SectionAnswers:
    """Measures without their figures, and the goals that are to be answered."""
    measures = rules_goals.measures_to_fill(answers.get("kpis") or [], is_last_year=is_last_year)
    return {"kpis": measures, "goals": rules_goals.goals_to_answer(answers.get("goals") or [])}


def _get_promised(organisation: Organisation, year: int) -> AnswersBySection:
    """What the last year promised and measured: it comes along even where no text is copied."""
    before = previous_year.get_previous_statement(organisation, year)
    if before and before.brought:
        goals = rules_goals.goals_to_answer(before.content["answers"]["goals"])
        return {SectionCode.MONITORING: {"goals": goals, COPIED_FROM: before.year}} if goals else {}
    earlier = Version.objects.filter(statement__organisation=organisation, state=State.PUBLISHED)
    last = earlier.filter(statement__year__lt=year).order_by("-statement__year").select_related("statement").first()
    section = last and last.sections.filter(code=SectionCode.MONITORING).first()
    if not last or not section:
        return {}
    carried = _carry_over(section.answers, is_last_year=last.statement.year == year - 1)
    items_by_name = {name: items for name, items in carried.items() if items}
    return {SectionCode.MONITORING: items_by_name | {COPIED_FROM: last.statement.year}} if items_by_name else {}


@transaction.atomic
def discard(*, version: Version, actor, at: datetime) -> None:
    """Drop a draft that was never published. It leaves the lists; its text stays with the history."""
    current = lock_version(version)
    if current.state == State.DISCARDED:
        return
    if current.state != State.DRAFTING:
        raise ActionRefused(_("Only a draft can be discarded. Return it to drafting first."))
    change_state(current, State.DISCARDED)
    record(actor, "statements.version.discarded", current, scope=current.statement.organisation.uuid, at=at)
