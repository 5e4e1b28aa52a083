"""Counts of requests, by view and class of status, for an operator's monitoring.

No label may tie to a person: a view's name and a class of status, never an address, a number of a row or a network. Of
reporters' pages there are counts alone, an hour late, so that no series tells when somebody wrote to us; only what
broke is counted at once. See docs/requirements/security.md#metrics.
"""

from collections import Counter as Tally
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
    multiprocess,
)
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from portal.core.logs import get_route, is_reporter_visit
from portal.settings.faces import FACES

# Set by the production settings: the processes of one server add up their counts in files there.
FOLDER = settings.METRICS_DIR
REPORTERS = "reporters' pages"
KEPT = "kept page"
NONE = "none"
# A series of its own would tell when each count began: when somebody first came.
disable_created_metrics()
_own = CollectorRegistry()
_registry = None if FOLDER else _own
REQUESTS = Counter("portal_requests", "Requests answered.", ["view", "status"], registry=_registry)
SECONDS = Histogram(
    "portal_request_seconds",
    "Time until a response starts, except for reporters' pages.",
    ["view"],
    buckets=(0.05, 0.1, 0.3, 0.5, 1, 2, 5),
    registry=_registry,
)


class HourlyCounts:
    """Counts that are told once their hour has passed."""

    def __init__(self) -> None:
        self._lock, self._hour, self._counts = Lock(), "", Tally[str]()

    def add(self, status: str, *, at: datetime) -> None:
        with self._lock:
            self._tell_past(at)
            self._counts[status] += 1

    def tell_past(self, at: datetime) -> None:
        with self._lock:
            self._tell_past(at)

    def _tell_past(self, at: datetime) -> None:
        hour = f"{at:%Y-%m-%d %H}"
        if hour == self._hour:
            return
        for status, count in self._counts.items():
            REQUESTS.labels(REPORTERS, status).inc(count)
        self._counts.clear()
        self._hour = hour


_reporters = HourlyCounts()


def count_request(request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
    status = f"{response.status_code // 100}xx"
    now = timezone.now()
    if is_reporter_visit():
        if response.status_code >= 500:
            REQUESTS.labels(REPORTERS, status).inc()
        else:
            _reporters.add(status, at=now)
        return
    _reporters.tell_past(now)
    view = get_route(request) if request.resolver_match else KEPT if response.status_code < 400 else NONE
    REQUESTS.labels(view, status).inc()
    SECONDS.labels(view).observe(seconds)


def render_requests(*, now: datetime) -> bytes:
    """Return the counts of all processes of this server."""
    _reporters.tell_past(now)
    registry = _own
    if FOLDER:
        registry = CollectorRegistry()
        registry.register(FolderCollector(Path(FOLDER)))
    return generate_latest(registry)


class FolderCollector(Collector):
    """Adds up what the processes of this server have counted; of a face, what those of all faces have."""

    def __init__(self, folder: Path) -> None:
        self._folders = list_folders(folder)

    def collect(self) -> Iterable[Metric]:
        files = [str(file) for folder in self._folders for file in folder.glob("*.db")]
        return multiprocess.MultiProcessCollector.merge(files, accumulate=True)


def list_folders(folder: Path) -> list[Path]:
    """Return where processes count: where a face counts in a folder of its name, the others do beside it."""
    is_face = settings.FACE and folder.name == settings.FACE
    return [folder.with_name(face) for face in FACES] if is_face else [folder]


def forget_dead_processes() -> None:
    """Remove the counts of processes that are gone. Called once, before the server forks."""
    if not FOLDER:
        return
    for path in Path(FOLDER).glob("*.db"):
        pid = path.stem.rpartition("_")[2]
        if pid.isdecimal() and not Path(f"/proc/{pid}").exists():
            path.unlink(missing_ok=True)
