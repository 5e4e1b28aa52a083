"""Publishing, and what comes after it: the confirmation, the homepage link, next year's date, withdrawing."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView, TemplateView, View

from compliance.organisations.permissions import is_administrator, is_writer
from compliance.organisations.rules.publication_deadline import get_due_date, shift_year_end
from compliance.organisations.tenancy import get_membership, get_rows
from compliance.statements import permissions
from compliance.statements.choices import DocumentKind, Licence, SectionCode, State
from compliance.statements.core.views import VersionMixin, today
from compliance.statements.groups import services as members
from compliance.statements.models import Publication, UrlCheck
from compliance.statements.presenters import prose, signoff
from compliance.statements.presenters.draft import draft_context
from compliance.statements.publication import badge as publication_badge
from compliance.statements.publication import documents, ical, url_check_job
from compliance.statements.publication import selectors as publication_selectors
from compliance.statements.publication.forms.publication import HomepageLinkForm, PublishForm, WithdrawForm
from compliance.statements.publication.services import publish as services
from compliance.statements.rubric import services as checking
from compliance.statements.rubric.rules.check import blocking
from compliance.statements.rules.financial_year import parse_day
from compliance.statements.types import FormKwargs
from portal.accounts.reauthentication import RecentlyAuthenticatedMixin
from portal.core import rate_limits
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import InvalidFormMixin


class PublishView(VersionMixin, InvalidFormMixin, RecentlyAuthenticatedMixin, FormView):
    """Check your answers, confirm, publish. What publication waits for is said before the button is there."""

    template_name = "statements/publish.html"
    form_class = PublishForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_administrator(self.membership))
        if self.version.state in (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN):
            return self.go("published")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> FormKwargs:
        latest = publication_selectors.get_latest_licence(self.organisation)
        return super().get_form_kwargs() | {"legal_form": self.organisation.legal_form, "initial_licence": latest}

    def form_valid(self, form: PublishForm) -> HttpResponse:
        if wait := rate_limits.count_and_get_wait("pdf", self.organisation.pk):  # what is published is drawn as a PDF
            form.add_error(None, rate_limits.OverLimit(wait))
            return self.form_invalid(form)
        try:
            services.publish(
                version=self.version,
                actor=self.request.user,
                at=timezone.now(),
                licence=Licence(form.cleaned_data["licence"]),
            )
        except services.NotReady as refusal:
            return self.refuse(refusal, "publish")
        return self.go("published")

    def get_context_data(self, **kwargs) -> Context:
        web = self.answers.get(SectionCode.WEB, {})
        waits = services.get_blockers(version=self.version, at=timezone.now())
        due_on = _due_on(self.answers.get(SectionCode.PERIOD, {}).get("period_end"))
        is_voluntary = checking.is_voluntary(self.version, self.answers)
        return super().get_context_data(
            **draft_context(self),
            waits=waits,
            stopping=blocking(waits.results) if waits else [],
            without_approval=members.count_unapproved(self.version, self.answers.get(SectionCode.ORGANISATIONS, {})),
            web=web,
            **_own_page(self, web.get("statement_url") or ""),
            due_on=due_on,
            is_voluntary=is_voluntary,
            is_late=bool(due_on and due_on < today() and not is_voluntary),
            fingerprint=signoff.fingerprint(self.version.content_hash),
            **kwargs,
        )


class LookView(VersionMixin, View):
    """Have the statement's address on the own website opened once more; what was found is on the page."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(permissions.can_look(self.membership))
        page = "published" if request.POST.get("of") == "published" else "publish"
        back = page if page == "published" or is_administrator(self.membership) else "tasks"
        if wait := rate_limits.count_and_get_wait("url_check", self.organisation.pk):
            return self.refuse(ActionRefused(rate_limits.describe_wait(wait)), back)
        url = self.public_url() if page == "published" else self.answers.get(SectionCode.WEB, {}).get("statement_url")
        url_check_job.request_check(statement=self.version.statement, url=url or "", at=timezone.now(), is_again=True)
        return self.go(back)

    def public_url(self) -> str | None:
        publications = get_rows(Publication, self.organisation).filter(
            year=self.version.statement.year, is_current=True
        )
        return publications.filter(withdrawn_at=None).values_list("statement_url", flat=True).first()


class PublicationMixin(VersionMixin):
    """The year's publication that stands, or 404."""

    @cached_property
    def publication(self) -> Publication:
        publications = get_rows(Publication, self.organisation).filter(
            year=self.version.statement.year, is_current=True
        )
        publication = publications.select_related("version", "statement").first()
        if publication is None:
            raise Http404
        return publication


class StandingMixin(PublicationMixin):
    """The year's publication that stands; of one that was withdrawn, the page that says so."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if self.publication.withdrawn_at:
            return self.refuse(ActionRefused(_("This statement was withdrawn.")), "published")
        return super().dispatch(request, *args, **kwargs)


class PublishedView(PublicationMixin, TemplateView):
    """Where it stands in public, and what is left to do."""

    template_name = "statements/published.html"

    def get_context_data(self, **kwargs) -> Context:
        publication = self.publication
        year = get_rows(Publication, self.organisation).filter(year=publication.year).order_by("-published_at", "-pk")
        return super().get_context_data(
            publication=publication,
            public_address=documents.address(publication),
            period=prose.format_period(publication.content["answers"]),
            fingerprint=signoff.fingerprint(publication.content_hash),
            files=publication_selectors.get_files(publication),
            versions=year.without_texts(),
            **_link_to_copy(publication),
            **_own_page(self, publication.statement_url),
            next_due_on=_next_due_on(publication),
            can_confirm_link=is_writer(self.membership) and not publication.withdrawn_at,
            can_amend=permissions.can_amend(self.membership, publication.version),
            address_to_begin_again=self.address_to_begin_again,
            can_withdraw=permissions.can_withdraw(self.membership, publication.version),
            **kwargs,
        )


class CertificateView(StandingMixin, View):
    """The certificate of publication, for members; while there is none, the page that says why."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        certificate = publication_selectors.get_document(self.publication, DocumentKind.CERTIFICATE)
        if certificate is None:
            return self.refuse(ActionRefused(_("The certificate has not been made yet.")), "published")
        response = HttpResponse(certificate[1], content_type="application/pdf")
        name = f"certificate-of-publication-{self.organisation.slug}-{self.publication.year}.pdf"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
        return response


class HomepageLinkView(StandingMixin, InvalidFormMixin, FormView):
    template_name = "statements/homepage_link.html"
    form_class = HomepageLinkForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> FormKwargs:
        since = self.publication.first_published_on
        return super().get_form_kwargs() | {"today": today(), "since": since}

    def get_context_data(self, **kwargs) -> Context:
        return super().get_context_data(publication=self.publication, **_link_to_copy(self.publication), **kwargs)

    def form_valid(self, form: HomepageLinkForm) -> HttpResponse:
        try:
            services.confirm_homepage_link(
                statement=self.version.statement, actor=self.request.user, on=form.cleaned_data["on"]
            )
        except ActionRefused as refusal:
            return self.refuse(refusal, "published")
        messages.success(self.request, _("The link on the homepage is confirmed."))
        return self.go("published")


class WithdrawView(PublicationMixin, InvalidFormMixin, RecentlyAuthenticatedMixin, FormView):
    template_name = "statements/withdraw.html"
    form_class = WithdrawForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_administrator(self.membership))
        if not permissions.can_withdraw(self.membership, self.publication.version):
            return self.refuse(ActionRefused(_("This statement is not public.")), "published")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> Context:
        return super().get_context_data(publication=self.publication, **kwargs)

    def form_valid(self, form: WithdrawForm) -> HttpResponse:
        try:
            services.withdraw(
                version=self.publication.version,
                actor=self.request.user,
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except ActionRefused as refusal:
            return self.refuse(refusal, "published")
        messages.success(self.request, _("The statement is withdrawn. A notice with your reason stays at its address."))
        return self.go("published")


@require_safe
def next_year(request: HttpRequest, organisation: str, year: int) -> HttpResponse:
    """Return next year's expected date, for a calendar."""
    membership = get_membership(request, organisation)
    publications = get_rows(Publication, membership.organisation).filter(year=year, is_current=True)
    publication = publications.without_texts().first()
    if publication is None:
        raise Http404
    event = ical.all_day_event(
        uid=f"{publication.uuid}@next-year",
        day=_next_due_on(publication),
        title=_("Modern slavery statement expected: %(name)s") % {"name": publication.organisation_name},
        text=_("Six months after the year end. Start early: the board has to approve it."),
        address=documents.address(publication),
        made_at=publication.published_at,
    )
    response = HttpResponse(event, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="statement-{year + 1}.ics"'
    return response


def _own_page(view: VersionMixin, url: str) -> Context:
    """What is known of the statement's own address, where one is given."""
    seen = (
        get_rows(UrlCheck, view.organisation).filter(statement=view.version.statement, url=url).first() if url else None
    )
    return {"own_url": url, "own_page": seen, "can_look": bool(url) and permissions.can_look(view.membership)}


def _link_to_copy(publication: Publication) -> dict[str, str]:
    address = documents.address(publication)
    return {
        "badge": publication_badge.badge(address=address, period_end=publication.period_end),
        "link_in_words": publication_badge.badge_text(address=address),
    }


def _due_on(period_end: str | None) -> date | None:
    ends = parse_day(period_end)
    return get_due_date(ends) if ends else None


def _next_due_on(publication: Publication) -> date:
    return get_due_date(shift_year_end(publication.period_end, 12))
