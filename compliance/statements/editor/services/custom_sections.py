"""Sections of the organisation's own: added, moved, called something else, taken out and put back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.statements import vocabulary
from compliance.statements.choices import EXTRAS, SectionCode
from compliance.statements.core.selectors import group_answers
from compliance.statements.core.services import lock_version
from compliance.statements.models import Publication, Section, Version
from compliance.statements.rules import outline
from portal.core.exceptions import ActionRefused
from portal.history.services import record

UP, DOWN = "up", "down"


@transaction.atomic
def add(*, version: Version, actor, at: datetime, heading: str, after: str) -> Section:
    """Add an empty section under a heading, after the others that follow the same area. Raises Refusal."""
    current = _open(version)
    sections = list(current.sections.order_by("place", "pk"))
    _refuse_unless_there_is_room(sections)
    _refuse_unless_free(heading, sections)
    section = Section(version=current, code=_free_code(current, sections), heading=heading, after=after)
    # The place of a section that was taken out: its text is let go when no other place is left.
    Section.objects.filter(version=current, code=section.code).delete()
    section.save()
    _save_order([*(other for other in sections if other.code != section.code), section])
    return _record_section(section, current, "added", actor, at)


@transaction.atomic
def place(*, section: Section, actor, at: datetime, heading: str, after: str) -> Section:
    """Give a section another heading, another area before it, or both. Raises Refusal."""
    current = _open(section.version)
    sections = list(current.sections.order_by("place", "pk"))
    target = _get_current(section, sections)
    _refuse_unless_free(heading, [other for other in sections if other.code != section.code])
    was, target.heading = target.heading, heading
    has_moved = target.after != after
    if has_moved:
        target.after = after
        sections = [*(other for other in sections if other is not target), target]
    target.save(update_fields=["heading", "after"])
    _save_order(sections)
    if was != heading:
        _record_section(target, current, "renamed", actor, at, was=was)
    return _record_section(target, current, "moved", actor, at) if has_moved else target


@transaction.atomic
def move(*, section: Section, way: str, actor, at: datetime) -> Section:
    """Move a section one step up or down among areas and sections as they are read; at the end it stays where it is.

    Raises ActionRefused.
    """
    current = _open(section.version)
    sections = list(current.sections.order_by("place", "pk"))
    target = _get_current(section, sections)
    order = outline.move_section(
        outline.reading_order(outline.get_custom_sections(group_answers(sections))), target.code, -1 if way == UP else 1
    )
    by_code = {section.code: section for section in sections}
    area: str = SectionCode.INTRO
    custom = []
    for code in order:
        if code in EXTRAS:
            by_code[code].after = area
            custom.append(by_code[code])
        else:
            area = code
    _save_order(custom)
    return _record_section(target, current, "moved", actor, at)


@transaction.atomic
def remove(*, section: Section, actor, at: datetime) -> Section:
    """Take it out of the statement; its text is kept, and it can be put back. Raises ActionRefused."""
    current = _open(section.version)
    target = _get_current(section, list(current.sections.all()))
    target.removed_at = at
    target.save(update_fields=["removed_at"])
    return _record_section(target, current, "removed", actor, at)


@transaction.atomic
def put_back(*, version: Version, code: str, actor, at: datetime) -> Section:
    """Put a removed section back. Raises Refusal where its heading is taken by now, or there are as many as allowed."""
    current = _open(version)
    sections = list(current.sections.order_by("place", "pk"))
    target = next((section for section in sections if section.code == code and section.removed_at), None)
    if target is None:
        raise ActionRefused(_("That section is no longer there, or is already in the statement."))
    _refuse_unless_there_is_room(sections)
    _refuse_unless_free(target.heading, sections)
    target.removed_at = None
    target.save(update_fields=["removed_at"])
    _save_order([*(other for other in sections if other is not target), target])
    return _record_section(target, current, "put_back", actor, at)


def is_taken(heading: str, sections: Sequence[Section]) -> bool:
    """Tell whether another part of the statement is called so: readers tell them by their names, and so does Word."""
    names = {section.title for section in sections if section.removed_at is None}
    return _fold(heading) in map(_fold, names)


def _open(version: Version) -> Version:
    current = lock_version(version)
    if not current.is_editable:
        raise ActionRefused(_("This text is no longer open for changes. Someone has sent it on."))
    return current


def _get_current(section: Section, sections: Sequence[Section]) -> Section:
    current = next(
        (other for other in sections if other.pk == section.pk and other.is_own and not other.removed_at), None
    )
    if current is None:
        raise ActionRefused(_("Someone has removed that section."))
    return current


def _refuse_unless_there_is_room(sections: Sequence[Section]) -> None:
    if sum(section.is_own and not section.removed_at for section in sections) >= len(EXTRAS):
        most = vocabulary.field("extra_sections").max_items
        raise ActionRefused(_("You can add up to %(most)s sections of your own. Remove one first.") % {"most": most})


def _refuse_unless_free(heading: str, sections: Sequence[Section]) -> None:
    if is_taken(heading, sections):
        raise ActionRefused(_("There is already a section called “%(heading)s”.") % {"heading": heading})


def _free_code(version: Version, sections: Sequence[Section]) -> str:
    """One that neither this draft nor what is public uses, so that a new section is not taken for a changed one.

    Where there is none, that of the section that was taken out first.
    """
    target = {section.code: section for section in sections}
    public = Publication.objects.filter(organisation=version.statement.organisation_id, is_current=True)
    listed = public.values_list("content__answers__extra_sections", flat=True)
    known = {item["code"] for some in listed for item in some or ()}
    unused = [code for code in EXTRAS if code not in target]
    removed = sorted((section.removed_at, section.code) for section in sections if section.removed_at)
    return next((code for code in unused if code not in known), (*unused, *(code for _at, code in removed))[0])


def _save_order(sections: Sequence[Section]) -> None:
    """Numbers those of the organisation's own as they are read. sections: those of one area in their order."""
    custom = sorted(
        (section for section in sections if section.is_own),
        key=lambda custom_section: outline.ANCHORS.index(custom_section.after),
    )
    for number, custom_section in enumerate(custom):
        custom_section.place = number
    Section.objects.bulk_update(custom, ["after", "place"])


def _record_section(section: Section, version: Version, verb: str, actor, at: datetime, **data: str) -> Section:
    version.editors.add(actor)
    scope = version.statement.organisation.uuid
    record(actor, f"statements.section.{verb}", version, {"section": section.heading} | data, scope=scope, at=at)
    return section


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
