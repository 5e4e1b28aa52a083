"""The base of audit pages: the fence, the row, and saving what somebody else may have changed."""

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
from portal.core.types import Context
from portal.core.views import render_form, see_other
from portal.history.selectors import entries_for_scope

HTTP_CONFLICT = 409


class ReaderMixin(OrganisationMixin):
    """Lets in members who may read the register of audits."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not permissions.can_read(self.membership):
            raise PermissionDenied


class AuditMixin(ReaderMixin):
    """Finds the organisation's audit of the address, or answers 404."""

    audit: Audit

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.audit = get_row(Audit, self.organisation, kwargs["uuid"])
        self.audit.organisation = self.organisation

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(audit=self.audit, **kwargs)


class FindingMixin(ReaderMixin):
    """Finds the finding and its audit. shows_details: under an open A-alert only few may read its words."""

    finding: Finding
    shows_details: bool

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        finding = querysets.get_findings(self.organisation).filter(uuid=kwargs["uuid"]).first()
        if finding is None:
            raise Http404
        self.set_finding(finding, has_alert=finding.has_alert)  # type: ignore[attr-defined]  # annotated

    def set_finding(self, finding: Finding, *, has_alert: bool) -> None:
        """Set the finding, and whether the member may read its details."""
        finding.audit.organisation = self.organisation
        self.finding, self.has_alert = finding, has_alert
        self.shows_details = permissions.can_see_details(self.membership, has_alert=has_alert)

    def get_context_data(self, **kwargs: Any) -> Context:
        alert = querysets.get_open_alerts(self.finding).first() if self.has_alert and self.shows_details else None
        return super().get_context_data(
            finding=self.finding,
            audit=self.finding.audit,
            has_alert=self.has_alert,
            alert=alert,
            shows_details=self.shows_details,
            **kwargs,
        )


class ActionMixin(FindingMixin):
    """Finds the action, its finding and its audit."""

    action: Action

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        ReaderMixin.setup(self, request, *args, **kwargs)
        action = querysets.prefetch_files(querysets.get_actions(self.organisation)).filter(uuid=kwargs["uuid"]).first()
        if action is None:
            raise Http404
        self.action = action
        self.set_finding(action.finding, has_alert=action.has_alert)  # type: ignore[attr-defined]  # annotated

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(action=self.action, **kwargs)


class WriterMixin:
    """Lets in only those who may change something; another member gets 403."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_permitted():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def is_permitted(self) -> bool:
        """Return whether the member may ever do this, whatever the row's state."""
        return permissions.can_write(self.membership) and getattr(self, "shows_details", True)  # type: ignore[attr-defined]


class FormPage(ABC, TemplateView):
    """A page with one form of one row: typed, checked, saved by one call, or shown beside what somebody else saved.

    get_form makes the form, save calls the service and answers where to go on.
    """

    @abstractmethod
    def get_form(self, data: Any) -> Any: ...

    @abstractmethod
    def save(self, form: Any) -> HttpResponse: ...

    def get_closed_reason(self) -> str:
        """Return a sentence where the row's own state closes the page, and an empty one where the page is open."""
        return ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sentence := self.get_closed_reason():
            messages.warning(request, sentence)
            return see_other(self.get_return_url())
        return self.render_page(self.get_form(None))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sentence := self.get_closed_reason():
            messages.warning(request, sentence)
            return see_other(self.get_return_url())
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.render_page(form)
        try:
            return self.save(form)
        except EditConflict as conflict:
            return self.render_conflict(form, conflict.theirs)
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
            return self.render_page(form)

    def render_page(self, form: Any, **context: Any) -> HttpResponse:
        """Return the page with the form."""
        return render_form(self.request, self.get_template_names()[0], self.get_context_data(form=form, **context))

    def render_conflict(self, form: RowForm, theirs: models.Model) -> HttpResponse:
        """Return the page with the typed and the saved values side by side."""
        differences = form.differences(theirs)
        response = self.render_page(form, differences=differences, is_conflict=True, theirs_by=self._who(theirs))
        response.status_code = HTTP_CONFLICT
        return response

    def _who(self, row: models.Model) -> Any:
        """The last line of history about the row: who, and when."""
        scope = self.organisation.uuid  # type: ignore[attr-defined]  # the fence set it
        return entries_for_scope(scope).filter(object_uuid=getattr(row, "uuid", None)).first()

    @abstractmethod
    def get_return_url(self) -> str: ...


def page_url(name: str, organisation: str, *args: Any) -> str:
    """Return the address of a page of the organisation."""
    return reverse(name, args=[organisation, *args])


def get_today() -> date:
    """Return today's local date."""
    return timezone.localdate()


def get_actor(request: HttpRequest) -> Any:
    """Return the signed-in user."""
    return get_user(request)
