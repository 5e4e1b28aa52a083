"""Searches for words in every place where the portal could leave them: log, database, disk."""

import io
import json
import logging
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection

from portal.core.logs import JsonFormatter, ReporterVisitFilter

LOGGERS = ("", "django", "django.request", "django.security", "django.server")


@contextmanager
def capture_log() -> Iterator[io.StringIO]:
    """Capture all that the portal would write into its log, as it writes it, down to the last detail."""
    out = io.StringIO()
    handler, level = logging.StreamHandler(out), logging.getLogger().level
    handler.setFormatter(JsonFormatter())
    handler.addFilter(ReporterVisitFilter())
    for name in LOGGERS:
        logging.getLogger(name).addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        yield out
    finally:
        for name in LOGGERS:
            logging.getLogger(name).removeHandler(handler)
        logging.getLogger().setLevel(level)


@contextmanager
def redirect_temporary_files(folder: Path) -> Iterator[None]:
    """Redirect into the folder what this process and those that it starts write for a while only."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def dump_database() -> str:
    """Return every column of every row of every table: as text, and sealed bytes as bytes."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                said += [bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row]
    return "\n".join(said)


def read_disk(*folders: Path | str) -> str:
    files = [path for folder in folders for path in Path(folder).rglob("*") if path.is_file()]
    return "\n".join(f"{path} {path.read_bytes().decode('latin-1')}" for path in files)


def get_places(log: io.StringIO, temporary: Path) -> dict[str, str]:
    """Return everywhere that something could stay."""
    kept = settings.STORAGES
    return {
        "database": dump_database(),
        "logs": log.getvalue(),
        "cache": json.dumps({key: str(value) for key, value in getattr(cache, "_cache", {}).items()}),
        "mail": "\n".join(str(message.message()) for message in mail.outbox),
        "disk": read_disk(
            temporary,
            settings.MEDIA_ROOT,
            settings.HISTORY_ANCHORS_DIR,
            kept["concerns"]["OPTIONS"]["location"],
            kept["private"]["OPTIONS"]["location"],
        ),
    }


def find_canaries(canaries: Iterable[str], told: dict[str, str]) -> list[str]:
    """Return which canary stands in which place; those of other letters too, as JSON and as an address spell them."""
    return [
        f"{canary} in {name}"
        for name, text in told.items()
        for canary in canaries
        if canary in text or json.dumps(canary).strip('"') in text
    ]


def sealed_bytes() -> bytes:
    """Return every byte that any sealed column of the desk's apps or of concerns still holds."""
    content = b""
    for label in ("casework", "referrals", "data_protection", "concerns"):
        for model in apps.get_app_config(label).get_models():
            names = [field.name for field in model._meta.fields if field.get_internal_type() == "BinaryField"]
            for values in model._default_manager.values_list(*names) if names else []:
                content += b"".join(bytes(value) for value in values if value)
    return content
