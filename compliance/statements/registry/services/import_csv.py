"""Loading a file of the government's registry: rows that are listed elsewhere, never as if published here."""

import hashlib
from collections import Counter
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from compliance.statements import vocabulary
from compliance.statements.models import Edition, Listing
from compliance.statements.publication.services.search_index import index_names
from compliance.statements.registry import parse_csv
from compliance.statements.registry.rules.csv_row import BadRow, Listed, Lists, codes_by_label, parse_row
from compliance.statements.registry.services.supplier_monitoring import notice_changes
from compliance.suppliers.choices import ScoreEvent
from compliance.suppliers.services import risk_job
from portal.history.services import record

CHUNK = 1000
COPIED = (
    *("organisation_name", "company_number", "year", "period_start", "period_end", "statement_url", "summary_url"),
    *("pdf_url", "pdf_on"),
    *("is_group", "parent_name", "turnover_band", "years_band", "fingerprint", "facets", "searched", "name_key"),
)
WRITTEN = (*COPIED, "areas", "updated_at", "edition", "gone_at", "changed_at")


def load(path: Path, *, dated: date | None, today: date, at: datetime, tell: parse_csv.Tell) -> Counter[str]:
    """Load the file and count rows: added, changed, same, older, gone, twice, bad. tell: reports what is wrong, by row.

    A file that was loaded is not loaded again, unless it is given another day. Raises CannotRead and OSError.
    """
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        edition = Edition.objects.filter(sha256=sha256).first()
        if edition and edition.finished_at and dated in (None, edition.dated):
            return Counter()
        if edition is None:
            edition = Edition(sha256=sha256, file_name=path.name[:200], begun_at=at)
        edition.dated = dated or edition.dated or _get_day(path, today)
        edition.finished_at = None
        return _load(file, edition, today=today, at=at, tell=tell)


def _get_day(path: Path, today: date) -> date:
    return min(timezone.localdate(datetime.fromtimestamp(path.stat().st_mtime, UTC)), today)


def _load(file: BinaryIO, edition: Edition, *, today: date, at: datetime, tell: parse_csv.Tell) -> Counter[str]:
    done: Counter[str] = Counter()
    seen: set[str] = set()
    years: set[int] = set()
    chunk: dict[str, Listed] = {}
    newest = _newest(edition)

    def told(number: int, problem: str) -> None:
        done["bad"] += number > 1
        tell(number, problem)

    for number, cells in parse_csv.read_rows(file, told):
        try:
            row = parse_row(cells, _lists(), today=today)
        except BadRow as bad:
            told(number, str(bad))
            continue
        for note in row.notes:
            tell(number, note)
        if newest.get(row.year, edition.dated) > edition.dated:
            done["older"] += 1
            continue
        if row.identity in seen:
            done["twice"] += 1
            tell(number, "an earlier row names the same organisation, year and parent; that one is kept")
            continue
        seen.add(row.identity)
        years.add(row.year)
        chunk[row.identity] = row
        if len(chunk) == CHUNK:
            done += _put(chunk, edition, at)
            chunk = {}
    done += _put(chunk, edition, at)
    _finish(edition, years, done, at)
    return done


def _newest(edition: Edition) -> dict[int, date]:
    """The day of the newest other file, by year."""
    others = Listing.objects.exclude(edition=edition) if edition.pk else Listing.objects.all()
    return dict(others.order_by().values_list("year").annotate(Max("edition__dated")))


@transaction.atomic
def _put(chunk: dict[str, Listed], edition: Edition, at: datetime) -> Counter[str]:
    """New rows added, changed ones written over, equal ones given their newer day."""
    done: Counter[str] = Counter()
    if edition._state.adding:
        edition.save()
    fields = ("identity", "fingerprint", "edition_id", "gone_at")
    known = {row[0]: row[1:] for row in Listing.objects.filter(identity__in=chunk).values_list(*fields)}
    written: list[Listing] = []
    stamped: list[str] = []
    for identity, row in chunk.items():
        fingerprint, of, gone_at = known.get(identity, ("", None, None))
        if fingerprint == row.fingerprint and gone_at is None:
            done["same"] += 1
            if of != edition.pk:
                stamped.append(identity)
        else:
            done["changed" if fingerprint else "added"] += 1
            written.append(_listing(row, edition, added_at=at, changed_at=at if fingerprint else None))
    Listing.objects.bulk_create(
        written, update_conflicts=True, unique_fields=["identity"], update_fields=WRITTEN, batch_size=CHUNK
    )
    Listing.objects.filter(identity__in=stamped).update(edition=edition)
    index_names(row.searched for row in written)
    return done


def _listing(row: Listed, edition: Edition, **moments: datetime | None) -> Listing:
    return Listing(
        identity=row.identity,
        edition=edition,
        areas=dict(row.areas),
        updated_at=datetime.combine(row.updated_on or edition.dated, time(), UTC),
        **{name: getattr(row, name) for name in COPIED},
        **moments,
    )


@transaction.atomic
def _finish(edition: Edition, years: set[int], done: Counter[str], at: datetime) -> None:
    """Rows of the file's years that it has no more are shown no more; a later file may bring them back."""
    if not years:
        return
    others = Listing.objects.standing().exclude(edition=edition)
    older = others.filter(year__in=years, edition__dated__lt=edition.dated)
    done["gone"] = older.update(gone_at=at)
    edition.finished_at = at
    edition.save()
    detail: dict[str, Any] = {name: done[name] for name in ("added", "changed", "gone")}
    record("operator", "statements.registry.loaded", edition, detail | {"dated": edition.dated.isoformat()}, at=at)
    notice_changes(edition, at)
    # The worker that keeps each register up to date also looks for its suppliers' names in the new file.
    risk_job.request_all(event=ScoreEvent.REGISTER, at=at)


@cache
def _lists() -> Lists:
    names = ("sector", "turnover_band", "statement_years_band")
    return Lists(*(codes_by_label(vocabulary.enumeration(name).choices) for name in names))
