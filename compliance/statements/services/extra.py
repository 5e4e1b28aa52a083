"""Sections of the organisation's own: added, moved, called something else, taken out and put back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.statements import outline, vocabulary
from compliance.statements.choices import EXTRAS, SectionCode
from compliance.statements.models import Publication, Section, Version
from compliance.statements.services.content import answers_by_section
from compliance.statements.services.steps import Refusal, locked
from portal.history.services import record

UP, DOWN = "up", "down"


@transaction.atomic
def add(*, version: Version, actor, at: datetime, heading: str, after: str) -> Section:
    """An empty section under a heading, after the others that stand after the same area. Raises Refusal."""
    current = _open(version)
    sections = list(current.sections.order_by("place", "pk"))
    _refuse_unless_there_is_room(sections)
    _refuse_unless_free(heading, sections)
    section = Section(version=current, code=_free_code(current, sections), heading=heading, after=after)
    # The place of a section that was taken out: its text is let go when no other place is left.
    Section.objects.filter(version=current, code=section.code).delete()
    section.save()
    _keep_order([*(one for one in sections if one.code != section.code), section])
    return _told(section, current, "added", actor, at)


@transaction.atomic
def place(*, section: Section, actor, at: datetime, heading: str, after: str) -> Section:
    """Another heading, another area before it, or both. Raises Refusal."""
    current = _open(section.version)
    sections = list(current.sections.order_by("place", "pk"))
    here = _found(section, sections)
    _refuse_unless_free(heading, [one for one in sections if one.code != section.code])
    was, here.heading = here.heading, heading
    has_moved = here.after != after
    if has_moved:
        here.after = after
        sections = [*(one for one in sections if one is not here), here]
    here.save(update_fields=["heading", "after"])
    _keep_order(sections)
    if was != heading:
        _told(here, current, "renamed", actor, at, was=was)
    return _told(here, current, "moved", actor, at) if has_moved else here


@transaction.atomic
def move(*, section: Section, way: str, actor, at: datetime) -> Section:
    """One step up or down among areas and sections, as they are read; at the end of the way it stays where it is.

    Raises Refusal.
    """
    current = _open(section.version)
    sections = list(current.sections.order_by("place", "pk"))
    here = _found(section, sections)
    order = outline.moved(
        outline.in_order(outline.own(answers_by_section(sections))), here.code, -1 if way == UP else 1
    )
    by_code = {one.code: one for one in sections}
    area: str = SectionCode.INTRO
    own = []
    for code in order:
        if code in EXTRAS:
            by_code[code].after = area
            own.append(by_code[code])
        else:
            area = code
    _keep_order(own)
    return _told(here, current, "moved", actor, at)


@transaction.atomic
def remove(*, section: Section, actor, at: datetime) -> Section:
    """Take it out of the statement; its text is kept, and it can be put back. Raises Refusal."""
    current = _open(section.version)
    here = _found(section, list(current.sections.all()))
    here.removed_at = at
    here.save(update_fields=["removed_at"])
    return _told(here, current, "removed", actor, at)


@transaction.atomic
def put_back(*, version: Version, code: str, actor, at: datetime) -> Section:
    """Raises Refusal: its heading may be taken by now, or there are as many as there may be."""
    current = _open(version)
    sections = list(current.sections.order_by("place", "pk"))
    here = next((one for one in sections if one.code == code and one.removed_at), None)
    if here is None:
        raise Refusal(_("That section is not there any more, or stands in the statement already."))
    _refuse_unless_there_is_room(sections)
    _refuse_unless_free(here.heading, sections)
    here.removed_at = None
    here.save(update_fields=["removed_at"])
    _keep_order([*(one for one in sections if one is not here), here])
    return _told(here, current, "put_back", actor, at)


def is_taken(heading: str, sections: Sequence[Section]) -> bool:
    """Whether another part of the statement is called so: readers and the Word document tell them by their names."""
    names = {one.title for one in sections if one.removed_at is None}
    return _folded(heading) in map(_folded, names)


def _open(version: Version) -> Version:
    current = locked(version)
    if not current.is_editable:
        raise Refusal(_("This text is no longer open for changes. Somebody has sent it on."))
    return current


def _found(section: Section, sections: Sequence[Section]) -> Section:
    found = next((one for one in sections if one.pk == section.pk and one.is_own and not one.removed_at), None)
    if found is None:
        raise Refusal(_("Somebody took that section out."))
    return found


def _refuse_unless_there_is_room(sections: Sequence[Section]) -> None:
    if sum(one.is_own and not one.removed_at for one in sections) >= len(EXTRAS):
        most = vocabulary.field("extra_sections").max_items
        raise Refusal(_("A statement has %(most)s sections of your own at most. Take one out first.") % {"most": most})


def _refuse_unless_free(heading: str, sections: Sequence[Section]) -> None:
    if is_taken(heading, sections):
        raise Refusal(_("There is a section called “%(heading)s” already.") % {"heading": heading})


def _free_code(version: Version, sections: Sequence[Section]) -> str:
    """One that neither this draft nor what is public uses, so that a new section is not taken for a changed one.

    Where there is none, that of the section that was taken out first.
    """
    here = {one.code: one for one in sections}
    public = Publication.objects.filter(organisation=version.statement.organisation_id, is_current=True)
    listed = public.values_list("content__answers__extra_sections", flat=True)
    known = {one["code"] for some in listed for one in some or ()}
    unused = [code for code in EXTRAS if code not in here]
    removed = sorted((one.removed_at, one.code) for one in sections if one.removed_at)
    return next((code for code in unused if code not in known), (*unused, *(code for _at, code in removed))[0])


def _keep_order(sections: Sequence[Section]) -> None:
    """Numbers those of the organisation's own as they are read. sections: those of one area in their order."""
    own = sorted((one for one in sections if one.is_own), key=lambda one: outline.ANCHORS.index(one.after))
    for number, one in enumerate(own):
        one.place = number
    Section.objects.bulk_update(own, ["after", "place"])


def _told(section: Section, version: Version, verb: str, actor, at: datetime, **data: str) -> Section:
    version.editors.add(actor)
    scope = version.statement.organisation.uuid
    record(actor, f"statements.section.{verb}", version, {"section": section.heading} | data, scope=scope, at=at)
    return section


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
