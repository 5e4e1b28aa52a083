"""The resource centre beside Wagtail's pages: search, feeds, what readers tell us, and who reads that."""

from learning.resources.models import GuidancePage
from tests.factories.world import World
from tests.url_register.expectations import (
    CONTENT_EDITOR,
    HANDLED,
    SITE_ADMINISTRATOR,
    Address,
    public_page,
    staff_page,
)


def a_page(world: World) -> dict:
    return {"page": GuidancePage.objects.live().filter(depth__gt=3).first().pk}


def guess(world: World) -> dict:
    return {"secret": "guess"}


WRITERS = (CONTENT_EDITOR, SITE_ADMINISTRATOR)

GUIDANCE: dict[str, Address] = {
    "guidance:search": public_page(query="?q=sign"),
    "guidance:feed": public_page(),
    "guidance:feed_of": public_page(kwargs=lambda world: {"topic": "law"}),
    "guidance:feedback": public_page(post=HANDLED, kwargs=a_page),
    "guidance:feedback_thanks": public_page(),
    "guidance:mail": public_page(post=HANDLED),
    "guidance:mail_sent": public_page(),
    "guidance:mail_own": public_page(get=404, post=404, kwargs=guess),
    # The answer tells nothing of whether there was such an address.
    "guidance:mail_stop": public_page(post=200, kwargs=guess),
    "guidance:print": public_page(),
    "guidance:sheet": public_page(kwargs=lambda world: {"name": "card"}),
    "guidance_staff:feedback": staff_page(*WRITERS),
    "guidance_staff:words": staff_page(*WRITERS, kwargs=a_page),
}
