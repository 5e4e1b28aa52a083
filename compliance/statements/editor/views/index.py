"""All statements of an organisation, and beginning one."""

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView, TemplateView

from compliance.organisations.models import ScopeAnswer
from compliance.organisations.permissions import is_writer
from compliance.organisations.rules.publication_deadline import get_due_date
from compliance.organisations.rules.scope import is_statement_not_required
from compliance.organisations.tenancy import OrganisationMixin, get_membership, get_rows
from compliance.statements.choices import AmendmentKind, SectionCode, State
from compliance.statements.core.forms.section import SectionContext
from compliance.statements.core.views import VersionMixin, get_other_periods, today
from compliance.statements.editor.forms.start import FULL, SHORT, AmendForm, StartForm
from compliance.statements.editor.services import draft
from compliance.statements.external_statements import services as earlier
from compliance.statements.groups.services import get_awaiting_approval, get_covering_statements
from compliance.statements.models import EarlierText, EarlierYear, Section, Version
from compliance.statements.permissions import can_add_earlier_years, can_amend, can_start
from compliance.statements.publication import ical
from compliance.statements.rules.financial_year import parse_day as of_iso
from compliance.statements.types import FormKwargs, Initial
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import InvalidFormMixin, see_other


@dataclass(frozen=True)
class Row:
    version: Version
    ends_on: date | None
    due_on: date | None
    is_late: bool
    is_spared: bool
    is_public: bool
    address: str


class StatementList(OrganisationMixin, TemplateView):
    template_name = "statements/list.html"

    def get_context_data(self, **kwargs) -> Context:
        return super().get_context_data(
            rows=self.statements(),
            can_start=can_start(self.membership),
            **self.earlier_years(),
            can_add_earlier=can_add_earlier_years(self.membership),
            listed=earlier.get_claimable_listings(self.organisation),
            covered=get_covering_statements(self.organisation),
            waiting=get_awaiting_approval(self.organisation),
            **kwargs,
        )

    def earlier_years(self) -> Context:
        """Return uploaded texts and years published elsewhere, each with whether the other is here too."""
        texts = get_rows(EarlierText, self.organisation).defer("texts", "goals")
        added = get_rows(EarlierYear, self.organisation)
        with_text, in_public = {text.year for text in texts}, {text.year for text in added}
        return {
            "earlier": [(text, text.year in in_public) for text in texts],
            "elsewhere": [(external_year, external_year.year in with_text) for external_year in added],
        }

    def statements(self) -> list[Row]:
        """Return one row a year: the version in progress, else the one that is public."""
        versions = get_rows(Version, self.organisation).exclude(state=State.DISCARDED).select_related("statement")
        public = set()
        newest: dict[int, Version] = {}
        for version in versions.order_by("-statement__year", "-number"):
            newest.setdefault(version.statement.year, version)
            if version.state == State.PUBLISHED:
                public.add(version.statement.year)
        ends = self.year_ends(list(newest.values()))
        outcomes = list(get_rows(ScopeAnswer, self.organisation).values_list("due_on", "outcome"))
        return [
            self.row(version, ends.get(version.pk), outcomes, is_public=version.statement.year in public)
            for version in newest.values()
        ]

    def year_ends(self, versions: list[Version]) -> dict[int, date | None]:
        periods = get_rows(Section, self.organisation).filter(version__in=versions, code=SectionCode.PERIOD)
        return {
            version: of_iso(answers.get("period_end")) for version, answers in periods.values_list("version", "answers")
        }

    def row(
        self, version: Version, ends_on: date | None, saved: list[tuple[date | None, str]], *, is_public: bool
    ) -> Row:
        expected = get_due_date(ends_on) if ends_on else None
        spared = is_statement_not_required(saved, expected)
        kwargs = {"organisation": self.organisation.slug, "year": version.statement.year}
        return Row(
            version=version,
            ends_on=ends_on,
            due_on=expected,
            is_late=bool(expected and expected < today() and not is_public and not spared),
            is_spared=spared,
            is_public=is_public,
            address=reverse("statements:tasks", kwargs=kwargs),
        )


class StartView(OrganisationMixin, InvalidFormMixin, FormView):
    template_name = "statements/start.html"
    form_class = StartForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not can_start(self.membership):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> FormKwargs:
        around = SectionContext(
            organisation_name=self.organisation.name,
            company_number=self.organisation.company_number,
            today=today(),
            periods=get_other_periods(self.organisation, None),
        )
        extra = {"organisation": self.organisation, "around": around, "published": self.published()}
        return super().get_form_kwargs() | extra

    def get_context_data(self, **kwargs) -> Context:
        return super().get_context_data(withdrawn=self.withdrawn, **kwargs)

    @cached_property
    def withdrawn(self) -> Version | None:
        """Return the withdrawn version of the year that the address asks to begin again."""
        again = self.request.GET.get("again", "")
        if not re.fullmatch(r"[0-9]{4}", again):
            return None
        versions = get_rows(Version, self.organisation).filter(state=State.WITHDRAWN, statement__year=int(again))
        return versions.select_related("statement").first()

    def as_withdrawn(self, version: Version) -> Initial:
        """Return the same days, kind and path once more, for the form."""
        period = get_rows(Section, self.organisation).filter(version=version, code=SectionCode.PERIOD).first()
        answers = period.answers if period else {}
        return {
            "period_start": of_iso(answers.get("period_start")),
            "period_end": of_iso(answers.get("period_end")),
            "statement_kind": answers.get("statement_kind"),
            "path": SHORT if version.is_short else FULL,
        }

    def get_initial(self) -> Initial:
        if self.withdrawn:
            return self.as_withdrawn(self.withdrawn)
        around = get_other_periods(self.organisation, None)
        surroundings = SectionContext(self.organisation.name, "", today(), periods=around)
        return StartForm._suggestion(self.organisation, surroundings)

    def published(self) -> list[Version]:
        """Return the versions that can be copied, the newest first."""
        versions = get_rows(Version, self.organisation).filter(state=State.PUBLISHED).select_related("statement")
        return list(versions.order_by("-statement__year"))

    def form_valid(self, form: StartForm) -> HttpResponse:
        values = form.cleaned_data
        try:
            version = draft.start(
                organisation=self.organisation,
                actor=self.request.user,
                at=timezone.now(),
                period_start=values["period_start"],
                period_end=values["period_end"],
                kind=values["statement_kind"],
                is_short=values["path"] == SHORT,
                copy_from=form.copy_from,
            )
        except draft.AlreadyStarted as begun:
            version = begun.version
        except ActionRefused as refusal:
            form.add_error("period_end", refusal.sentence)
            return self.form_invalid(form)
        kwargs = {"organisation": self.organisation.slug, "year": version.statement.year}
        return see_other(reverse("statements:tasks", kwargs=kwargs))


class AmendView(VersionMixin, InvalidFormMixin, FormView):
    template_name = "statements/amend.html"
    form_class = AmendForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not can_amend(self.membership, self.version):
            return self.refuse(self.why_not())
        return super().dispatch(request, *args, **kwargs)

    def why_not(self) -> ActionRefused:
        """Return why the newest version cannot be amended: it is a draft in progress, or was withdrawn."""
        if self.version.state == State.WITHDRAWN:
            return ActionRefused(
                _("This statement was withdrawn, so it cannot be changed. Start a new version instead.")
            )
        return draft.AlreadyStarted(self.version)

    def form_valid(self, form: AmendForm) -> HttpResponse:
        values = form.cleaned_data
        try:
            draft.amend(
                version=self.version,
                actor=self.request.user,
                at=timezone.now(),
                kind=values["kind"],
                note=values["note"],
            )
        except draft.AlreadyStarted as refusal:
            return self.refuse(refusal)
        except ActionRefused as refusal:
            form.add_error("kind", refusal.sentence)
            return self.form_invalid(form)
        if values["kind"] == AmendmentKind.LINK_OR_CONTACT:
            return self.go("section", section=SectionCode.WEB)
        return self.go("tasks")


@require_safe
def expected_day(request: HttpRequest, organisation: str, day: str) -> HttpResponse:
    """Return the day a statement is expected as a calendar file; the reminder mails lead here."""
    organisation_ = get_membership(request, organisation).organisation
    expected = of_iso(day)
    if expected is None:
        raise Http404
    address = reverse("statements:list", kwargs={"organisation": organisation_.slug})
    event = ical.all_day_event(
        uid=f"{organisation_.uuid}@{expected.isoformat()}",
        day=expected,
        title=_("Modern slavery statement expected: %(name)s") % {"name": organisation_.name},
        text=_("Six months after the year end. Start early: the board has to approve it."),
        address=f"{settings.SITE_URL}{address}",
        made_at=organisation_.created_at,
    )
    response = HttpResponse(event, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="statement-{expected.isoformat()}.ics"'
    return response
