"""Earlier years that were published elsewhere: adding one, taking it away, and its file for readers."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView, TemplateView

from compliance.organisations.tenancy import OrganisationMixin, get_row, get_rows
from compliance.statements.core.views import today
from compliance.statements.external_statements import services as earlier
from compliance.statements.external_statements.forms import EarlierYearForm
from compliance.statements.models import EarlierText, EarlierYear
from compliance.statements.permissions import can_add_earlier_years, can_start
from compliance.statements.register import selectors as register
from compliance.statements.register import selectors as register_selectors
from compliance.statements.register.views.register import with_hidden_notice
from compliance.statements.types import FormKwargs, Initial
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import InvalidFormMixin, see_other
from portal.files import pdf_cleaning
from portal.files import services as files
from portal.files.file_types import CLEANED, QUICK_SECONDS
from portal.files.models import StoredFile

PDF_ONLY = (replace(CLEANED[0], clean=pdf_cleaning.clean_quickly, seconds=QUICK_SECONDS),)


class EarlierMixin(OrganisationMixin):
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not can_add_earlier_years(self.membership):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def back(self) -> HttpResponse:
        return see_other(reverse("statements:list", kwargs={"organisation": self.organisation.slug}))


class AddView(EarlierMixin, InvalidFormMixin, FormView):
    template_name = "statements/earlier_add.html"
    form_class = EarlierYearForm

    def get_form_kwargs(self) -> FormKwargs:
        known = {"taken": earlier.get_taken_years(self.organisation), "legal_form": self.organisation.legal_form}
        return super().get_form_kwargs() | known | {"today": today()}

    def get_initial(self) -> Initial:
        """Prefill from the registry's line of the year that the address names, or from its uploaded text."""
        year = self.request.GET.get("year", "")
        listed = earlier.get_claimable_listings(self.organisation) if year.isascii() and year.isdigit() else []
        line = next((listing for listing in listed if str(listing.year) == year), None)
        if line is None:
            return self.of_text(year)
        return {"period_start": line.period_start, "period_end": line.period_end, "url": line.statement_url}

    def of_text(self, year: str) -> Initial:
        brought = get_rows(EarlierText, self.organisation)
        text = next((text for text in brought if str(text.year) == year), None)
        if text is None:
            return {}
        return {"period_start": text.period_start, "period_end": text.period_end, "url": text.statement_url}

    def form_valid(self, form: EarlierYearForm) -> HttpResponse:
        values = dict(form.cleaned_data)
        upload = values.pop("file")
        stored: AbstractContextManager[StoredFile | None] = nullcontext()
        if upload:
            stored = files.receive_with_record(
                upload, scope=self.organisation.uuid, by=self.request.user, kinds=PDF_ONLY
            )
        try:
            with stored as file:
                added = earlier.add(
                    organisation=self.organisation,
                    actor=self.request.user,
                    at=timezone.now(),
                    file=file,
                    details=earlier.EarlierYearDetails(**values),
                )
        except ValidationError as refused:
            form.add_error("file", refused)
        except ActionRefused as refusal:
            form.add_error("period_end", refusal.sentence)
        if form.errors:
            return self.form_invalid(form)
        messages.success(self.request, _("The year is added. Readers see it as published elsewhere."))
        if added.file and can_start(self.membership) and not self.has_text(added.year):
            return see_other(f"{reverse('statements:take_over', args=[self.organisation.slug])}?year={added.year}")
        return self.back()

    def has_text(self, year: int) -> bool:
        return get_rows(EarlierText, self.organisation).filter(year=year).exists()


class RemoveView(EarlierMixin, TemplateView):
    template_name = "statements/earlier_remove.html"

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.found = get_row(EarlierYear, self.organisation, kwargs["earlier"])

    def get_context_data(self, **kwargs) -> Context:
        return super().get_context_data(**kwargs | {"one": self.found})

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.POST.get("act") != "remove":
            return self.render_to_response(self.get_context_data(), status=422)
        earlier.remove(earlier=self.found, actor=request.user, at=timezone.now())
        messages.success(request, _("The year is removed."))
        return self.back()


@require_safe
@with_hidden_notice
def earlier_pdf(request: HttpRequest, organisation: str, year: int) -> HttpResponse:
    """Return the PDF that an organisation added for a year, as a download, like every file that people gave us."""
    owner = register.get_public_organisation(organisation)
    year_shown = (
        next(
            (
                external_year
                for external_year in register_selectors.get_external_years(owner)
                if external_year.year == year
            ),
            None,
        )
        if owner
        else None
    )
    if year_shown is None or year_shown.file is None:
        raise Http404
    return files.serve_publicly(year_shown.file)
