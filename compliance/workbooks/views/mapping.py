"""Ask which row holds the headers and which column is which (…/columns/), and what the columns do not say (…/audit/).

Also list what was answered before, to be reviewed and removed.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from compliance.organisations.tenancy import OrganisationMixin, get_rows
from compliance.workbooks.choices import Kind, State
from compliance.workbooks.columns import sheet_kinds
from compliance.workbooks.forms.mapping import AuditForm, ColumnsForm, HeaderForm
from compliance.workbooks.labels import COLUMN_LABELS
from compliance.workbooks.messages import SheetHead
from compliance.workbooks.models import SavedMapping
from compliance.workbooks.permissions import can_answer, can_upload
from compliance.workbooks.selectors.preview import describe_value
from compliance.workbooks.services import commands, mappings
from compliance.workbooks.views.uploads import UploadMixin
from portal.core.exceptions import ActionRefused
from portal.core.types import Context


class QuestionView(UploadMixin, TemplateView):
    """Ask about a sheet that is not clear: the one that the address names, else the widest."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_upload(self.membership):
            raise PermissionDenied
        if self.upload.state not in (State.MAPPING_NEEDED, State.PREVIEW) or not self.upload.heads:
            return self.back()
        if not can_answer(self.membership, self.upload):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def number(self) -> int:
        """Return the number of the sheet, from 0."""
        heads = self.upload.heads
        return next(
            (number for number in range(len(heads)) if self.request.GET.get("sheet") == str(number)),
            max(range(len(heads)), key=lambda number: _width(heads[number])),
        )

    @property
    def sheet_head(self) -> SheetHead:
        return self.upload.heads[self.number]

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(head=self.sheet_head, number=self.number, **kwargs)

    def refused(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _width(head: SheetHead) -> int:
    """Return how many cells its fullest row has."""
    return max((sum(map(bool, values)) for _number, values in head["rows"]), default=0)


class ColumnsView(QuestionView):
    """Ask which column is which.

    The header row and the kind are in the address, so that Back and a shared link keep them.
    """

    template_name = "workbooks/columns.html"

    def header_form(self) -> HeaderForm:
        answer = self.request.GET if "row" in self.request.GET else None
        kind = Kind.SUPPLIERS if self.upload.kind == Kind.AUTO else self.upload.kind
        return HeaderForm(answer, rows=self.sheet_head["rows"], initial={"sheet": self.number, "kind": kind})

    def columns_form(self, header: HeaderForm, data: Any = None) -> ColumnsForm | None:
        if not (header.is_bound and header.is_valid()):
            return None
        kind, number = header.cleaned_data["kind"], header.cleaned_data["row"]
        return ColumnsForm(data, kind=kind, row=number, values=header.rows[number])

    def get_context_data(self, **kwargs: Any) -> Context:
        header = self.header_form()
        form = kwargs.pop("form", None) or self.columns_form(header)
        sheets = [head["sheet"] for head in self.upload.heads]
        return super().get_context_data(header=header, form=form, sheets=sheets, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.columns_form(self.header_form(), request.POST)
        if form is None:
            raise Http404
        if not form.is_valid():
            return self.refused(form)
        try:
            commands.save_column_answer(
                self.upload, fingerprint=form.fingerprint, kind=form.kind, columns=form.columns(),
                constants=form.constants(), by=request.user, at=timezone.now(),
            )  # fmt: skip
        except ActionRefused as refusal:
            messages.warning(request, refusal.sentence)
        return self.back()


class AuditView(QuestionView):
    """Ask which audit the findings are of, where no column and no line above the header says so."""

    template_name = "workbooks/audit.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.upload.heads and not self.sheet_head.get("lacks"):
            return self.back()
        return super().dispatch(request, *args, **kwargs)

    def form(self, data: Any = None) -> AuditForm:
        today = timezone.localdate(self.upload.received_at)
        return AuditForm(data, lacks=self.sheet_head["lacks"], today=today, initial=self.upload.given)

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(**({"form": self.form()} | kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.refused(form)
        try:
            values = self.upload.given | form.given
            commands.save_audit_answer(self.upload, given=values, by=request.user, at=timezone.now())
        except ActionRefused as refusal:
            messages.warning(request, refusal.sentence)
        return self.back()


class MappingsView(OrganisationMixin, TemplateView):
    """List what was answered of columns, the newest first."""

    template_name = "workbooks/mappings.html"

    def get_context_data(self, **kwargs: Any) -> Context:
        saved = get_rows(SavedMapping, self.organisation).select_related("answered_by")
        described = [
            {
                "mapping": mapping,
                "kind": mapping.get_kind_display(),
                "used": [
                    (header, COLUMN_LABELS.get(column, column)) for header, column in mapping.columns.items() if column
                ],
                "constants": [
                    (
                        COLUMN_LABELS.get(column, column),
                        describe_value(sheet_kinds()[mapping.kind].column(column), value),
                    )
                    for column, value in mapping.constants.items()
                ],
                "unused": [header for header, column in mapping.columns.items() if not column],
            }
            for mapping in saved
        ]
        return super().get_context_data(mappings=described, can_upload=can_upload(self.membership), **kwargs)


class RemoveMappingView(OrganisationMixin, View):
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_upload(self.membership):
            raise PermissionDenied
        mapping = get_object_or_404(get_rows(SavedMapping, self.organisation), fingerprint=kwargs["fingerprint"])
        mappings.remove_mapping(mapping, by=request.user, at=timezone.now())
        messages.success(
            request, _("Column match removed. We’ll ask again the next time you upload a file with these columns.")
        )
        return redirect("workbooks:mappings", self.organisation.slug)
