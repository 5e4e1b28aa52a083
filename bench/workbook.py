"""Workbooks of suppliers, from the bytes to the register: against reading and writing alone, and against a peer."""

import io
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench import Duel, Rounds, Row, benchmark, sized

ROWS, SMALL, PEER = 100_000, 1_000, 10_000
SITES_A_SUPPLIER = 4
COUNTRIES = ("Bangladesh", "GB", "Türkiye", "China", "VNM", "India", "Malaysia", "Italy")
CODES = dict(zip(COUNTRIES, ("BD", "GB", "TR", "CN", "VN", "IN", "MY", "IT"), strict=True))
HEAD = (
    "supplier_ref", "supplier_name", "company_number", "country", "site_ref", "site_name", "address", "town",
    "region", "postcode", "latitude", "longitude", "tier", "sector", "activity", "product", "function",
    "workers_total", "workers_women", "annual_spend_gbp",
)  # fmt: skip


def make_rows(count: int) -> Iterator[tuple[Any, ...]]:
    for number in range(count):
        supplier = number // SITES_A_SUPPLIER
        yield (
            f"S-{supplier:06}", f"Invented Mill {supplier} Ltd", f"N{supplier:07}", COUNTRIES[supplier % 8],
            f"ST-{number:06}", f"Unit {number}", f"Plot {number}, Made Up Road", f"Town {number % 500}",
            f"Region {number % 60}", f"{number % 9000 + 1000}", 10 + number % 4000 / 100, 20 + number % 7000 / 100,
            "1", "11", "garment_manufacture", "T-shirts|Polo shirts", "final_product_assembly",
            number % 3000 + 60, number % 60, number * 7 % 900_000,
        )  # fmt: skip


def make_workbook(count: int) -> bytes:
    """Return a workbook, the same one for all benchmarks of a run.

    Made in a process of its own, so that what the making leaves behind is not counted as the worker's.
    """
    shared = os.environ.get("BENCH_SHARED")
    kept = Path(shared, f"suppliers-{count}.xlsx") if shared else None
    if kept and kept.exists():
        return kept.read_bytes()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        body = pool.submit(_workbook, count).result()
    if kept:
        kept.write_bytes(body)
    return body


def _workbook(count: int) -> bytes:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Suppliers")
    sheet.append(HEAD)
    for row in make_rows(count):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def claim(key: int) -> Any:
    """Return the upload under a worker's lease, which every write of its job needs."""
    from django.utils import timezone

    from compliance.workbooks.models import Import
    from compliance.workbooks.services.import_job import JOB
    from portal.jobs import protocol

    upload = protocol.claim(JOB, pk=key, now=timezone.now(), lease=Import.READING_LEASE)
    if upload is None:
        raise AssertionError("The upload cannot be claimed.")
    return upload


class ImportBench:
    """A business, and the way there and back."""

    def __init__(self) -> None:
        from compliance.organisations.models import Organisation

        self.organisation = Organisation.objects.create(name="Invented Bench Limited", slug="invented-bench")

    def clear(self) -> None:
        from compliance.suppliers.models import Site, Supplier, SupplyRelation, WorkerFigures
        from compliance.workbooks.models import Import, StagedRow

        for model in (StagedRow, WorkerFigures, SupplyRelation, Site, Supplier, Import):
            rows: Any = model.objects.all()
            rows._raw_delete(rows.db)

    def send(self, body: bytes) -> Any:
        """As a page takes it in, with the job still to be done."""
        import hashlib
        import uuid

        from django.utils import timezone

        from compliance.workbooks.models import Import
        from portal.files import services as files

        stored = files.save_generated(body, name="list.xlsx", content_type="x", scope=self.organisation.uuid)
        sha256 = hashlib.sha256(body).hexdigest()
        return Import.objects.create(
            organisation=self.organisation, token=uuid.uuid4(), file=stored, name="list.xlsx", sha256=sha256,
            received_at=timezone.now(),
        )  # fmt: skip

    def measure_import(self, body: bytes, count: int) -> float:
        """Return the seconds to guard, read, validate and apply."""
        from django.utils import timezone

        from compliance.suppliers.models import Site
        from compliance.workbooks.choices import State
        from compliance.workbooks.models import Import
        from compliance.workbooks.services import applying, stage

        self.clear()
        key = self.send(body).pk
        start = time.perf_counter()
        stage.read_upload(claim(key), clock=timezone.now)
        Import.objects.filter(pk=key, state=State.PREVIEW).update(state=State.QUEUED)
        upload = claim(key)
        if not applying.start(upload, timezone.now()):
            raise AssertionError(f"The upload is {upload.state} and cannot be applied.")
        applying.apply_rows(upload, clock=timezone.now)
        applying.finish(upload, timezone.now())
        took = time.perf_counter() - start
        if Site.objects.count() != count:
            raise AssertionError("Rows were lost.")
        return took

    def read_rows(self, body: bytes) -> dict[Any, list[Any]]:
        """What calamine reads as the rows of our four tables, with the keys that the database would give."""
        from python_calamine import load_workbook

        from compliance.suppliers.models import Site, Supplier, SupplyRelation, WorkerFigures

        made: dict[Any, list[Any]] = {Supplier: [], SupplyRelation: [], Site: [], WorkerFigures: []}
        sheet = load_workbook(io.BytesIO(body)).get_sheet_by_index(0)
        for number, row in enumerate(sheet.to_python()[1:], 1):
            owner = (number - 1) // SITES_A_SUPPLIER + 1
            country = CODES[row[3]]
            if (number - 1) % SITES_A_SUPPLIER == 0:
                made[Supplier].append(
                    Supplier(
                        pk=owner, organisation=self.organisation, supplier_ref=row[0], key=row[0].lower(), name=row[1],
                        company_number=row[2], country=country,
                    )
                )  # fmt: skip
                made[SupplyRelation].append(
                    SupplyRelation(
                        pk=owner, supplier_id=owner, tier=int(row[12]), sector=row[13], activity=row[14],
                        products=row[15].split("|"), products_key="x", annual_spend_pence=int(row[19] * 100),
                    )
                )  # fmt: skip
            made[Site].append(
                Site(
                    pk=number, organisation=self.organisation, supplier_id=owner, site_ref=row[4], key=row[4].lower(),
                    name=row[5], address=row[6], town=row[7], region=row[8], postcode=row[9], country=country,
                    latitude=row[10], longitude=row[11], sector=row[13], activity=row[14], function=row[16],
                )
            )  # fmt: skip
            made[WorkerFigures].append(
                WorkerFigures(pk=number, site_id=number, counted_on="2026-01-01", total=row[17], women=row[18])
            )
        return made

    def measure_floor(self, body: bytes) -> float:
        """Return the seconds to read with calamine and to write the same rows with bulk_create."""
        self.clear()
        start = time.perf_counter()
        for model, found in self.read_rows(body).items():
            model.objects.bulk_create(found, batch_size=500)
        return time.perf_counter() - start

    def measure_copy_floor(self, body: bytes) -> float:
        """Do as floor, with COPY."""
        from django.db import connection, transaction

        self.clear()
        start = time.perf_counter()
        made = self.read_rows(body)
        with transaction.atomic(), connection.cursor() as cursor:
            for model, found in made.items():
                fields = [field for field in model._meta.concrete_fields if not field.generated]
                names = ", ".join(f'"{field.column}"' for field in fields)
                order = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
                with cursor.copy(order) as copy:
                    for one in found:
                        copy.write_row(
                            [field.get_db_prep_save(field.pre_save(one, add=True), connection) for field in fields]
                        )
        return time.perf_counter() - start


@benchmark(
    "workbook_100k_vs_floor",
    unit="s",
    baseline="calamine and bulk_create of the same rows",
    count=ROWS,
    also=(
        Row(name="workbook_row_cost_growth", unit="s a row", baseline="the same with 1,000 rows", side="a row",
            against="a row of 1,000"),
        Row(name="workbook_worker_peak_mb", unit="MB", side="peak"),
    ),
)  # fmt: skip
def workbook_100k_vs_floor() -> Iterator[Rounds]:
    """Also what a row costs among 100,000 and among 1,000, and how much memory the worker and its child take."""
    rows, small = sized(ROWS), sized(SMALL)
    ground, body, little = ImportBench(), make_workbook(rows), make_workbook(small)
    seconds: list[float] = []

    def ours() -> float:
        seconds.append(ground.measure_import(body, rows))
        return seconds[-1]

    def peak() -> float:
        # Of one run alone: to look at memory twenty times a second takes time.
        if not peaks:
            with peak_memory() as seen:
                ground.measure_import(body, rows)
            peaks.append(max(seen))
        return peaks[0]

    peaks: list[float] = []
    yield Rounds(
        sides={
            "peak": peak,
            "ours": ours,
            "floor": lambda: ground.measure_floor(body),
            "a row": lambda: seconds[-1] / rows,
            "a row of 1,000": lambda: ground.measure_import(little, small) / small,
        },
        runs=1,
        warm_up=0,
    )


@benchmark(
    "workbook_100k_vs_floor_pg",
    unit="s",
    baseline="calamine and COPY of the same rows",
    database="postgresql",
    count=ROWS,
)
def workbook_100k_vs_floor_pg() -> Iterator[Duel]:
    rows = sized(ROWS)
    ground, body = ImportBench(), make_workbook(rows)
    yield Duel(
        ours=lambda: ground.measure_import(body, rows),
        baseline=lambda: ground.measure_copy_floor(body),
        runs=1,
        warm_up=0,
    )


@benchmark("workbook_result_10000_s", unit="s", count=PEER)
def workbook_result_10000_s() -> Iterator[Duel]:
    """The user's own workbook back, every tenth row with a problem (under 5 s).

    See docs/requirements/suppliers.md#workbook-speed.
    """
    from django.utils import timezone

    from compliance.workbooks.services import result_workbook, stage

    ground, rows = ImportBench(), sized(PEER)
    upload = claim(ground.send(_with_mistakes(make_workbook(rows), rows)).pk)
    stage.read_upload(upload, clock=timezone.now)

    def ours() -> None:
        result_workbook.save_result(upload)
        if type(upload).objects.filter(pk=upload.pk, result=None).exists():
            raise AssertionError("No result was made.")

    yield Duel(ours=ours)


def _with_mistakes(body: bytes, rows: int) -> bytes:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(body))
    for number in range(11, rows + 2, 10):
        book["Suppliers"].cell(number, 4).value = "Bangladsh"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@benchmark("workbook_vs_import_export", unit="s", baseline="django-import-export: dry run and import", count=PEER)
def workbook_vs_import_export() -> Iterator[Duel]:
    rows = sized(PEER)
    ground, body = ImportBench(), make_workbook(rows)
    yield Duel(
        ours=lambda: ground.measure_import(body, rows),
        baseline=lambda: _by_import_export(ground, body, rows),
        runs=3,
        warm_up=0,
    )


def _by_import_export(ground: ImportBench, body: bytes, rows: int) -> float:
    """What its admin does with a file: a dry run for the preview, then the import; a resource for each table."""
    import tablib
    from import_export import fields, resources, widgets

    from compliance.suppliers.models import Site, Supplier

    class Suppliers(resources.ModelResource):
        supplier_name = fields.Field(attribute="name", column_name="supplier_name")

        class Meta:
            model = Supplier
            import_id_fields = ("supplier_ref",)
            fields = ("supplier_ref", "supplier_name", "company_number", "country")
            skip_unchanged = True

        def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            instance.organisation, instance.key = ground.organisation, instance.supplier_ref.lower()
            instance.country = CODES.get(instance.country, instance.country)

    class Sites(resources.ModelResource):
        supplier = fields.Field(
            attribute="supplier", column_name="supplier_ref",
            widget=widgets.ForeignKeyWidget(Supplier, field="supplier_ref"),
        )  # fmt: skip
        site_name = fields.Field(attribute="name", column_name="site_name")

        class Meta:
            model = Site
            import_id_fields = ("site_ref",)
            fields = (
                "site_ref", "site_name", "supplier", "address", "town", "region", "postcode", "country", "latitude",
                "longitude", "sector", "activity", "function",
            )  # fmt: skip
            skip_unchanged = True

        def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            instance.organisation, instance.key = ground.organisation, instance.site_ref.lower()
            instance.country = CODES.get(instance.country, instance.country)

    ground.clear()
    start = time.perf_counter()
    for resource in (Suppliers(), Sites()):
        for is_preview in (True, False):
            data = tablib.Dataset().load(body, format="xlsx")
            resource.import_data(data, dry_run=is_preview, raise_errors=True, use_transactions=True)
    took = time.perf_counter() - start
    if Site.objects.count() != rows:
        raise AssertionError("The peer lost rows.")
    return took


@contextmanager
def peak_memory() -> Iterator[list[float]]:
    """Sample megabytes of this process and those it started, 20 times a second."""
    seen, is_over = [_megabytes()], threading.Event()

    def look() -> None:
        while not is_over.wait(0.05):
            seen.append(_megabytes())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        is_over.set()
        watcher.join()


def _megabytes() -> float:
    me = os.getpid()
    children = Path(f"/proc/{me}/task/{me}/children").read_text().split()
    return sum(map(_resident, [str(me), *children]))


def _resident(pid: str) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2
