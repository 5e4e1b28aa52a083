"""Jobs of statements: load by id, call one service."""

from django.tasks import task
from django.utils import timezone

from compliance.statements.publication import pdf_job, url_check_job


@task(backend="jobs", queue_name="pdf")
def make_pdf(publication_id: int) -> bool:
    """Make the PDFs of a publication. Running it twice makes them once."""
    return pdf_job.make_pdfs(publication_id, now=timezone.now())


@task(backend="jobs", queue_name="checks")
def open_address(check_id: int) -> bool:
    """Look whether the statement's own address opens. Running it twice looks once."""
    return url_check_job.check_url(check_id, now=timezone.now())
