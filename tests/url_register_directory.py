"""The directory of services: open to all; entries for staff only are not there. And what the desk does with it."""

from learning.resources.models import GuidancePage
from tests.factories.world import World
from tests.url_answers import HANDLED, HANDLER, TRIAGE_LEAD, Address, public, staff
from tests.url_register_desk import case


def service_for_case(world: World) -> dict:
    return {"uuid": world.desk["case"].pk, "service": world.directory["service"].uuid}


def page_for_case(world: World) -> dict:
    return {"uuid": world.desk["case"].pk, "key": GuidancePage.objects.live().first().pk}


DIRECTORY: dict[str, Address] = {
    "directory:index": public(post=HANDLED),
    "directory:service": public(kwargs=lambda world: {"slug": world.directory["service"].slug}),
    # A handler names help to a reporter.
    "cases:signpost_find": case(post=HANDLED),
    "cases:signpost_guidance": case(post=HANDLED),
    "cases:signpost_service": staff(HANDLER, TRIAGE_LEAD, post=HANDLED, kwargs=service_for_case),
    "cases:signpost_page": staff(HANDLER, TRIAGE_LEAD, post=HANDLED, kwargs=page_for_case),
}
