"""A version as a PDF: the draft itself, and what a board reads before it approves, with its checks and changes."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from compliance.statements.choices import SectionCode
from compliance.statements.core.previous_year import PreviousStatement
from compliance.statements.core.selectors import get_content, get_published_before
from compliance.statements.core.views import VersionMixin
from compliance.statements.figures import services as figures
from compliance.statements.presenters import figures as presenters_figures
from compliance.statements.presenters import prose
from compliance.statements.presenters import signoff as presenters_signoff
from compliance.statements.presenters.changes import changes, summarise
from compliance.statements.presenters.draft import draft_context
from compliance.statements.presenters.kpi_charts import measures_table
from compliance.statements.presenters.resolution import draft_resolution
from compliance.statements.presenters.tables import goal_tables
from compliance.statements.rubric.views.check import CheckView
from compliance.statements.rules.legal_forms import needs_approval
from compliance.statements.signoff.services import review
from compliance.statements.signoff.services.review import record_draft_pdf
from portal.core import pdf, rate_limits
from portal.core.exceptions import ActionRefused
from portal.core.types import Context

# What the first page has room for; the rest is counted there and follows.
MAX_LISTED = 8
# Characters of a section that is new or was rewritten: the pack has its text once.
MAX_CHANGE_LENGTH = 1200
FIRST_PAGE_WEIGHTS = ("must", "should")


class DrawnMixin(VersionMixin):
    """A PDF of the version as it is now, made while the person waits. record: who took it out of the portal."""

    def drawn(
        self, template: str, context: Mapping[str, Any], *, name: str, record: Callable[..., None]
    ) -> HttpResponse:
        if wait := rate_limits.count_and_get_wait("pdf", self.organisation.pk):
            return self.refuse(ActionRefused(rate_limits.describe_wait(wait)))
        html = render_to_string(template, {**context, **self.around()})
        try:
            body = pdf.render_pdf_in_sandbox(
                html,
                identifier=hashlib.sha256(html.encode()).digest()[:16],
                pictures=figures.get_draft_pictures(self.version.statement, context["figures"]),
            )
        except pdf.TooLong:
            return self.refuse(ActionRefused(_("The PDF would have too many pages. Shorten the text.")))
        except pdf.CannotRender:
            return self.refuse(ActionRefused(_("We could not make the PDF just now. Try again in a few minutes.")))
        record(version=self.version, actor=self.request.user, at=timezone.now())
        file = f"{self.organisation.slug}-{self.version.statement.year}-{name}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"}
        return HttpResponse(body, content_type="application/pdf", headers=headers)

    def around(self) -> Context:
        now = timezone.now()
        return {
            "version": self.version,
            "statement": self.version.statement,
            "made_on": prose.format_day(timezone.localdate(now)),
            "created": now.astimezone(UTC).isoformat(timespec="seconds"),
            "portal_name": settings.PORTAL_NAME,
        }


class DraftPdfView(DrawnMixin, View):
    """The statement alone, as its PDF will be; each page says that it is a draft."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        context = draft_context(self, presenters_figures.pdf_picture_name)
        return self.drawn("statements/draft_pdf.html", context, name="draft", record=record_draft_pdf)


class BoardPackView(DrawnMixin, CheckView):
    """Each check stands with its weight and reason; there is no sum of them.

    See docs/requirements/statements.md#board-pack.
    """

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        template = "statements/board_pack_pdf.html"
        return self.drawn(template, self.pack(), name="board-pack", record=review.record_board_pack)

    def pack(self) -> Context:
        content = get_content(self.version, self.answers)
        answers = content["answers"]
        published = get_published_before(self.version)
        earlier = PreviousStatement.from_publication(published) if published else self.last_statement
        legal_form = self.answers.get(SectionCode.SIGNOFF, {}).get("legal_form") or self.organisation.legal_form
        checks = self.get_context_data()
        changed = changes(earlier.content, earlier.as_known(content)) if earlier else []
        listed = [row for group in checks["groups"] if group.weight in FIRST_PAGE_WEIGHTS for row in group.open]
        count = sum(len(group.open) for group in checks["groups"] if group.weight != "pending")
        return {
            **checks,
            **draft_context(self, presenters_figures.pdf_picture_name),
            "measures": [table for table in (measures_table(answers.get("kpis") or []),) if table.rows],
            "goals": list(goal_tables(answers.get("goals") or [])),
            "earlier": earlier,
            "is_amended": published is not None,
            "changes": summarise(changed, max_length=MAX_CHANGE_LENGTH),
            "changed_headings": [change.heading for change in changed[:MAX_LISTED]],
            "more_changed": max(len(changed) - MAX_LISTED, 0),
            "open_checks": listed[:MAX_LISTED],
            "more_open": count - len(listed[:MAX_LISTED]),
            "resolution": draft_resolution(
                legal_form, name=self.organisation.name, period=prose.format_period(answers), number=self.version.number
            ),
            "needs_approval": needs_approval(legal_form),
            "fingerprint": presenters_signoff.fingerprint(self.version.content_hash)
            if self.version.content_hash
            else "",
        }
