"""Taking over the text of a statement that exists: as last year's, or into a draft that a person goes on writing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.organisations.rules.publication_deadline import get_statement_year
from compliance.statements.choices import AREAS, EDITABLE, SectionCode
from compliance.statements.core import services as core_services
from compliance.statements.editor.services import custom_sections
from compliance.statements.models import EarlierText, Publication, Section, Version
from compliance.statements.rules.richtext import to_html
from compliance.statements.text_checker.rules.split_sections import without_chapter
from portal.core.exceptions import ActionRefused
from portal.history.services import record

WRITTEN = (SectionCode.INTRO, *AREAS)
KEEP, BELOW, REPLACE = "keep", "below", "replace"


class EarlierTextExists(ActionRefused):
    """The text of that year was taken over before."""


@transaction.atomic
def save_earlier_text(
    *,
    organisation: Organisation,
    period: tuple[date, date],
    statement_url: str,
    texts: Mapping[str, str],
    goals: Sequence[str] = (),
    facts: Mapping[str, Any] | None = None,  # Any: facts as stored
    replaces: bool,
    actor,
    at: datetime,
) -> EarlierText:
    """Save the text of an earlier year. texts: simple marks by section. goals: what it said would be done.

    facts: what it tells that this year's form asks for, to be proposed there.

    replaces: whether it may stand in the place of a text of the same year.

    Raises AlreadyThere, ActionRefused.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    year = get_statement_year(period[1])
    if Publication.objects.filter(organisation=organisation, year=year, withdrawn_at=None).exists():
        raise ActionRefused(_("A statement for that year is published on this website. Its text is already used."))
    earlier_texts = EarlierText.objects.filter(organisation=organisation, year=year)
    if earlier_texts.exists() and not replaces:
        sentence = _("The text of a statement for that year is already here. Choose to replace it, or another year.")
        raise EarlierTextExists(sentence)
    values = {
        "period_start": period[0],
        "period_end": period[1],
        "statement_url": statement_url,
        "texts": {code: to_html(texts[code]) for code in WRITTEN if texts.get(code, "").strip()},
        "goals": list(goals),
        "facts": dict(facts or {}),
        "taken_by": actor,
        "taken_at": at,
    }
    earlier, _is_new = EarlierText.objects.update_or_create(organisation=organisation, year=year, defaults=values)
    record(actor, "statements.earlier.taken_over", earlier, {"year": year}, scope=organisation.uuid, at=at)
    return earlier


@transaction.atomic
def remove_earlier_text(*, earlier: EarlierText, actor, at: datetime) -> None:
    """Remove the organisation's own copy; nothing public rests on it. A second press finds nothing."""
    standing = EarlierText.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=earlier.pk)
    if current := standing.first():
        scope = current.organisation.uuid
        record(actor, "statements.earlier.removed", current, {"year": current.year}, scope=scope, at=at)
        current.delete()


def _own_section(version: Version, texts: dict[str, str], heading: str, actor, at: datetime) -> None:
    """Takes the chapter of that heading out of the texts."""
    for code in WRITTEN:
        remaining, taken = without_chapter(texts.get(code, ""), heading)
        if taken.strip():
            texts[code] = remaining
            section = custom_sections.add(version=version, heading=heading, after=code, actor=actor, at=at)
            answers = {f"narrative_{section.code}": to_html(taken)}
            core_services.save_section(
                section=section, actor=actor, at=at, revision=0, answers=answers, is_complete=False
            )
            return


@transaction.atomic
def import_into_draft(
    *, version: Version, texts: Mapping[str, str], headings: Sequence[str] = (), existing: str, actor, at: datetime
) -> list[str]:
    """Write the text into a draft; the codes of the sections that kept what they had.

    headings: headings in the texts that become sections of the organisation's own, after the part that they stand in.
    existing: what becomes of text that stands there: keep, below or replace. Raises EditConflict, ActionRefused.
    """
    if version.state not in EDITABLE:
        raise ActionRefused(_("This text is no longer open for changes. Someone has sent it on."))
    left_alone = []
    texts = dict(texts)
    for heading in headings:
        _own_section(version, texts, heading, actor, at)
    sections = {section.code: section for section in Section.objects.filter(version=version, code__in=WRITTEN)}
    for code in WRITTEN:
        taken = texts.get(code, "").strip()
        section = sections[code]
        name = f"narrative_{code}"
        there = section.answers.get(name) or ""
        if not taken or (version.is_short and code == SectionCode.INTRO):
            continue
        if there and existing == KEEP:
            left_alone.append(str(code))
            continue
        html = f"{there}{to_html(taken)}" if there and existing == BELOW else to_html(taken)
        core_services.save_section(
            section=section,
            actor=actor,
            at=at,
            revision=section.revision,
            answers=section.answers | {name: html},
            is_complete=False,
        )
    scope = version.statement.organisation.uuid
    record(actor, "statements.version.text_taken_over", version, {"kept": len(left_alone)}, scope=scope, at=at)
    return left_alone
