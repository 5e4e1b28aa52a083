"""The task after publication: the government registry."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from compliance.organisations.permissions import is_writer
from compliance.statements.forms.registry import RegistryForm
from compliance.statements.permissions import can_record_registry
from compliance.statements.services import registry
from compliance.statements.services.steps import Refusal
from compliance.statements.views.base import VersionMixin, today
from portal.core.views import InvalidFormMixin


class RegistryView(VersionMixin, InvalidFormMixin, FormView):
    template_name = "statements/registry.html"
    form_class = RegistryForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not can_record_registry(self.membership, self.version):
            return self.refuse(Refusal(_("Publish the statement first, then add it to the government registry.")))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"today": today()}

    def get_initial(self) -> dict[str, Any]:
        statement = self.version.statement
        return {
            "registry_submitted_on": statement.registry_submitted_on,
            "registry_url": statement.registry_url,
        }

    def form_valid(self, form: RegistryForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            registry.record_registry(
                version=self.version,
                actor=self.request.user,
                submitted_on=given["registry_submitted_on"],
                url=given["registry_url"],
            )
        except Refusal as refusal:
            return self.refuse(refusal)
        messages.success(self.request, _("Saved."))
        return self.go("tasks")
