"""The three doors at which strangers hand in files, each through its own page.

A reporter's files; files beside a business's audit; workbooks, which a job reads.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from compliance.audits.models import Audit, AuditFile
from compliance.concerns.models import ConcernFile
from compliance.organisations.models import Organisation
from compliance.workbooks.models import Import, StagedRow
from tests.factories.concerns import Reporter


@dataclass
class Doors:
    """capture: lets the jobs run that a request owes."""

    reporter: Reporter
    browser: Client
    organisation: Organisation
    audit: Audit
    capture: Callable

    def told(self, name: str, body: bytes, **ticks: str) -> str:
        """What the page of a reporter says to a file; empty where it was taken."""
        before, sent = ConcernFile.objects.count(), {"file": SimpleUploadedFile(name, body), "token": uuid4(), **ticks}
        sent["shown_for"] = self.reporter.shown_for_draft
        response = self.reporter.client.post("/r/9", sent)
        assert response.status_code in {303, 422}, response.status_code
        assert (ConcernFile.objects.count() > before) == (response.status_code == 303)
        return "" if response.status_code == 303 else response.text

    def attached(self, name: str, body: bytes) -> str:
        """The same of a page of a business."""
        before, own = AuditFile.objects.count(), (self.organisation.slug, self.audit.uuid)
        upload = SimpleUploadedFile(name, body)
        response = self.browser.post(reverse("audits:attach", args=own), {"file": upload})
        assert response.status_code in {303, 422}, response.status_code
        assert (AuditFile.objects.count() > before) == (response.status_code == 303)
        return "" if response.status_code == 303 else response.text

    def listed(self, body: bytes, name: str = "list.xlsx") -> Import:
        """The upload of a workbook, once the job has read it."""
        sent = {"file": SimpleUploadedFile(name, body), "kind": "auto", "token": uuid4()}
        with self.capture(execute=True):
            response = self.browser.post(reverse("workbooks:new", args=[self.organisation.slug]), sent)
        assert response.status_code == 302, response.status_code
        return Import.objects.latest("received_at")

    def page_of(self, upload: Import) -> str:
        return self.browser.get(reverse("workbooks:upload", args=[self.organisation.slug, upload.uuid])).text

    def refused(self, body: bytes, name: str = "list.xlsx") -> str:
        """The code with which a workbook was refused; the page says why, and nothing of it is staged."""
        upload = self.listed(body, name)
        assert upload.state == "failed", f"{upload.state} {upload.counts}"
        page = self.page_of(upload)
        assert "Traceback" not in page and "govuk-template" in page
        assert not StagedRow.objects.filter(upload=upload).exists()
        return upload.error["code"]
