"""The counts of an archive's contents, and the history that an organisation brought from another portal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Sum

from compliance.archive.models import EarlierHistory
from compliance.audits.models import Action, Audit
from compliance.organisations.models import Organisation
from compliance.statements.models import Publication, Version
from compliance.suppliers.models import Site, Supplier
from portal.core.types import JsonObject
from portal.files.models import StoredFile
from portal.history import selectors
from portal.history.models import Entry


@dataclass(frozen=True)
class Counts:
    """The numbers of rows of each kind that an archive would contain."""

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
    """Return the counts with one query for each kind, whatever the number of rows."""

    def count(model: Any) -> int:
        return model.objects.for_organisation(organisation).count()

    files = StoredFile.objects.filter(scope=organisation.uuid).aggregate(number=Count("pk"), bytes=Sum("size"))
    return Counts(
        suppliers=count(Supplier),
        sites=count(Site),
        audits=count(Audit),
        actions=count(Action),
        versions=count(Version),
        published=count(Publication),
        files=files["number"],
        bytes=files["bytes"] or 0,
        lines=selectors.entries_for_scope(organisation.uuid).count(),
    )


def has_earlier_history(organisation: Organisation) -> bool:
    """Return whether the organisation brought history from another portal."""
    return EarlierHistory.objects.for_organisation(organisation).exists()


def get_earlier_entries(organisation: Organisation) -> list[Entry]:
    """Return the lines of history from other portals, the newest first; they belong to no chain here."""
    entries: list[Entry] = []
    for history in EarlierHistory.objects.for_organisation(organisation).order_by("-number"):
        entries += [entry_from_json(facts) for facts in reversed(history.chain["entries"])]
    return entries


def entry_from_json(facts: JsonObject) -> Entry:
    """Return an unsaved Entry of a line of another portal's history."""
    return Entry(
        at=datetime.fromisoformat(facts["at"]),
        actor=facts["actor"],
        action=facts["action"],
        object_label=facts["object_label"],
        detail=facts["detail"],
    )
