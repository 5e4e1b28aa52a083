"""Help that could be named for a case: services of the directory and pages of our guidance."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from compliance.casework.models import Case
from compliance.casework.selectors.places import get_places
from compliance.casework.services.case_keys import Keys
from compliance.casework.services.council_lookup import ROLES_BY_RELEVANCE
from learning.directory import selectors as directory
from learning.directory.selectors import SearchPage, ServiceCard
from learning.resources.selectors import pages as guidance
from portal.core.types import JsonObject
from portal.reference import places as reference
from portal.reference.localities import Locality


@dataclass(frozen=True)
class NamedHelp:
    """What the reporter would read. title: of the service or page; address: all else of it, a line each.

    code: of service_type, what the service is for first of all; empty of a page.
    """

    kind: str
    title: str
    address: str
    code: str = ""


def get_council_label(case: Case, keys: Keys) -> str:
    """Return the council's name as the search takes it: where the person is, else where it happened; else empty."""
    known = [place for place in get_places(case, keys) if place.council]
    order = {role: position for position, role in enumerate(ROLES_BY_RELEVANCE)}
    known.sort(key=lambda one: order.get(one.row.role, len(order)))
    council = reference.get_council(known[0].council_code) if known else None
    return Locality(council.name, council).label if council else ""


def search_services(query: JsonObject, *, open_at: datetime | None, now: datetime, page: int) -> SearchPage:
    """Search the directory, with the services that are for our staff only."""
    return directory.search(**query, at=open_at, staff=True, page=page, today=timezone.localdate(now))


def get_service(uuid: UUID) -> tuple[ServiceCard, NamedHelp] | None:
    """Return a service; None where it is not there, or is for our staff only: nothing of it may be told."""
    card = directory.find_card(uuid)
    if card is None:
        return None
    title, *lines = directory.format_lines(card)
    return card, NamedHelp("service", title, "\n".join(lines), next(iter(card.service.needs), ""))


def get_guidance_page(key: int) -> NamedHelp | None:
    page = guidance.get_page(key)
    return NamedHelp("guidance", page.title, page.address) if page else None
