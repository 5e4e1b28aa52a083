"""The resource centre beside Wagtail's pages: search, feeds, what readers tell us, and who reads that."""

from learning.resources.models import GuidancePage
from tests.factories.world import World
from tests.url_register.answers import CONTENT_EDITOR, HANDLED, SITE_ADMINISTRATOR, Address, public, staff


def a_page(world: World) -> dict:
    return {"page": GuidancePage.objects.live().filter(depth__gt=3).first().pk}


def guess(world: World) -> dict:
    return {"secret": "guess"}


WRITERS = (CONTENT_EDITOR, SITE_ADMINISTRATOR)

GUIDANCE: dict[str, Address] = {
    "guidance:search": public(query="?q=sign"),
    "guidance:feed": public(),
    "guidance:feed_of": public(kwargs=lambda world: {"topic": "law"}),
    "guidance:feedback": public(post=HANDLED, kwargs=a_page),
    "guidance:feedback_thanks": public(),
    "guidance:mail": public(post=HANDLED),
    "guidance:mail_sent": public(),
    "guidance:mail_own": public(get=404, post=404, kwargs=guess),
    # The answer tells nothing of whether there was such an address.
    "guidance:mail_stop": public(post=200, kwargs=guess),
    "guidance:print": public(),
    "guidance:sheet": public(kwargs=lambda world: {"name": "card"}),
    "guidance_staff:feedback": staff(*WRITERS),
    "guidance_staff:words": staff(*WRITERS, kwargs=a_page),
}
