"""The directory of services: open to all; entries for staff only are not there."""

from tests.url_answers import HANDLED, Address, public

DIRECTORY: dict[str, Address] = {
    "directory:index": public(post=HANDLED),
    "directory:service": public(kwargs=lambda world: {"slug": world.directory["service"].slug}),
}
