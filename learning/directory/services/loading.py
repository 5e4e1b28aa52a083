"""Loads the directory's first entries from a file: again and again without harm.

What our staff changed by hand stays; what is no longer in the file is kept, and shown no more.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from learning.directory import ons_areas
from learning.directory.choices import Origin, PhoneKind, Status, Visibility
from learning.directory.models import Phone, Provider, Service
from learning.directory.rules.hours import Span
from learning.directory.services import entries
from portal.core import page_cache
from portal.core.types import JsonObject
from portal.history.services import record
from portal.reference import helpline

NOT_VERIFIED: Final = "contact not verified"
_NEEDED = frozenset({"id", "slug", "provider", "name", "description", "status", "visibility", "areas", "phones"})
# Of an entry of the file, those that are fields of Service under the same name.
_SAME = (
    *("slug", "name", "summary", "description", "url", "email", "status", "visibility", "minimum_age", "maximum_age"),
    *("needs", "audiences", "areas", "area_note", "languages", "has_interpreters", "interpretation_services"),
    *("confidence", "sources", "staff_note"),
)
_LISTS = {"needs": "service_type", "audiences": "service_audience", "languages": "language"}


class UnreadableFile(Exception):
    """Nothing of the file can be read; the message is one line that says what to do."""


@dataclass
class LoadReport:
    """What a loading did, or would do. lines: slug, what (added, changed, kept, gone), and which facts differ."""

    lines: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    same: int = 0

    def count(self, what: str) -> int:
        return sum(1 for _slug, done, _fields in self.lines if done == what)

    @property
    def changes(self) -> int:
        return sum(self.count(what) for what in ("added", "changed", "gone"))


def get_shipped_file() -> JsonObject:
    """Return the file that came with the portal."""
    return json.loads(files("learning.directory").joinpath("data", "services.json").read_text(encoding="utf-8"))


def read_file(path: Path) -> JsonObject:
    """Read another file of the same shape. Raises UnreadableFile and OSError."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UnreadableFile(f"The file is not valid JSON in UTF-8: {error}.") from error
    if not isinstance(table, dict) or not isinstance(table.get("services"), list):
        raise UnreadableFile("The file has no “services” list. Use the same format as the portal’s services.json.")
    return table


def load_services(table: JsonObject, *, at: datetime, dry_run: bool = False) -> LoadReport:
    """Load all of it or nothing. Raises UnreadableFile."""
    try:
        edition = date.fromisoformat(str(table.get("edition")))
    except ValueError:
        raise UnreadableFile("The “edition” must be a date, like 2026-11-24.") from None
    report = LoadReport()
    with transaction.atomic():
        seen = [_put(entry, number, edition, report, at) for number, entry in enumerate(table["services"], start=1)]
        _withdraw_missing(seen, report, at)
        if dry_run:
            transaction.set_rollback(True)
        elif report.changes:
            counts = {what: report.count(what) for what in ("added", "changed", "gone")}
            record("operator", "directory.services.loaded", None, counts | {"edition": edition.isoformat()}, at=at)
    return report


def _put(entry: Any, number: int, edition: date, report: LoadReport, at: datetime) -> UUID:
    facts = _check_entry(entry, number)
    uuid = UUID(facts["id"])
    mark = hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    there = Service.objects.select_related("provider").filter(uuid=uuid).first()
    if there and there.gone_at is None and there.fingerprint == mark:
        report.same += 1
    elif there and there.edited_at:
        _restore(there)
        report.lines.append((there.slug, "kept", ()))
    else:
        fields = _write(there, facts, mark, edition, at)
        report.lines.append((facts["slug"], "changed" if there else "added", fields))
    return uuid


def _restore(service: Service) -> None:
    """Restore an entry that is in the file again; what was changed by hand stays."""
    if service.gone_at:
        service.gone_at = None
        service.save(update_fields=["gone_at"])


def _write(there: Service | None, facts: JsonObject, mark: str, edition: date, at: datetime) -> tuple[str, ...]:
    """Write the facts. Return the names of those that differ from what was there."""
    service = there or Service(uuid=UUID(facts["id"]), origin=Origin.FILE, created_at=at)
    before = _facts(service) if there else {}
    empty = Service()
    for name in _SAME:
        setattr(service, name, facts.get(name, getattr(empty, name)))
    service.slug = service.slug if there else _slug(facts)
    service.is_first_responder = facts.get("first_responder")
    service.source_checked = facts.get("checked", "")
    service.is_draft = facts.get("confidence") == NOT_VERIFIED
    service.provider = _provider(facts["provider"])
    service.fingerprint, service.gone_at = mark, None
    service.assured_on, service.next_review_on = None, edition
    entries.write_entry(service, _spans(facts), at=at)
    _write_phones(service, facts["phones"])
    after = _facts(service)
    return tuple(name for name in after if before and before[name] != after[name])


def _facts(service: Service) -> JsonObject:
    """Return what a difference is told of."""
    fields = {name: getattr(service, name) for name in (*_SAME, "is_first_responder", "is_draft", "gone_at")}
    phones = [(phone.number, phone.kind, phone.description) for phone in service.phones.all()]
    hours = [phone.span for phone in service.schedules.all()]
    return fields | {"provider": str(service.provider), "phones": phones, "hours": hours}


def _provider(facts: JsonObject) -> Provider:
    """Find the organisation by its id, else by its name: our staff may have written it down first."""
    uuid = UUID(facts["id"])
    values = {name: facts.get(name) or "" for name in ("name", "description", "website")}
    known = Provider.objects.filter(uuid=uuid).first() or Provider.objects.filter(name=values["name"]).first()
    if known is None:
        return Provider.objects.create(uuid=uuid, **values)
    if any(getattr(known, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(known, name, value)
        known.save()
    return known


def _slug(facts: JsonObject) -> str:
    is_free = not Service.objects.filter(slug=facts["slug"]).exists() and facts["slug"] not in entries.RESERVED_SLUGS
    return facts["slug"] if is_free else entries.make_slug(facts["name"], facts["provider"]["name"])


def _spans(facts: JsonObject) -> list[Span]:
    return [
        Span.of(
            hours["days"],
            time.fromisoformat(hours["opens"]),
            time.fromisoformat(hours["closes"]),
            date.fromisoformat(hours["from"]) if hours.get("from") else None,
            date.fromisoformat(hours["to"]) if hours.get("to") else None,
        )
        for hours in facts.get("hours", ())
    ]


def _write_phones(service: Service, phones: Iterable[JsonObject]) -> None:
    wanted = [UUID(facts["id"]) for facts in phones]
    service.phones.exclude(uuid__in=wanted).delete()
    for position, facts in enumerate(phones):
        values = {
            "service": service,
            "number": facts["number"],
            "kind": facts.get("kind", PhoneKind.VOICE),
            "description": facts.get("description", ""),
            "is_public": facts.get("is_public", True),
            "position": position,
        }
        Phone.objects.update_or_create(uuid=facts["id"], defaults=values)


def _withdraw_missing(seen: Iterable[UUID], report: LoadReport, at: datetime) -> None:
    gone = Service.objects.not_withdrawn().filter(origin=Origin.FILE).exclude(uuid__in=list(seen))
    report.lines += [(slug, "gone", ()) for slug in gone.order_by("slug").values_list("slug", flat=True)]
    gone.update(gone_at=at)
    page_cache.bump_edition()


def _check_entry(entry: Any, number: int) -> JsonObject:
    """Return the entry, if it is one that can be kept. Raises UnreadableFile."""
    where = f"Entry {number}"
    if not isinstance(entry, dict) or _NEEDED - entry.keys():
        raise UnreadableFile(f"{where} lacks {', '.join(sorted(_NEEDED - set(entry)))}.")
    where = f"{where} ({entry['slug']})"
    try:
        UUID(entry["id"])
        UUID(entry["provider"]["id"])
        _spans(entry)
        for phone in entry["phones"]:
            UUID(phone["id"])
            PhoneKind(phone.get("kind", PhoneKind.VOICE))
        Status(entry["status"])
        Visibility(entry["visibility"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableFile(f"We could not read {where}: {error}.") from error
    for name, list_name in _LISTS.items():
        if unknown := set(entry.get(name, ())) - set(helpline.get_labels(list_name)):
            raise UnreadableFile(f"{where} has {name} that are not in the vocabulary: {', '.join(sorted(unknown))}.")
    if wrong := [str(code) for code in entry["areas"] if not ons_areas.is_area(code)]:
        raise UnreadableFile(f"{where} has areas that do not exist: {', '.join(wrong)}.")
    try:
        Service(**{name: entry[name] for name in _SAME if name in entry}).clean_fields(exclude=_NOT_YET)
    except ValidationError as error:
        raise UnreadableFile(f"We could not save {where}: {error.message_dict}.") from error
    return entry


_NOT_YET = {"provider", "next_review_on", "created_at", "updated_at", "searched"}
