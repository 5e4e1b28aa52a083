"""Which lessons of a course an editors' page shows, and what its answer makes of the whole course. Pure."""

from collections.abc import Collection, Sequence

from portal.core.types import JsonObject

# Beside these: the id of a lesson, for a page with that lesson alone.
ALL = "all"
NONE = "none"
NEW = "new"


def select_lessons(lessons: Sequence[JsonObject], shown: str) -> list[JsonObject]:
    """Return the lessons that a page shows. lessons: the blocks of a course, as a stream field keeps them."""
    return [lesson for lesson in lessons if shown in (ALL, lesson["id"])]


def replace_lessons(
    lessons: Sequence[JsonObject], answered: Sequence[JsonObject], shown: Collection[str]
) -> list[JsonObject]:
    """Return all lessons of a course, with those that were shown replaced by what was answered.

    A lesson that was shown and is not among the answers was deleted. New lessons come after the one that was shown, or
    at the end; one that was saved before, under the same id, is written over and not added again.
    """
    replaced = {*shown, *(lesson["id"] for lesson in answered)}
    places = [place for place, lesson in enumerate(lessons) if lesson["id"] in replaced]
    first = places[0] if places else len(lessons)
    kept = [(place, lesson) for place, lesson in enumerate(lessons) if lesson["id"] not in replaced]
    before = [lesson for place, lesson in kept if place < first]
    after = [lesson for place, lesson in kept if place > first]
    return [*before, *answered, *after]


def find_repeated_slug(lessons: Sequence[JsonObject]) -> str:
    """Return the address that two lessons share; empty where there is none."""
    slugs = [lesson["value"]["slug"] for lesson in lessons]
    return next((slug for slug in slugs if slug and slugs.count(slug) > 1), "")
