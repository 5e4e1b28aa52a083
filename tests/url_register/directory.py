"""The directory of services: open to all; entries for staff only are not there. And what the desk does with it."""

from collections.abc import Callable
from dataclasses import replace

from learning.directory.feed import taxonomies
from learning.resources.models import GuidancePage
from tests.factories.directory import LINK
from tests.factories.world import World
from tests.url_register.desk import case_page
from tests.url_register.expectations import (
    CONTENT_EDITOR,
    HANDLED,
    HANDLER,
    NOT_OFFERED,
    SITE_ADMINISTRATOR,
    TRIAGE_LEAD,
    Address,
    Answer,
    public_page,
    staff_page,
)


def service_for_case(world: World) -> dict:
    return {"uuid": world.desk["case"].pk, "service": world.directory["service"].uuid}


def page_for_case(world: World) -> dict:
    return {"uuid": world.desk["case"].pk, "key": GuidancePage.objects.live().first().pk}


def of_directory(row: str) -> Callable[[World], dict]:
    """row: of the world's directory."""
    return lambda world: {"uuid": world.directory[row].uuid}


KEEPERS = (CONTENT_EDITOR, TRIAGE_LEAD, SITE_ADMINISTRATOR)


def directory_page(
    *roles: str, row: str = "service", get: Answer = 200, post: Answer = NOT_OFFERED, **others: str
) -> Address:
    """For those who keep the directory. row, others: of the world's directory, by the names of the address."""

    def build(world: World) -> dict:
        return {name: world.directory[value].uuid for name, value in ({"uuid": row} | others).items()}

    return staff_page(*(roles or KEEPERS), get=get, post=post, kwargs=build)


DECIDE = directory_page(row="change", post=HANDLED)
DECIDE_ENTRY = directory_page(row="entry_change", post=HANDLED)

DIRECTORY: dict[str, Address] = {
    "directory:index": public_page(post=HANDLED),
    "directory:service": public_page(kwargs=lambda world: {"slug": world.directory["service"].slug}),
    # The feed for programs.
    "oruk:api-root": public_page(),
    "oruk:docs": public_page(),
    "oruk:openapi-json": public_page(),
    **{f"oruk:{name}": public_page() for name in ("services", "service_at_locations", "organizations")},
    **{f"oruk:{name}": public_page() for name in ("taxonomies", "taxonomy_terms")},
    "oruk:service": public_page(kwargs=of_directory("service")),
    "oruk:service_at_location": public_page(
        kwargs=lambda world: {"uuid": world.directory["service"].locations.get().uuid}
    ),
    "oruk:organization": public_page(kwargs=lambda world: {"uuid": world.directory["service"].provider.uuid}),
    "oruk:taxonomy": public_page(kwargs=lambda world: {"uuid": next(iter(taxonomies.get_taxonomies()))}),
    "oruk:taxonomy_term": public_page(kwargs=lambda world: {"uuid": next(iter(taxonomies.get_terms()))}),
    "oruk:nothing": public_page(get=404, kwargs=lambda world: {"rest": "nothing"}),
    # A handler names help to a reporter.
    "cases:signpost_find": case_page(post=HANDLED),
    "cases:signpost_guidance": case_page(post=HANDLED),
    "cases:signpost_service": staff_page(HANDLER, TRIAGE_LEAD, post=HANDLED, kwargs=service_for_case),
    "cases:signpost_page": staff_page(HANDLER, TRIAGE_LEAD, post=HANDLED, kwargs=page_for_case),
    "directory:apply": public_page(post=HANDLED),
    "directory:applied": public_page(),
    "directory:entry": public_page(post=HANDLED, kwargs=lambda world: {"token": LINK}),
    "directory:entry_edit": public_page(post=HANDLED, kwargs=lambda world: {"token": LINK}),
    # Those who keep it.
    "directory_staff:index": staff_page(*KEEPERS),
    "directory_staff:add": staff_page(CONTENT_EDITOR, SITE_ADMINISTRATOR, post=HANDLED),
    "directory_staff:application": directory_page(CONTENT_EDITOR, SITE_ADMINISTRATOR, row="application", post=HANDLED),
    "directory_staff:entry": directory_page(),
    "directory_staff:edit": directory_page(post=HANDLED),
    "directory_staff:hide": directory_page(post=HANDLED),
    **{f"directory_staff:{verb}": directory_page(get=NOT_OFFERED, post=HANDLED) for verb in ("show", "check", "ask")},
    "directory_staff:number_add": directory_page(post=HANDLED),
    "directory_staff:number_change": directory_page(post=HANDLED, phone="phone"),
    "directory_staff:number_remove": directory_page(post=HANDLED, phone="phone"),
    # The editor asked for the change of the world, so that others decide.
    "directory_staff:change_decide": replace(DECIDE_ENTRY, post={**DECIDE_ENTRY.post, CONTENT_EDITOR: 403}),
    "directory_staff:suitability": directory_page(post=HANDLED),
    "directory_staff:number_decide": replace(DECIDE, post={**DECIDE.post, CONTENT_EDITOR: 403}),
}
