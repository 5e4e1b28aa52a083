"""The task after publication: the government registry."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from compliance.organisations.permissions import is_writer
from compliance.statements import permissions
from compliance.statements.core.views import VersionMixin, today
from compliance.statements.permissions import can_record_registry
from compliance.statements.publication import documents
from compliance.statements.publication.views.publication import StandingMixin
from compliance.statements.registry import answers as registry_answers
from compliance.statements.registry.forms import RegistryForm
from compliance.statements.registry.services import submission
from compliance.statements.types import FormKwargs, Initial
from compliance.statements.vocabulary.registry import as_of
from portal.core.csv_cells import csv_lines
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import InvalidFormMixin


class RegistryView(VersionMixin, InvalidFormMixin, FormView):
    template_name = "statements/registry.html"
    form_class = RegistryForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not can_record_registry(self.membership, self.version):
            return self.refuse(ActionRefused(_("Publish the statement first, then add it to the government registry.")))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> FormKwargs:
        return super().get_form_kwargs() | {"today": today()}

    def get_initial(self) -> Initial:
        statement = self.version.statement
        return {
            "registry_submitted_on": statement.registry_submitted_on,
            "registry_url": statement.registry_url,
        }

    def form_valid(self, form: RegistryForm) -> HttpResponse:
        values = form.cleaned_data
        try:
            submission.record_registry(
                version=self.version,
                actor=self.request.user,
                submitted_on=values["registry_submitted_on"],
                url=values["registry_url"],
            )
        except ActionRefused as refusal:
            return self.refuse(refusal)
        messages.success(self.request, _("Saved."))
        return self.go("tasks")


class RegistryAnswersView(StandingMixin, TemplateView):
    """What the government registry asks, with the answers to copy there."""

    template_name = "statements/registry_answers.html"

    def get_context_data(self, **kwargs) -> Context:
        return super().get_context_data(
            publication=self.publication,
            public_address=documents.address(self.publication),
            pages=registry_answers.build_pages(self.publication),
            warnings=registry_answers.get_warnings(self.publication, today=today()),
            as_of=as_of(),
            can_record=permissions.can_record_registry(self.membership, self.version),
            **kwargs,
        )


class RegistryTableView(StandingMixin, View):
    """The statement as rows of the registry's own file."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        lines = csv_lines(registry_answers.build_rows(self.publication))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        name = f"StatementSummaries{self.publication.year}-{self.organisation.slug}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
