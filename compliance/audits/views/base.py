"""What the pages of audits share: the fence, the row at hand, and saving what somebody else may have changed."""

from abc import ABC, abstractmethod
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from compliance.audits import permissions
from compliance.audits.forms.versioned import RowForm
from compliance.audits.models import Action, Audit, Finding
from compliance.audits.selectors import querysets
from compliance.organisations.tenancy import OrganisationMixin, get_row
from compliance.organisations.views.base import get_user
from portal.core.exceptions import ActionRefused, EditConflict
from portal.core.views import render_form, see_other
from portal.history.selectors import entries_for_scope

HTTP_CONFLICT = 409


class AuditMixin(OrganisationMixin):
    """Finds the organisation's audit of the address, or answers 404."""

    audit: Audit

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.audit = get_row(Audit, self.organisation, kwargs["uuid"])
        self.audit.organisation = self.organisation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(audit=self.audit, **kwargs)


class FindingMixin(OrganisationMixin):
    """Finds the finding and its audit. shows_details: under an open A-alert its words are for few."""

    finding: Finding
    shows_details: bool

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = querysets.get_findings(self.organisation).filter(uuid=kwargs["uuid"]).first()
        if found is None:
            raise Http404
        self.take(found, has_alert=found.has_alert)  # type: ignore[attr-defined]  # annotated

    def take(self, finding: Finding, *, has_alert: bool) -> None:
        finding.audit.organisation = self.organisation
        self.finding, self.has_alert = finding, has_alert
        self.shows_details = permissions.can_see_details(self.membership, has_alert=has_alert)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            finding=self.finding, audit=self.finding.audit, shows_details=self.shows_details, **kwargs
        )


class ActionMixin(FindingMixin):
    action: Action

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        OrganisationMixin.setup(self, request, *args, **kwargs)
        found = querysets.prefetch_files(querysets.get_actions(self.organisation)).filter(uuid=kwargs["uuid"]).first()
        if found is None:
            raise Http404
        self.action = found
        self.take(found.finding, has_alert=found.has_alert)  # type: ignore[attr-defined]  # annotated

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(action=self.action, **kwargs)


class WriterMixin:
    """For those who may change something; a member who only reads gets 403."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_ever():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def may_ever(self) -> bool:
        return permissions.can_write(self.membership) and getattr(self, "shows_details", True)  # type: ignore[attr-defined]


class FormPage(ABC, TemplateView):
    """A page with one form of one row: typed, checked, saved by one call, or shown beside what somebody else saved.

    form_of makes the form, save calls the service and answers where to go on.
    """

    @abstractmethod
    def form_of(self, data: Any) -> Any: ...

    @abstractmethod
    def save(self, form: Any) -> HttpResponse: ...

    def may_use(self) -> str:
        """A sentence where the row's own state closes the page; an empty one where the page is open."""
        return ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sentence := self.may_use():
            messages.warning(request, sentence)
            return see_other(self.home())
        return self.show(self.form_of(None))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sentence := self.may_use():
            messages.warning(request, sentence)
            return see_other(self.home())
        form = self.form_of(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            return self.save(form)
        except EditConflict as conflict:
            return self.show_both(form, conflict.theirs)
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
            return self.show(form)

    def show(self, form: Any, **context: Any) -> HttpResponse:
        return render_form(self.request, self.get_template_names()[0], self.get_context_data(form=form, **context))

    def show_both(self, form: RowForm, theirs: models.Model) -> HttpResponse:
        differences = form.differences(theirs)
        response = self.show(form, differences=differences, is_conflict=True, theirs_by=self._who(theirs))
        response.status_code = HTTP_CONFLICT
        return response

    def _who(self, theirs: models.Model) -> Any:
        """The last line of history about the row: who, and when."""
        scope = self.organisation.uuid  # type: ignore[attr-defined]  # the fence set it
        return entries_for_scope(scope).filter(object_uuid=getattr(theirs, "uuid", None)).first()

    @abstractmethod
    def home(self) -> str: ...


def page_url(name: str, organisation: str, *args: Any) -> str:
    return reverse(name, args=[organisation, *args])


def get_today() -> date:
    return timezone.localdate()


def get_actor(request: HttpRequest) -> Any:
    return get_user(request)
