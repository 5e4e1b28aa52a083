"""The entries of an archive; each is drawn when its turn comes (docs/archive.md)."""

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
    """Somebody wrote between the first row and the last, so the entries may not fit together."""


@dataclass
class ArchiveExport:
    """One archive in progress. written, counts, missing: filled as entries are drawn."""

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
        """Return about how many entries there will be."""
        return len(EXPORTED_MODELS) + len(self.names.files) + 12

    def entries(self) -> Iterator[Entry]:
        """Yield all entries. Raises ChangedDuringExport, unless changes are allowed."""
        people = (_describe_person(person, self.names) for person in self.names.people)
        yield Entry(data_entry_name(USER), self._json_lines(USER, people))
        for label in EXPORTED_MODELS:
            yield Entry(data_entry_name(label), self._json_lines(label, self._rows(label)))
        yield Entry(data_entry_name(FILE), self._json_lines(FILE, self._file_rows()))
        if self.is_patient and self._last_line() != self.last:
            raise ChangedDuringExport
        yield from self._report_entries()
        yield from self._published_entries()
        yield from self._upload_entries()
        yield Entry("README.txt", _draw_once(lambda: self._readme().encode()))
        yield _json_entry("manifest.json", self._manifest())

    def _last_line(self) -> int:
        line = selectors.entries_for_scope(self.organisation.uuid).values_list("scope_seq", flat=True).first()
        return line or 0

    def _json_lines(self, label: str, rows: Iterable[dict[str, object]]) -> Iterator[bytes]:
        """Yield a JSON array with one row a line, so that it can be read row by row."""
        count = 0
        for row in rows:
            yield (b",\n" if count else b"[\n") + _compact_json(row)
            count += 1
        yield b"\n]\n" if count else b"[\n]\n"
        self.counts[label] = count

    def _rows(self, label: str) -> Iterator[dict[str, object]]:
        model = get_model(label)
        rows = get_rows(model, self.organisation)
        if model in (Document, PublishedFigure):
            rows = rows.select_related("publication").defer("body")
        for number, row in enumerate(rows.iterator(chunk_size=BATCH_SIZE), start=1):
            values = encode_row(row, get_row_name(row, number), self.names, body_entry_names(row))
            if values is not None:
                yield values

    def _file_rows(self) -> Iterator[dict[str, object]]:
        for file in self.names.files:
            yield {
                "id": str(file.uuid),
                "name": file.name,
                "content_type": file.content_type,
                "size": file.size,
                "sha256": file.sha256,
                "state": file.state,
                "uploaded_by": self.names.name(USER, file.uploaded_by_id),
                "uploaded_at": encode_value(file.uploaded_at),
                "at": file_entry_name(file),
            }

    def _report_entries(self) -> Iterator[Entry]:
        organisation, by, at = self.organisation, self.by, self.at
        today = timezone.localdate(at)
        yield Entry(
            "suppliers.xlsx",
            _draw_once(lambda: suppliers.render_full_register(organisation=organisation, by=by, at=at)),
        )
        yield Entry("audits.xlsx", _draw_once(lambda: reports.render_audits_workbook(organisation)))
        lines = training.get_team_assignments(organisation, today=today)
        yield Entry("training.xlsx", _draw_once(lambda: training_exports.render_workbook(lines)))
        yield _json_entry("history.json", reports.get_history(organisation, by=by, at=at))
        yield Entry("history.xlsx", _draw_once(lambda: reports.render_history_csv(organisation, by=by, at=at)))
        yield _json_entry("signatures.json", reports.get_signatures(organisation))
        for statement in Statement.objects.for_organisation(organisation).order_by("year"):
            yield from self._word_entries(statement)

    def _word_entries(self, statement: Statement) -> Iterator[Entry]:
        """Yield the text as Word: of the version in progress, else of the last."""
        versions = Version.objects.filter(statement=statement).select_related("statement__organisation")
        version = versions.filter(state__in=OPEN).first() or versions.order_by("-number").first()
        if version is not None and (sections := {section.code: section for section in version.sections.all()}):
            pieces = _draw_once(lambda: write(round_trip.build_document(version, sections, [], with_pictures=True)))
            yield Entry(f"statements/{statement.year}/version-{version.number}.docx", pieces)

    def _published_entries(self) -> Iterator[Entry]:
        """Yield PDFs and charts as they were published, and the data file."""
        for model in (Document, PublishedFigure):
            for row in get_rows(model, self.organisation).select_related("publication").iterator(chunk_size=1):
                yield Entry(body_entry_names(row)["body"], [bytes(row.body)])
        for publication in (
            Publication.objects.for_organisation(self.organisation).order_by("pk").iterator(chunk_size=1)
        ):
            yield _json_entry(
                f"{_version_folder(publication)}.json",
                {"content": publication.content, "content_hash": publication.content_hash},
            )
            if not Document.objects.filter(publication=publication, kind="pdf").exists():
                self.missing.append(f"{_version_folder(publication)}.pdf")

    def _upload_entries(self) -> Iterator[Entry]:
        """Yield uploads, each checked against its hash; one that cannot be read is reported as missing."""
        names_written: set[str] = set()
        for file in self.names.files:
            name = file_entry_name(file)
            if name in names_written:
                continue
            names_written.add(name)
            body = _read_body(file)
            if body is None:
                self.missing.append(name)
            else:
                yield Entry(name, [body])

    def _readme(self) -> str:
        context = {"organisation": self.organisation, "at": self.at, "missing": self.missing}
        facts = {"portal_name": settings.PORTAL_NAME, "site_url": settings.SITE_URL}
        return render_to_string("archive/readme.txt", context | facts)

    def _manifest(self) -> dict[str, object]:
        organisation = self.organisation
        return {
            "format": FORMAT,
            "portal": {"name": settings.PORTAL_NAME, "address": settings.SITE_URL},
            "made_at": encode_value(self.at),
            "made_for": self.by,
            "organisation": {
                "id": str(organisation.uuid), "name": organisation.name, "slug": organisation.slug,
                "company_number": organisation.company_number,
            },
            "rows": self.counts,
            "missing": self.missing,
            "files": {name: {"size": entry.size, "sha256": entry.sha256} for name, entry in self.written.items()},
        }  # fmt: skip


def data_entry_name(label: str) -> str:
    """Return the name of the entry with a model's rows."""
    return f"data/{label}.json"


def body_entry_names(row: models.Model) -> dict[str, str]:
    """Return the names of the entries with a row's bytes, by column."""
    if isinstance(row, Document):
        return {"body": f"{_version_folder(row.publication)}{'-certificate' if row.kind == 'cert' else ''}.pdf"}
    if isinstance(row, PublishedFigure):
        suffix = PICTURE_SUFFIXES.get(row.content_type, "bin")
        return {"body": f"{_version_folder(row.publication)}-figure-{row.number}.{suffix}"}
    return {}


def file_entry_name(stored: StoredFile) -> str:
    """Return the name of an upload's entry; equal files of one name have one entry."""
    safe = UNSAFE_CHARACTERS.sub("-", stored.name)[-80:].strip("-.") or "file"
    return f"files/{stored.sha256[:16]}-{safe}"


def _version_folder(publication: Publication) -> str:
    return f"statements/{publication.year}/version-{publication.number}"


def _describe_person(user: Any, names: ArchiveNames) -> dict[str, object]:
    name = names.name(USER, user.pk)
    return {"id": name, "email": user.email, "first_name": user.first_name, "last_name": user.last_name}


def _read_body(stored: StoredFile) -> bytes | None:
    """Return the bytes, or None for a file that is unsafe, not yet scanned, unreadable or changed."""
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
