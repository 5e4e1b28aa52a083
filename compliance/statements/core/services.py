"""Write to a version: lock it, move it to another state, save one of its sections, keep what was typed and not saved.

Everything that changes a version locks its row first; every change of state obeys the table of steps.
"""

from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from compliance.organisations.rules.publication_deadline import get_statement_year
from compliance.statements.choices import EDITABLE, OPEN, STEPS, SectionCode, State
from compliance.statements.models import Section, SectionDraft, SectionRevision, Statement, Version
from compliance.statements.types import SectionAnswers
from portal.core.exceptions import ActionRefused, EditConflict
from portal.history.services import record


def lock_version(version: Version) -> Version:
    """Return the version as it is now, locked until the transaction ends. Everything that moves it locks it first."""
    return Version.objects.select_for_update(of=("self",)).select_related("statement__organisation").get(pk=version.pk)


def change_state(version: Version, state: State) -> None:
    """Move a locked version one step. Raises ValueError for a step that the table does not hold."""
    if state not in STEPS[State(version.state)]:
        raise ValueError(f"No step from {version.state} to {state}")
    version.state = state
    version.save(update_fields=["state", "content_hash", "number"])


# How many earlier texts of a section are kept for those who still write on one of them.
MAX_REVISIONS = 50


class AnotherYear(ActionRefused):
    """The year end belongs to a statement year that this draft cannot move to."""


@transaction.atomic
def save_section(
    *, section: Section, actor, at: datetime, revision: int, answers: SectionAnswers, is_complete: bool
) -> Section:
    """Save a section that was read at a revision.

    Raises Conflict when somebody saved it since; the caller still holds the text. Raises Refusal when the version is
    no longer open for writing.
    """
    version = lock_version(section.version)
    allowed = OPEN if section.code == SectionCode.WEB else EDITABLE
    if version.state not in allowed:
        raise ActionRefused(_("This text is no longer open for changes. Someone has sent it on."))
    if section.code == SectionCode.PERIOD:
        _move_to_year(version.statement, answers)
    read = Section.objects.filter(pk=section.pk, revision=revision)
    earlier = read.first()
    saved = read.update(
        answers=answers, is_complete=is_complete, revision=F("revision") + 1, saved_by=actor, saved_at=at
    )
    if not (earlier and saved):
        raise EditConflict
    _save_revision(earlier)
    if hook := settings.SECTION_HOOKS.get(section.code):
        import_string(hook)(version=version, answers=answers, at=at)
    version.editors.add(actor)
    SectionDraft.objects.filter(section=section, user=actor).delete()
    record(
        actor,
        "statements.section.saved",
        version,
        {"section": section.known_as, "revision": revision + 1},
        scope=version.statement.organisation.uuid,
        at=at,
    )
    section.refresh_from_db()
    return section


def _save_revision(earlier: Section) -> None:
    revisions = SectionRevision.objects.filter(section=earlier)
    revisions.create(
        section=earlier,
        revision=earlier.revision,
        answers=earlier.answers,
        is_complete=earlier.is_complete,
        saved_by=earlier.saved_by,
        saved_at=earlier.saved_at,
    )
    revisions.filter(revision__lte=earlier.revision - MAX_REVISIONS).delete()


def _move_to_year(statement: Statement, answers: SectionAnswers) -> None:
    """A corrected year end can move the draft to another statement year, as long as nothing of it was published."""
    if not answers.get("period_end"):
        return
    year = get_statement_year(date.fromisoformat(answers["period_end"]))
    if year == statement.year:
        return
    if statement.publications.exists():
        raise AnotherYear(_("This year end belongs to another statement year. Start that statement instead."))
    if Statement.objects.filter(organisation=statement.organisation_id, year=year).exists():
        raise AnotherYear(_("You already have a statement for the year that this year end belongs to."))
    statement.year = year
    try:
        with transaction.atomic():
            statement.save(update_fields=["year"])
    except IntegrityError as error:
        raise AnotherYear(_("You already have a statement for the year that this year end belongs to.")) from error


@transaction.atomic
def autosave(*, section: Section, actor, data: dict[str, list[str]], base_revision: int) -> SectionDraft:
    """Keep what is typed and not saved. It changes nothing that others see, so it leaves no line of history."""
    draft, _created = SectionDraft.objects.update_or_create(
        section=section, user=actor, defaults={"data": data, "base_revision": base_revision}
    )
    return draft


def discard_autosave(*, section: Section, actor) -> None:
    SectionDraft.objects.filter(section=section, user=actor).delete()
