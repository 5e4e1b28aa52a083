"""Courses: open to all. The quiz is for whoever has an account, results and certificates for the one who has them."""

from dataclasses import replace

from tests.factories.world import World
from tests.url_register.expectations import AWAY, HANDLED, VIEWER, Address, account_page, public_page


def course(world: World) -> dict:
    return {"slug": world.training["course"].slug}


def lesson(world: World) -> dict:
    return course(world) | {"lesson": world.training["lesson"].slug}


def question(world: World) -> dict:
    return course(world) | {"number": 1}


def certificate(world: World) -> dict:
    return {"uuid": world.training["certificate"].uuid}


def own_page(address: Address) -> Address:
    """The viewer of A has passed the course of the world and has its certificate; nobody else has anything."""
    return replace(address, get={**address.get, VIEWER: 200}, is_private=True)


TRAINING: dict[str, Address] = {
    "training:index": public_page(),
    "training:course": public_page(kwargs=course),
    "training:lesson": public_page(post=422, kwargs=lesson),
    "training:verify": public_page(post=422),
    "training:restart": account_page(get=405, post=HANDLED, kwargs=course),
    # Nobody of the world has a quiz open.
    "training:quiz": account_page(post=HANDLED, kwargs=course),
    "training:question": account_page(get=AWAY, post=AWAY, kwargs=question),
    "training:review": account_page(get=AWAY, post=AWAY, kwargs=course),
    "training:name": account_page(get=AWAY, post=AWAY, kwargs=course),
    "training:result": own_page(account_page(get=404, kwargs=question)),
    "training:certificate": own_page(account_page(get=404, kwargs=certificate)),
    "training:certificate_pdf": own_page(account_page(get=404, kwargs=certificate)),
}
