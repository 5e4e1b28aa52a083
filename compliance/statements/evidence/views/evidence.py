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
from compliance.organisations.tenancy import OrganisationMixin, get_row, get_rows
from compliance.statements import permissions
from compliance.statements.choices import EDITABLE, SectionCode
from compliance.statements.core.forms.section import SectionInput
from compliance.statements.core.views import VersionMixin, get_revision, get_section_context, today
from compliance.statements.editor.views.section import INVALID, SectionView
from compliance.statements.evidence import labels as words
from compliance.statements.evidence import services as evidence
from compliance.statements.evidence.forms import UseAuditForm
from compliance.statements.evidence.register_snapshot import take_audit, take_snapshot
from compliance.statements.evidence.rules import audits as rules_audits
from compliance.statements.evidence.rules.changes import thaw_row
from compliance.statements.evidence.rules.register_snapshot import Period, RegisterSnapshot
from compliance.statements.evidence.rules.suggestion import Suggestion
from compliance.statements.evidence.sentences import format_date
from compliance.statements.evidence.views import panel
from compliance.statements.models import Evidence, Section, Version
from portal.core.exceptions import ActionRefused, EditConflict
from portal.core.types import Context
from portal.core.views import render_form, see_other

ROWS_SHOWN = 500
# What the service left as a person gave it.
LEFT_ALONE_REASONS = {
    "disclosure": gettext_lazy("The point keeps the answer you gave."),
    "measure": gettext_lazy("We did not add the measure: it already has a figure, or the list is full."),
    "text": gettext_lazy("We did not add the sentence: the text is already as long as it can be."),
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
            return self.refuse(ActionRefused(_("This text is not open for changes. Someone has sent it on.")))
        typed = request.POST.copy()
        typed.setdefault("is_complete", "no")
        page = SectionInput(self.section, get_section_context(self, self.section.code), data=typed)
        revision = get_revision(request.POST)
        chosen = self.chosen()
        if chosen is None:
            page.form.add_error(None, _("Your registers have changed since then. Look at what they suggest now."))
        if not page.is_valid() or chosen is None:
            return self.answer(page, status=INVALID, revision=revision)
        return self.use(page, chosen, revision)

    def chosen(self) -> Suggestion | None:
        wanted = self.request.POST.get("use", "")
        offers = panel.get_offered(self, self.section.code)
        return next((offer for offer in offers if panel.get_key(offer) == wanted), None)

    def use(self, page: SectionInput, chosen: Suggestion, revision: int) -> HttpResponse:
        period = panel.get_period(self.answers)
        try:
            used, left_alone = evidence.use_suggestion(
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
        except EditConflict:
            messages.warning(
                self.request, _("We did not use the evidence. Choose between the two texts first, then use it.")
            )
            return self.conflict(page, base_revision=revision)
        except ActionRefused as refusal:
            page.form.add_error(None, refusal.sentence)
            return self.answer(page, status=INVALID, revision=revision)
        tell(self.request, used, left_alone)
        return see_other(self.panel_address)


def tell(request: HttpRequest, used: Evidence, kept: list[str]) -> None:
    message = _("Saved, with evidence: %(kind)s. Read what was added, and change it where you know more.")
    messages.success(
        request,
        " ".join([message % {"kind": used.get_kind_display()}, *(str(LEFT_ALONE_REASONS[reason]) for reason in kept)]),
    )


class OneMixin(VersionMixin):
    evidence: Evidence

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.evidence = get_row(Evidence, self.organisation, kwargs["evidence"], version=self.version)
        self.evidence.version = self.version


class EvidenceView(OneMixin, TemplateView):
    """The rows as they were frozen, and what changed since."""

    template_name = "statements/evidence.html"

    def get_context_data(self, **kwargs) -> Context:
        row_of_draft = self.evidence
        held = take_snapshot(self.organisation, today=today())
        used = panel.list_used_evidence(self, [row_of_draft], held)[0]
        frozen = [] if used.is_shut else [thaw_row(row_) for row_ in row_of_draft.rows[:ROWS_SHOWN]]
        may_change = permissions.can_edit_section(self.membership, self.version, row_of_draft.section)
        return super().get_context_data(
            used=used,
            one=row_of_draft,
            section_title=row_of_draft.get_section_display(),
            lines=[(words.get_row_label(row_), words.format_values(row_)) for row_ in frozen],
            left_out=0 if used.is_shut else max(len(row_of_draft.rows) - ROWS_SHOWN, 0),
            may_take_away=may_change,
            **kwargs,
        )


class TakeAwayView(OneMixin, View):
    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(permissions.may_use_evidence_ever(self.membership))
        try:
            evidence.remove_evidence(evidence=self.evidence, actor=request.user, at=timezone.now())
        except ActionRefused as refusal:
            return self.refuse(refusal)
        messages.success(request, _("The evidence is removed. The text stays: change it if it no longer applies."))
        return self.go("section", section=self.evidence.section)


class UseAuditView(OrganisationMixin, TemplateView):
    """From an audit's page: choose the open draft and the section that it stands behind."""

    template_name = "statements/use_audit.html"
    audit: Audit

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.audit = get_row(Audit, self.organisation, kwargs["audit"])
        drafts = get_rows(Version, self.organisation).filter(state__in=EDITABLE).select_related("statement")
        self.drafts = {version.statement.year: version for version in drafts.order_by("-statement__year")}

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not permissions.may_use_evidence_ever(self.membership):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def held(self) -> RegisterSnapshot:
        return take_audit(self.audit)

    @cached_property
    def periods(self) -> dict[int, Period | None]:
        """Return the financial year of each open draft."""
        sections = get_rows(Section, self.organisation).filter(
            code=SectionCode.PERIOD, version__in=[version.pk for version in self.drafts.values()]
        )
        answers = dict(sections.values_list("version__statement__year", "answers"))
        return {year: panel.get_period({SectionCode.PERIOD: answers.get(year, {})}) for year in self.drafts}

    @property
    def own_days(self) -> Period:
        return Period(self.audit.ended_on, self.audit.ended_on)

    def chosen(self, section: str = "", period: Period | None = None) -> Suggestion | None:
        return rules_audits.suggest_from_audit(self.held, str(self.audit.uuid), section, period or self.own_days)

    def form(self, data: Any = None) -> UseAuditForm:
        years = {year: self.in_words(year, period) for year, period in self.periods.items()}
        return UseAuditForm(data, years=years, sections=panel.sections_of_one_audit())

    def in_words(self, year: int, period: Period | None) -> str:
        if period is None:
            return _("Statement for %(year)s") % {"year": year}
        label = _("Statement for %(year)s, for the year to %(day)s")
        if self.audit.ended_on not in period:
            label = _("Statement for %(year)s, for the year to %(day)s. The audit ended outside that year.")
        return label % {"year": year, "day": format_date(period.last)}

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
            except ActionRefused as refusal:
                form.add_error(None, refusal.sentence)
            except EditConflict:
                form.add_error(None, _("Someone has just saved this section. Try again."))
        return self.show(form)

    def use(self, chosen: dict[str, Any]) -> HttpResponse:
        period = self.periods[chosen["year"]]
        suggestion = self.chosen(chosen["section"], period)
        if suggestion is None:
            raise ActionRefused(_("This audit does not count: it is a draft, superseded, or has no report."))
        version = self.drafts[chosen["year"]]
        section = get_rows(Section, self.organisation).get(version=version, code=chosen["section"])
        used, left_alone = evidence.use_suggestion(
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
        tell(self.request, used, left_alone)
        location = {"organisation": self.organisation.slug, "year": chosen["year"], "section": section.code}
        return see_other(f"{reverse('statements:section', kwargs=location)}?panel=evidence#evidence")
