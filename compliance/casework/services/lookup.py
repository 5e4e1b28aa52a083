"""Whether a phone number, a plate or an address was told before: words looked for in all that the person may open.

Any words, one by one, by opening everything; what is compared by hashes is services.lookup_index.

See docs/requirements/security.md#sealed-search.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from compliance.casework.models import Case
from compliance.casework.services import sealed_search
from compliance.casework.services.case_keys import Keys
from portal.accounts.models import User
from portal.core import rate_limits
from portal.history.services import record

MAX_SHOWN = 50


@dataclass(frozen=True)
class Seen:
    """Where the words stand, and nothing of what stands there. case: None of a contact without one."""

    uuid: UUID
    reference: str
    case: Case | None


@dataclass(frozen=True)
class LookupResult:
    """seen: the first MAX_SHOWN of `hits`, the newest cases first."""

    seen: list[Seen]
    hits: int
    scanned: int


def look_up(*, words: str, actor: User, keys: Keys, at: datetime) -> LookupResult:
    """Search everything. The history says how much was found, not what for. Raises rate_limits.OverLimit."""
    if wait := rate_limits.count_and_get_wait("desk_search", actor.pk):
        raise rate_limits.OverLimit(wait, why=_("You have searched too many times in the last hour."))
    hits = sealed_search.search_sealed_texts(words, user=actor, unlocked=keys.unlocked)
    cases = {hit.uuid: hit for hit in hits.hits if hit.kind == "case"}
    rows = Case.objects.filter(pk__in=list(cases)).select_related("owner").order_by("-opened_at")[:MAX_SHOWN]
    seen = [Seen(row.pk, row.reference, row) for row in rows]
    seen += [Seen(hit.uuid, hit.reference, None) for hit in hits.hits if hit.uuid not in cases]
    record(actor, "casework.desk.searched", None, {"hits": len(hits.hits), "scanned": hits.scanned}, at=at)
    return LookupResult(seen[:MAX_SHOWN], len(hits.hits), hits.scanned)
