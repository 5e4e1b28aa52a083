"""Writing the files of a published release: each once, by the worker after publication or for whoever asks before it.

See docs/requirements/statistics.md#downloads.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db.models import Count

from compliance.statistics.choices import FileKind
from compliance.statistics.exports import tidy
from compliance.statistics.exports.book import build_book
from compliance.statistics.exports.ods_file import write_ods
from compliance.statistics.exports.xlsx_file import write_xlsx
from compliance.statistics.models import Release, ReleaseFile
from compliance.statistics.presenters.tables import Revised
from compliance.statistics.selectors.releases import get_revised_cells

WRITERS: Mapping[FileKind, Callable[[Release, Revised], bytes]] = {
    FileKind.CSV: tidy.build_csv,
    FileKind.CSV_METADATA: tidy.build_csv_metadata,
    FileKind.JSON: tidy.build_json,
    FileKind.XLSX: lambda release, revised: write_xlsx(build_book(release, revised), _published_at(release)),
    FileKind.ODS: lambda release, revised: write_ods(build_book(release, revised), _published_at(release)),
}
# Older releases get their files when somebody asks.
LATELY = timedelta(days=1)


def write_file(release: Release, kind: FileKind, *, at: datetime) -> ReleaseFile:
    """Write a file of a published release and return it; where another process was first, return what that wrote."""
    body = WRITERS[kind](release, get_revised_cells(release))
    file = ReleaseFile(release=release, kind=kind, body=body, sha256=hashlib.sha256(body).hexdigest(), made_at=at)
    ReleaseFile.objects.bulk_create([file], ignore_conflicts=True)
    return ReleaseFile.objects.get(release=release, kind=kind)


def write_new_files(now: datetime) -> int:
    """Write what is missing of the releases that became public lately. Return how many files that was."""
    lately = Release.objects.published().filter(published_at__gt=now - LATELY)
    written = 0
    for release in lately.annotate(written=Count("files")).filter(written__lt=len(FileKind)):
        missing = set(FileKind) - set(release.files.values_list("kind", flat=True))
        for kind in missing:
            write_file(release, FileKind(kind), at=now)
        written += len(missing)
    return written


def _published_at(release: Release) -> datetime:
    if release.published_at is None:
        raise ValueError(f"{release} is not published")
    return release.published_at
