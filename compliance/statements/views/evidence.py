"""Using what the registers hold in a section, reading the rows it rests on, taking it away; one audit from its page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from compliance.audits.models import Audit
from compliance.organisations.tenancy import OrganisationMixin, row, rows
from compliance.statements import evidence_words as words
from compliance.statements import permissions
from compliance.statements.choices import EDITABLE, SectionCode
from compliance.statements.evidence_sentences import long_date
from compliance.statements.forms.evidence import UseAuditForm
from compliance.statements.forms.section import SectionInput
from compliance.statements.models import Evidence, Section, Version
from compliance.statements.rules.evidence import visits
from compliance.statements.rules.evidence.changes import thawed
from compliance.statements.rules.evidence.held import Held, Period
from compliance.statements.rules.evidence.suggestion import Suggestion
from compliance.statements.services import draft, evidence
from compliance.statements.services.holdings import gather
from compliance.statements.services.steps import Refusal
from compliance.statements.views import evidence_panel
from compliance.statements.views.base import VersionMixin, surroundings, today
from compliance.statements.views.sections import INVALID, SectionView, revision_in
from portal.core.views import render_form, see_other

ROWS_SHOWN = 500
# What the service left as a person gave it.
KEPT = {
    "disclosure": gettext_lazy("The point keeps the answer that you gave."),
    "measure": gettext_lazy("The measure was not added: it has a figure already, or the list is full."),
    "text": gettext_lazy("The sentence was not added: the text is as long as it may be."),
}


class UseView(SectionView):
    """Saves what is typed in the section together with what a suggestion adds to it."""

    @property
    def shows_evidence(self) -> bool:
        return True

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return see_other(self.panel_address)

    @property
    def panel_address(self) -> str:
        return f"{self.address('section', section=self.section.code)}?panel=evidence#evidence"

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(permissions.may_use_evidence_ever(self.membership))
        if not self.may_write:
            return self.refuse(Refusal(_("This text is not open for changes. Somebody has sent it on.")))
        typed = request.POST.copy()
        typed.setdefault("is_complete", "no")
        page = SectionInput(self.section, surroundings(self, self.section.code), data=typed)
        revision = revision_in(request.POST)
        chosen = self.chosen()
        if chosen is None:
            page.form.add_error(None, _("This is no longer what your registers hold. Look at what they offer now."))
        if not page.is_valid() or chosen is None:
            return self.answer(page, status=INVALID, revision=revision)
        return self.use(page, chosen, revision)

    def chosen(self) -> Suggestion | None:
        wanted = self.request.POST.get("use", "")
        found = evidence_panel.offered(self, self.section.code)
        return next((one for one in found if evidence_panel.key_of(one) == wanted), None)

    def use(self, page: SectionInput, chosen: Suggestion, revision: int) -> HttpResponse:
        period = evidence_panel.period_of(self.answers)
        try:
            used, kept = evidence.use(
                section=self.section,
                actor=self.request.user,
                at=timezone.now(),
                today=today(),
                revision=revision,
                answers=page.answers,
                is_complete=page.is_complete,
                suggestion=chosen,
                period=period,  # type: ignore[arg-type]  # without one nothing is offered
                sees_all=permissions.can_see_alerted_evidence(self.membership),
            )
        except draft.Conflict:
            messages.warning(self.request, _("The evidence was not used. Settle the two texts first, then use it."))
            return self.conflict(page, base_revision=revision)
        except Refusal as refusal:
            page.form.add_error(None, refusal.sentence)
            return self.answer(page, status=INVALID, revision=revision)
        tell(self.request, used, kept)
        return see_other(self.panel_address)


def tell(request: HttpRequest, used: Evidence, kept: list[str]) -> None:
    said = _("Saved, with evidence: %(kind)s. Read what was added, and change it where you know more.")
    messages.success(request, " ".join([said % {"kind": used.get_kind_display()}, *(str(KEPT[one]) for one in kept)]))


class OneMixin(VersionMixin):
    evidence: Evidence

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.evidence = row(Evidence, self.organisation, kwargs["evidence"], version=self.version)
        self.evidence.version = self.version


class EvidenceView(OneMixin, TemplateView):
    """The rows as they were frozen, and what changed since."""

    template_name = "statements/evidence.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        one = self.evidence
        held = gather(self.organisation, today=today())
        used = evidence_panel.list_used(self, [one], held)[0]
        frozen = [] if used.is_shut else [thawed(kept) for kept in one.rows[:ROWS_SHOWN]]
        may_change = permissions.can_edit_section(self.membership, self.version, one.section)
        return super().get_context_data(
            used=used,
            one=one,
            section_title=one.get_section_display(),
            lines=[(words.row_name(kept), words.values_in_words(kept)) for kept in frozen],
            left_out=0 if used.is_shut else max(len(one.rows) - ROWS_SHOWN, 0),
            may_take_away=may_change,
            **kwargs,
        )


class TakeAwayView(OneMixin, View):
    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(permissions.may_use_evidence_ever(self.membership))
        try:
            evidence.take_away(evidence=self.evidence, actor=request.user, at=timezone.now())
        except Refusal as refusal:
            return self.refuse(refusal)
        messages.success(request, _("The evidence is taken away. The text stays: change it if it no longer holds."))
        return self.go("section", section=self.evidence.section)


class UseAuditView(OrganisationMixin, TemplateView):
    """From an audit's page: choose the open draft and the section that it stands behind."""

    template_name = "statements/use_audit.html"
    audit: Audit

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.audit = row(Audit, self.organisation, kwargs["audit"])
        drafts = rows(Version, self.organisation).filter(state__in=EDITABLE).select_related("statement")
        self.drafts = {version.statement.year: version for version in drafts.order_by("-statement__year")}

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not permissions.may_use_evidence_ever(self.membership):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def held(self) -> Held:
        return gather(self.organisation, today=today())

    @cached_property
    def periods(self) -> dict[int, Period | None]:
        """The financial year of each open draft."""
        told = rows(Section, self.organisation).filter(
            code=SectionCode.PERIOD, version__in=[version.pk for version in self.drafts.values()]
        )
        answers = dict(told.values_list("version__statement__year", "answers"))
        return {year: evidence_panel.period_of({SectionCode.PERIOD: answers.get(year, {})}) for year in self.drafts}

    @property
    def own_days(self) -> Period:
        return Period(self.audit.ended_on, self.audit.ended_on)

    def chosen(self, section: str = "", period: Period | None = None) -> Suggestion | None:
        return visits.of_one(self.held, str(self.audit.uuid), section, period or self.own_days)

    def form(self, data: Any = None) -> UseAuditForm:
        years = {year: self.in_words(year, period) for year, period in self.periods.items()}
        return UseAuditForm(data, years=years, sections=evidence_panel.sections_of_one_audit())

    def in_words(self, year: int, period: Period | None) -> str:
        if period is None:
            return _("Statement for %(year)s") % {"year": year}
        said = _("Statement for %(year)s, on the year to %(day)s")
        if self.audit.ended_on not in period:
            said = _("Statement for %(year)s, on the year to %(day)s. The audit ended outside that year.")
        return said % {"year": year, "day": long_date(period.last)}

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.show(self.form())

    def show(self, form: UseAuditForm) -> HttpResponse:
        context = self.get_context_data(
            form=form, audit=self.audit, counts=self.chosen() is not None, drafts=self.drafts
        )
        return render_form(self.request, self.template_name, context)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                return self.use(form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
            except draft.Conflict:
                form.add_error(None, _("Somebody saved this section just now. Send this again."))
        return self.show(form)

    def use(self, chosen: dict[str, Any]) -> HttpResponse:
        period = self.periods[chosen["year"]]
        suggestion = self.chosen(chosen["section"], period)
        if suggestion is None:
            raise Refusal(_("This audit does not count: it is a draft, superseded, or has no report."))
        version = self.drafts[chosen["year"]]
        section = rows(Section, self.organisation).get(version=version, code=chosen["section"])
        used, kept = evidence.use(
            section=section,
            actor=self.request.user,
            at=timezone.now(),
            today=today(),
            revision=section.revision,
            answers=section.answers,
            is_complete=section.is_complete,
            suggestion=suggestion,
            period=period or self.own_days,
            sees_all=False,
            writes_text=chosen["writes_text"] == "yes",
        )
        tell(self.request, used, kept)
        place = {"organisation": self.organisation.slug, "year": chosen["year"], "section": section.code}
        return see_other(f"{reverse('statements:section', kwargs=place)}?panel=evidence#evidence")
