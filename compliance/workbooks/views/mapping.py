"""…/columns/: which row holds the headers, then which column is which."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from compliance.workbooks.choices import State
from compliance.workbooks.forms.mapping import ColumnsForm, HeaderForm
from compliance.workbooks.permissions import can_upload
from compliance.workbooks.services import deciding
from compliance.workbooks.views.uploads import UploadMixin


class ColumnsView(UploadMixin, TemplateView):
    """The header row and the kind stand in the address, so that Back and a shared link keep them."""

    template_name = "workbooks/columns.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_upload(self.membership):
            raise PermissionDenied
        if self.upload.state != State.MAPPING_NEEDED or not self.upload.heads:
            return self.back()
        return super().dispatch(request, *args, **kwargs)

    @property
    def asked(self) -> dict[str, Any]:
        """The sheet asked about: the first without a known header."""
        return self.upload.heads[0]

    def header_form(self) -> HeaderForm:
        answer = self.request.GET if "row" in self.request.GET else None
        return HeaderForm(answer, rows=self.asked["rows"])

    def columns_form(self, header: HeaderForm, data: Any = None) -> ColumnsForm | None:
        if not (header.is_bound and header.is_valid()):
            return None
        kind, number = header.cleaned_data["kind"], header.cleaned_data["row"]
        return ColumnsForm(data, kind=kind, row=number, values=header.rows[number])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        header = self.header_form()
        columns = kwargs.pop("columns", None) or self.columns_form(header)
        return super().get_context_data(head=self.asked, header=header, columns=columns, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        columns = self.columns_form(self.header_form(), request.POST)
        if columns is None:
            raise Http404
        if not columns.is_valid():
            return self.render_to_response(self.get_context_data(columns=columns), status=422)
        try:
            deciding.answer_columns(
                self.upload, fingerprint=columns.fingerprint, kind=columns.kind, columns=columns.columns(),
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except deciding.Refusal as refusal:
            messages.warning(request, refusal.sentence)
        return self.back()
