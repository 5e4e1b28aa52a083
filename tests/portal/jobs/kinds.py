"""One owed job of each kind, for tests that hold for all of them."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone

from compliance.archive.services import export_job
from compliance.organisations.choices import ProofMethod, ProofState
from compliance.organisations.services import domain_verification
from compliance.organisations.services import export_job as organisations_export_job
from compliance.statements.models import Render
from compliance.statements.publication import pdf_job, url_check_job
from compliance.statistics.rules.periods import parse_period
from compliance.statistics.services import preparation_job
from compliance.suppliers.models import CompanyLookup, DuplicateSearch, RiskRun
from compliance.suppliers.services import company_lookup, duplicate_job, risk_job
from compliance.workbooks.services import import_job, package_job
from compliance.workbooks.services import uploads as services_upload
from portal.core import mail
from portal.core.mail import delivery
from portal.jobs import protocol
from portal.jobs.protocol import JobKind
from tests.compliance.workbooks import plan_files
from tests.compliance.workbooks.test_pipeline import NOW, SUPPLIERS, workbook
from tests.factories.organisations import ControlProofFactory, ExportFactory, OrganisationFactory
from tests.factories.statements import PublicationFactory, UrlCheckFactory
from tests.factories.statistics import make_statistician
from tests.factories.suppliers import SupplierFactory
from tests.factories.workbooks import PackageFactory


@dataclass(frozen=True)
class Job:
    """row: what is leased. slow: the dotted path of the function that takes its time. work, retry: at a moment."""

    kind: JobKind[Any]
    row: Any
    slow: str
    work: Callable[[datetime], object]
    retry: Callable[[datetime], bool]

    def again(self) -> Any:
        """The row as it is now."""
        return self.kind.rows().get(pk=self.row.pk)

    def is_owed(self) -> bool:
        return self.kind.rows().filter(self.kind.owed, pk=self.row.pk, put_aside_at=None).exists()


def a_mail(**_: Any) -> Job:
    owed = mail.owe(to="ada@example.org", template="letter", subject="Your code", body="1234")
    return Job(
        delivery.JOB, owed, "django.core.mail.EmailMessage.send",
        lambda now: mail.deliver(owed.pk, now=now), lambda now: delivery.retry(owed.pk, now=now),
    )  # fmt: skip


def a_risk_run(**_: Any) -> Job:
    organisation = SupplierFactory().organisation
    run, _new = RiskRun.objects.update_or_create(
        organisation=organisation, defaults={"event": "import", "asked_at": NOW}
    )
    return Job(
        risk_job.JOB, run, "compliance.suppliers.services.risk.compute_scores",
        lambda now: risk_job.run(organisation.pk, now=now), lambda now: risk_job.retry(organisation, now=now),
    )  # fmt: skip


def a_proof(**_: Any) -> Job:
    proof = ControlProofFactory(
        method=ProofMethod.DNS, needs_staff=False, state=ProofState.CHECKING, domain="goods.example", code="abc"
    )
    world = domain_verification.Probes(domain_verification.Network(), lambda name: [])
    return Job(
        domain_verification.JOB, proof, "compliance.organisations.services.domain_verification._has_record",
        lambda now: domain_verification.verify_domain(proof_id=proof.pk, at=now, probes=world),
        lambda now: domain_verification.retry(proof.pk, now=now),
    )  # fmt: skip


def a_render(**_: Any) -> Job:
    publication = PublicationFactory(documents=False)
    return Job(
        pdf_job.JOB, Render.objects.get(publication=publication), "portal.core.pdf.render_pdf_in_sandbox",
        lambda now: pdf_job.make_pdfs(publication.pk, now=now), lambda now: pdf_job.retry(publication),
    )  # fmt: skip


def an_address(**_: Any) -> Job:
    check = UrlCheckFactory(is_waiting=True, opened=None, finding="", looked_at=None)
    return Job(
        url_check_job.JOB, check, "portal.core.safe_fetch.fetch",
        lambda now: url_check_job.check_url(check.pk, now=now), lambda now: url_check_job.retry(check.pk, now=now),
    )  # fmt: skip


def an_upload(*, member: Any, **_: Any) -> Job:
    upload = services_upload.receive_upload(
        plan_files.SimpleUploadedFile("list.xlsx", workbook(Suppliers=SUPPLIERS)),
        organisation=member.organisation, token=uuid4(), kind="auto", by=member.user, at=NOW,
    )  # fmt: skip
    return Job(
        import_job.JOB, upload, "compliance.workbooks.sandbox_reader.read_workbook",
        lambda now: import_job.work_on_import(upload.pk, clock=lambda: now),
        lambda now: import_job.retry(upload, now=now),
    )  # fmt: skip


def a_package(*, member: Any, **_: Any) -> Job:
    plan_files.suppliers_with_actions(member.organisation, 2)
    package = PackageFactory(organisation=member.organisation, state="waiting", file=None)
    return Job(
        package_job.JOB, package, "compliance.workbooks.action_plans.render_supplier_plan",
        lambda now: package_job.make_package(package.pk, clock=lambda: now),
        lambda now: package_job.retry(package, now=now),
    )  # fmt: skip


def a_preparation(**_: Any) -> Job:
    period = parse_period("2024-01")
    asked = preparation_job.request_preparation(period=period, actor=make_statistician(), at=timezone.now())
    return Job(
        preparation_job.JOB, asked, "compliance.statistics.services.preparation.build_release",
        lambda now: preparation_job.run(asked.pk, clock=lambda: now),
        lambda now: protocol.retry(preparation_job.JOB, pk=asked.pk, now=now),
    )  # fmt: skip


def an_archive(*, member: Any, **_: Any) -> Job:
    archive = export_job.request_export(organisation=OrganisationFactory(), by=member.user, at=timezone.now())
    return Job(
        export_job.JOB, archive, "compliance.archive.storage.save_archive",
        lambda now: export_job.make_export(archive.pk, clock=lambda: now),
        lambda now: export_job.retry(archive, now=now),
    )  # fmt: skip


def an_export(*, member: Any, **_: Any) -> Job:
    export = ExportFactory(organisation=member.organisation, kind="action-plan", asked_by=member.user, state="waiting")
    return Job(
        organisations_export_job.JOB, export, "compliance.workbooks.writing.plan.render_workbook",
        lambda now: organisations_export_job.make_export(export.pk, clock=lambda: now),
        lambda now: organisations_export_job.retry(export, now=now),
    )  # fmt: skip


def a_search(**_: Any) -> Job:
    organisation = SupplierFactory().organisation
    duplicate_job.request_search(organisation, at=NOW)
    return Job(
        duplicate_job.JOB, DuplicateSearch.objects.get(), "compliance.suppliers.services.duplicates.find_pairs",
        lambda now: duplicate_job.run(organisation.pk, clock=lambda: now),
        lambda now: duplicate_job.retry(organisation, now=now),
    )  # fmt: skip


def a_look_up(*, monkeypatch: Any = None, **_: Any) -> Job:
    organisation = SupplierFactory().organisation
    company_lookup.request_lookup(organisation, at=NOW)
    return Job(
        company_lookup.JOB, CompanyLookup.objects.get(), "compliance.organisations.companies_house.search_companies",
        lambda now: company_lookup.run(organisation.pk, clock=lambda: now),
        lambda now: company_lookup.retry(organisation, now=now),
    )  # fmt: skip


KINDS = [
    a_mail, a_risk_run, a_proof, a_render, an_address, an_upload, a_package, an_archive, an_export, a_search,
    a_look_up, a_preparation,
]  # fmt: skip


def let_the_world_answer(monkeypatch: Any) -> None:
    """Nothing is fetched and nothing is drawn; what takes long answers at once."""
    page = url_check_job.Page("https://goods.example/modern-slavery", 200, b"ours")
    monkeypatch.setattr("compliance.organisations.companies_house.search_companies", lambda *_, **__: [])
    monkeypatch.setattr("portal.core.safe_fetch.fetch", lambda *_, **__: page)
    monkeypatch.setattr("portal.core.pdf.render_pdf_in_sandbox", lambda *_, **__: b"%PDF-1.7")


def kill(job: Job, now: datetime, monkeypatch: Any) -> None:
    """Have a worker die in its slow step: nothing of ours catches what ends a process."""
    with monkeypatch.context() as dying, suppress(SystemExit):
        dying.setattr(job.slow, _raise(SystemExit()))
        job.work(now)
        raise AssertionError("the slow step was not reached")


def break_down(job: Job, now: datetime, monkeypatch: Any) -> None:
    """Have the slow step fail, as a disk that is full would."""
    with monkeypatch.context() as broken, suppress(OSError):
        broken.setattr(job.slow, _raise(OSError("No room")))
        job.work(now)


def _raise(error: BaseException) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    return fail
