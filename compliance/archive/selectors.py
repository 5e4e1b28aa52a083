"""What an archive will contain, counted; and what an organisation brought from another portal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Sum

from compliance.archive.models import EarlierHistory
from compliance.audits.models import Action, Audit
from compliance.organisations.models import Organisation
from compliance.statements.models import Publication, Version
from compliance.suppliers.models import Site, Supplier
from portal.files.models import StoredFile
from portal.history import selectors
from portal.history.models import Entry


@dataclass(frozen=True)
class Counts:
    suppliers: int
    sites: int
    audits: int
    actions: int
    versions: int
    published: int
    files: int
    bytes: int
    lines: int


def count_contents(organisation: Organisation) -> Counts:
    """A question for each kind, whatever the number of rows."""

    def count(model: Any) -> int:
        return model.objects.for_organisation(organisation).count()

    kept = StoredFile.objects.filter(scope=organisation.uuid).aggregate(number=Count("pk"), bytes=Sum("size"))
    return Counts(
        suppliers=count(Supplier),
        sites=count(Site),
        audits=count(Audit),
        actions=count(Action),
        versions=count(Version),
        published=count(Publication),
        files=kept["number"],
        bytes=kept["bytes"] or 0,
        lines=selectors.entries_for_scope(organisation.uuid).count(),
    )


def has_earlier_history(organisation: Organisation) -> bool:
    return EarlierHistory.objects.for_organisation(organisation).exists()


def get_earlier_entries(organisation: Organisation) -> list[Entry]:
    """What it did on other portals, the newest first: lines to be read, of no chain here."""
    found: list[Entry] = []
    for one in EarlierHistory.objects.for_organisation(organisation).order_by("-number"):
        found += [entry_from_json(told) for told in reversed(one.chain["entries"])]
    return found


def entry_from_json(told: dict[str, Any]) -> Entry:
    """As a row that is nowhere."""
    return Entry(
        at=datetime.fromisoformat(told["at"]),
        actor=told["actor"],
        action=told["action"],
        object_label=told["object_label"],
        detail=told["detail"],
    )
