"""Published figures: open to all; what is not published is not there."""

from tests.factories.world import World
from tests.url_register.expectations import Address, public_page


def release(world: World) -> dict:
    return {"code": world.desk["published_release"].code}


def file(kind: str):
    return lambda world: release(world) | {"kind": kind}


PUBLISHED_FIGURES: dict[str, Address] = {
    "statistics:index": public_page(),
    "statistics:method": public_page(),
    "statistics:revisions": public_page(),
    "statistics:calendar": public_page(),
    "statistics:calendar_file": public_page(),
    "statistics:feed": public_page(),
    "statistics:data": public_page(),
    # One month makes no series.
    "statistics:months": public_page(get=404),
    "statistics:release": public_page(kwargs=release),
    "statistics:file": public_page(kwargs=file("xlsx")),
    "statistics:table": public_page(kwargs=lambda world: release(world) | {"table": "contacts_by_channel"}),
    "api:releases": public_page(),
    "api:release": public_page(kwargs=lambda world: {"release_id": release(world)["code"]}),
}
