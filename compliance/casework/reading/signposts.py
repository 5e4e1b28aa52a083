"""Help that could be named for a case: services of the directory and pages of our guidance."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from compliance.casework.models import Case
from compliance.casework.reading.places import places
from compliance.casework.services.keys import Keys
from compliance.casework.services.referrals.finding import ROLES
from learning.directory import selectors as directory
from learning.directory.selectors import Found, Shown
from learning.resources.selectors import pages as guidance
from portal.reference import places as reference
from portal.reference.localities import Locality


@dataclass(frozen=True)
class Told:
    """What the reporter would read. title: of the service or page; address: all else of it, a line each.

    code: of service_type, what the service is for first of all; empty of a page.
    """

    kind: str
    title: str
    address: str
    code: str = ""


def council_of(case: Case, keys: Keys) -> str:
    """Its name as the search takes it: of where the person is, else of where it happened; empty where none is known."""
    known = [one for one in places(case, keys) if one.council]
    order = {role: position for position, role in enumerate(ROLES)}
    known.sort(key=lambda one: order.get(one.row.role, len(order)))
    council = reference.council(known[0].council_code) if known else None
    return Locality(council.name, council).label if council else ""


def services(asked: dict[str, Any], *, open_at: datetime | None, now: datetime, page: int) -> Found:
    """Also those that are for our staff only."""
    return directory.search(**asked, at=open_at, staff=True, page=page, today=timezone.localdate(now))


def service(uuid: UUID) -> tuple[Shown, Told] | None:
    """None where it is not there, or is for our staff only: nothing of it may be told."""
    found = directory.find(uuid)
    if found is None:
        return None
    title, *lines = directory.as_lines(found)
    return found, Told("service", title, "\n".join(lines), next(iter(found.service.needs), ""))


def guidance_page(key: int) -> Told | None:
    found = guidance.page(key)
    return Told("guidance", found.title, found.address) if found else None
