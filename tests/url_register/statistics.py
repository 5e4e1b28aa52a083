"""Figures that are prepared, decided on and published. No page of them opens a case."""

from tests.factories.world import World
from tests.url_register.expectations import (
    HANDLED,
    HELPLINE_MANAGER,
    NOT_OFFERED,
    STATISTICIAN,
    TRIAGE_LEAD,
    Address,
    Answer,
    staff_page,
)

READERS = (STATISTICIAN, TRIAGE_LEAD, HELPLINE_MANAGER)


def of_release(name: str, **kwargs):
    def build(world: World) -> dict:
        return {"uuid": world.desk[name].uuid} | kwargs

    return build


def readers_page(post: dict[str, Answer] | None = None, *, get: dict[str, Answer] | None = None, **options) -> Address:
    """get, post: the answers of readers who differ from 200, and from 405 to a POST."""
    found = staff_page(*READERS, **options)
    return Address(dict(found.get) | (get or {}), dict(found.post) | (post or {}), found.kwargs, is_private=True)


ONLY_STATISTICIAN: dict[str, Answer] = {STATISTICIAN: HANDLED, TRIAGE_LEAD: 403, HELPLINE_MANAGER: 403}
OTHERS_KEPT_OUT: dict[str, Answer] = {TRIAGE_LEAD: 403, HELPLINE_MANAGER: 403}

STATISTICS: dict[str, Address] = {
    "release_desk:index": readers_page(),
    "release_desk:prepare": readers_page(ONLY_STATISTICIAN, get=OTHERS_KEPT_OUT),
    "release_desk:month": staff_page(TRIAGE_LEAD, HELPLINE_MANAGER),
    "release_desk:phone": readers_page({STATISTICIAN: HANDLED, TRIAGE_LEAD: 403, HELPLINE_MANAGER: HANDLED}),
    # The statistician prepared it, so that the lead decides.
    "release_desk:release": readers_page(
        {STATISTICIAN: 403, TRIAGE_LEAD: HANDLED, HELPLINE_MANAGER: 403}, kwargs=of_release("release")
    ),
    "release_desk:words": readers_page(ONLY_STATISTICIAN, get=OTHERS_KEPT_OUT, kwargs=of_release("release")),
    "release_desk:correct": readers_page(
        ONLY_STATISTICIAN, get=OTHERS_KEPT_OUT, kwargs=of_release("published_release")
    ),
    "release_desk:table": readers_page(
        post=dict.fromkeys(READERS, NOT_OFFERED), kwargs=of_release("release", table="contacts_by_channel")
    ),
}
