"""Who asked in writing for a copy, when it is due, and whether it was sent (s.54(8))."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView

from compliance.organisations.tenancy import OrganisationMixin, get_rows
from compliance.statements.core.views import today
from compliance.statements.models import CopyRequest
from compliance.statements.permissions import can_log_copies
from compliance.statements.publication.forms.copy_requests import CopyRequestForm, CopySentForm
from compliance.statements.publication.services import copy_requests
from compliance.statements.types import FormKwargs, Initial
from portal.core import rate_limits
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import InvalidFormMixin, see_other


class CopyList(OrganisationMixin, ListView):
    template_name = "statements/copies.html"
    context_object_name = "requests"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[CopyRequest]:
        return get_rows(CopyRequest, self.organisation).select_related("added_by")

    def get_context_data(self, **kwargs) -> Context:
        return super().get_context_data(today=today(), can_log=can_log_copies(self.membership), **kwargs)


class CopyFormView(OrganisationMixin, InvalidFormMixin, FormView):
    """For those who write: back to the list when it is done."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not can_log_copies(self.membership):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> FormKwargs:
        return super().get_form_kwargs() | {"today": today()}

    def back(self) -> HttpResponse:
        return see_other(reverse("statements:copies", kwargs={"organisation": self.organisation.slug}))


class AddCopyView(CopyFormView):
    template_name = "statements/copy_add.html"
    form_class = CopyRequestForm

    def form_valid(self, form: CopyRequestForm) -> HttpResponse:
        values = form.cleaned_data
        copy_requests.add(
            organisation=self.organisation,
            received_on=values["received_on"],
            asked_by=values["asked_by"],
            email=values["email"],
            actor=self.request.user,
            at=timezone.now(),
        )
        messages.success(self.request, _("The request is logged."))
        return self.back()


class CopySentView(CopyFormView):
    template_name = "statements/copy_sent.html"
    form_class = CopySentForm

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.asked = get_object_or_404(get_rows(CopyRequest, self.organisation), uuid=kwargs["copy"])

    def get_form_kwargs(self) -> FormKwargs:
        return super().get_form_kwargs() | {"received_on": self.asked.received_on}

    def get_initial(self) -> Initial:
        return {"sent_on": today()}

    def get_context_data(self, **kwargs) -> Context:
        can_mail = bool(
            self.asked.email and not self.asked.sent_on and copy_requests.get_publication_to_send(self.organisation)
        )
        return super().get_context_data(asked=self.asked, can_mail=can_mail, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.mail() if request.POST.get("act") == "mail" else super().post(request, *args, **kwargs)

    def mail(self) -> HttpResponse:
        """Send the copy from here, to the address that was logged."""
        if wait := rate_limits.count_and_get_wait("copy_mail", self.organisation.pk):
            messages.warning(self.request, rate_limits.describe_wait(wait))
            return self.back()
        try:
            copy_requests.send_copy(request=self.asked, actor=self.request.user, at=timezone.now())
        except ActionRefused as refusal:
            messages.warning(self.request, refusal.sentence)
        else:
            messages.success(self.request, _("The copy is on its way by email, and marked as sent."))
        return self.back()

    def form_valid(self, form: CopySentForm) -> HttpResponse:
        try:
            copy_requests.mark_sent(
                request=self.asked,
                sent_on=form.cleaned_data["sent_on"],
                actor=self.request.user,
                at=timezone.now(),
            )
        except ActionRefused as refusal:
            messages.warning(self.request, refusal.sentence)
        else:
            messages.success(self.request, _("The copy is marked as sent."))
        return self.back()
