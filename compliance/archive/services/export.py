"""What stands in an archive, entry by entry: each is drawn when its turn comes (docs/archive.md)."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from compliance.archive import reports
from compliance.archive.manifest import EXPORTED_MODELS, FILE, USER, get_model, get_rows
from compliance.archive.natural_keys import ArchiveNames, get_row_name
from compliance.archive.serialisers import encode_row, encode_value
from compliance.archive.zip_stream import Entry, WrittenEntry
from compliance.organisations import training_exports
from compliance.organisations.models import Organisation
from compliance.organisations.selectors import training
from compliance.statements.choices import OPEN
from compliance.statements.models import Document, Publication, PublishedFigure, Statement, Version
from compliance.statements.word.services import round_trip
from compliance.statements.word.writer import write
from compliance.suppliers import exports as suppliers
from portal.files import services as files
from portal.files import storage
from portal.files.models import StoredFile
from portal.history import selectors

FORMAT = "daylight-archive-1"
BATCH_SIZE = 500
UNSAFE_CHARACTERS = re.compile(r"[^\w.-]+|_", re.ASCII)
PICTURE_SUFFIXES = {"image/gif": "gif", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


class ChangedDuringExport(Exception):
    """Somebody wrote something between the first row and the last: what was drawn may not fit together."""


@dataclass
class ArchiveExport:
    """One archive while it is made. written, counts, missing: filled as entries are drawn."""

    organisation: Organisation
    by: str
    at: datetime
    is_patient: bool = True
    written: dict[str, WrittenEntry] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.last = self._last_line()
        self.names = ArchiveNames(self.organisation)

    @property
    def total(self) -> int:
        """About how many entries there will be."""
        return len(EXPORTED_MODELS) + len(self.names.files) + 12

    def entries(self) -> Iterator[Entry]:
        """Raises Changed, unless it is told to be content."""
        people = (_describe_person(one, self.names) for one in self.names.people)
        yield Entry(data_entry_name(USER), self._lines(USER, people))
        for label in EXPORTED_MODELS:
            yield Entry(data_entry_name(label), self._lines(label, self._rows(label)))
        yield Entry(data_entry_name(FILE), self._lines(FILE, self._files()))
        if self.is_patient and self._last_line() != self.last:
            raise ChangedDuringExport
        yield from self._to_read()
        yield from self._bodies()
        yield from self._stored()
        yield Entry("README.txt", _draw_once(lambda: self._readme().encode()))
        yield _json_entry("manifest.json", self._manifest())

    def _last_line(self) -> int:
        line = selectors.entries_for_scope(self.organisation.uuid).values_list("scope_seq", flat=True).first()
        return line or 0

    def _lines(self, label: str, rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
        """A JSON array with a row a line, so that it can be read a row at a time."""
        count = 0
        for row in rows:
            yield (b",\n" if count else b"[\n") + _compact_json(row)
            count += 1
        yield b"\n]\n" if count else b"[\n]\n"
        self.counts[label] = count

    def _rows(self, label: str) -> Iterator[dict[str, Any]]:
        model = get_model(label)
        found = get_rows(model, self.organisation)
        if model in (Document, PublishedFigure):
            found = found.select_related("publication").defer("body")
        for number, row in enumerate(found.iterator(chunk_size=BATCH_SIZE), start=1):
            told = encode_row(row, get_row_name(row, number), self.names, body_entry_names(row))
            if told is not None:
                yield told

    def _files(self) -> Iterator[dict[str, Any]]:
        for one in self.names.files:
            yield {
                "id": str(one.uuid),
                "name": one.name,
                "content_type": one.content_type,
                "size": one.size,
                "sha256": one.sha256,
                "state": one.state,
                "uploaded_by": self.names.name(USER, one.uploaded_by_id),
                "uploaded_at": encode_value(one.uploaded_at),
                "at": file_entry_name(one),
            }

    def _to_read(self) -> Iterator[Entry]:
        own, by, at = self.organisation, self.by, self.at
        today = timezone.localdate(at)
        yield Entry(
            "suppliers.xlsx", _draw_once(lambda: suppliers.render_full_register(organisation=own, by=by, at=at))
        )
        yield Entry("audits.xlsx", _draw_once(lambda: reports.render_audits_workbook(own)))
        lines = training.get_team_assignments(own, today=today)
        yield Entry("training.xlsx", _draw_once(lambda: training_exports.render_workbook(lines)))
        yield _json_entry("history.json", reports.get_history(own, by=by, at=at))
        yield Entry("history.xlsx", _draw_once(lambda: reports.render_history_csv(own, by=by, at=at)))
        yield _json_entry("signatures.json", reports.get_signatures(own))
        for statement in Statement.objects.for_organisation(own).order_by("year"):
            yield from self._documents(statement)

    def _documents(self, statement: Statement) -> Iterator[Entry]:
        """The text as Word: of the version that is worked on, else of the last."""
        versions = Version.objects.filter(statement=statement).select_related("statement__organisation")
        found = versions.filter(state__in=OPEN).first() or versions.order_by("-number").first()
        if found is not None and (sections := {one.code: one for one in found.sections.all()}):
            made = _draw_once(lambda: write(round_trip.build_document(found, sections, [], with_pictures=True)))
            yield Entry(f"statements/{statement.year}/version-{found.number}.docx", made)

    def _bodies(self) -> Iterator[Entry]:
        """PDFs and figures as they were published, and the data file."""
        for model in (Document, PublishedFigure):
            for row in get_rows(model, self.organisation).select_related("publication").iterator(chunk_size=1):
                yield Entry(body_entry_names(row)["body"], [bytes(row.body)])
        for one in Publication.objects.for_organisation(self.organisation).order_by("pk").iterator(chunk_size=1):
            yield _json_entry(
                f"{_version_folder(one)}.json", {"content": one.content, "content_hash": one.content_hash}
            )
            if not Document.objects.filter(publication=one, kind="pdf").exists():
                self.missing.append(f"{_version_folder(one)}.pdf")

    def _stored(self) -> Iterator[Entry]:
        """Uploads, each checked against what was kept of it; one that cannot be read is told of."""
        done: set[str] = set()
        for one in self.names.files:
            name = file_entry_name(one)
            if name in done:
                continue
            done.add(name)
            body = _read_body(one)
            if body is None:
                self.missing.append(name)
            else:
                yield Entry(name, [body])

    def _readme(self) -> str:
        context = {"organisation": self.organisation, "at": self.at, "missing": self.missing}
        facts = {"portal_name": settings.PORTAL_NAME, "site_url": settings.SITE_URL}
        return render_to_string("archive/readme.txt", context | facts)

    def _manifest(self) -> dict[str, Any]:
        own = self.organisation
        return {
            "format": FORMAT,
            "portal": {"name": settings.PORTAL_NAME, "address": settings.SITE_URL},
            "made_at": encode_value(self.at),
            "made_for": self.by,
            "organisation": {
                "id": str(own.uuid), "name": own.name, "slug": own.slug, "company_number": own.company_number,
            },
            "rows": self.counts,
            "missing": self.missing,
            "files": {name: {"size": one.size, "sha256": one.sha256} for name, one in self.written.items()},
        }  # fmt: skip


def data_entry_name(label: str) -> str:
    return f"data/{label}.json"


def body_entry_names(row: models.Model) -> dict[str, str]:
    """Where the bytes of a row stand, by column."""
    if isinstance(row, Document):
        return {"body": f"{_version_folder(row.publication)}{'-certificate' if row.kind == 'cert' else ''}.pdf"}
    if isinstance(row, PublishedFigure):
        return {
            "body": f"{_version_folder(row.publication)}-figure-{row.number}.{PICTURE_SUFFIXES.get(row.content_type, 'bin')}"
        }
    return {}


def file_entry_name(stored: StoredFile) -> str:
    """Equal files of one name stand once."""
    safe = UNSAFE_CHARACTERS.sub("-", stored.name)[-80:].strip("-.") or "file"
    return f"files/{stored.sha256[:16]}-{safe}"


def _version_folder(publication: Publication) -> str:
    return f"statements/{publication.year}/version-{publication.number}"


def _describe_person(user: Any, names: ArchiveNames) -> dict[str, Any]:
    name = names.name(USER, user.pk)
    return {"id": name, "email": user.email, "first_name": user.first_name, "last_name": user.last_name}


def _read_body(stored: StoredFile) -> bytes | None:
    """None for one that is unsafe, was not looked at yet, cannot be read or is not what was kept."""
    try:
        body = files.read_body(stored)
    except (files.FileNotScanned, files.FileUnavailable):
        return None
    return body if storage.get_sha256(body) == stored.sha256 else None


def _draw_once(draw: Callable[[], bytes]) -> Iterator[bytes]:
    yield draw()


def _json_entry(name: str, value: Any) -> Entry:
    return Entry(name, [json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"])


def _compact_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
