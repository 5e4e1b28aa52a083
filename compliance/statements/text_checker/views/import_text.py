"""/o/<organisation>/statements/take-over/: the text of a statement that exists, split, corrected and then saved."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from compliance.organisations.rules.publication_deadline import shift_year_end
from compliance.organisations.tenancy import OrganisationMixin, get_row, get_rows
from compliance.statements import permissions
from compliance.statements.choices import EDITABLE, SectionCode
from compliance.statements.core.forms.section import SectionContext
from compliance.statements.core.selectors import get_answers
from compliance.statements.core.views import get_other_periods, today
from compliance.statements.editor.rules.goals import find_plans
from compliance.statements.models import EarlierText, EarlierYear, Version
from compliance.statements.rules.financial_year import parse_day
from compliance.statements.text_checker import services as taking
from compliance.statements.text_checker.forms.import_text import LAST_YEAR, SplitForm
from compliance.statements.text_checker.forms.upload import ExistingForm
from compliance.statements.text_checker.rules.facts import find_facts
from compliance.statements.text_checker.rules.split_sections import REST, split
from compliance.statements.types import Initial
from portal.core import rate_limits
from portal.core.exceptions import ActionRefused, EditConflict
from portal.core.types import Context
from portal.core.views import render_form, see_other, too_many_requests
from portal.files import services as files

SPLIT, ADDED = "split", "added"


class TakeOverView(OrganisationMixin, View):
    """Asks for the text, shows it split, saves it corrected. Between the pages it stands in the page alone."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not permissions.can_start(self.membership):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return render(request, "statements/existing/bring.html", self.context(form=ExistingForm()))

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self.save(request) if SPLIT in request.POST else self.show_split(request)

    def show_split(self, request: HttpRequest) -> HttpResponse:
        if wait := rate_limits.count_and_get_wait("statement_check", self.organisation.pk):
            return too_many_requests(request, wait)
        form = self.form_of_added() if ADDED in request.POST else ExistingForm(request.POST, request.FILES)
        if not form.is_valid():
            return render_form(request, "statements/existing/bring.html", self.context(form=form))
        parts = split(form.examined.marked)
        goals = {"goals": "\n".join(find_plans(parts))}
        period = self.period_in(form.examined.words) | self.suggested_period()
        return self.split_page(self.split_form(initial={"into": self.usual_use} | parts | goals | period))

    @property
    def usual_use(self) -> str:
        """Return the draft that has no text yet, for its text stands beside it then as well; else last year's."""
        empty = [version for version in self.drafts if not _has_text(version)]
        return str(empty[0].uuid) if len(empty) == 1 else LAST_YEAR

    def period_in(self, words: str) -> Initial:
        """Return the financial year that the text names, as a proposal."""
        facts = find_facts(words)
        days = {name: facts.get(name) for name in ("period_start", "period_end")}
        return {name: date.fromisoformat(str(day)) for name, day in days.items() if day}

    @cached_property
    def added(self) -> EarlierYear | None:
        """Return the year that the address names, where it was added as published elsewhere."""
        year = self.request.GET.get("year", "")
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            return None
        return get_rows(EarlierYear, self.organisation).filter(year=int(year)).select_related("file").first()

    def form_of_added(self) -> ExistingForm:
        """Return the form with the PDF that was added for the year, as if it had been chosen again."""
        try:
            stored = self.added.file if self.added else None
            chosen = {"file": SimpleUploadedFile(stored.name, files.read_body(stored))} if stored else {}
        except (files.FileNotScanned, files.FileUnavailable):
            chosen = {}
        form = ExistingForm({}, chosen)
        if not chosen:
            form.add_error("file", _("We cannot read the PDF you just added. Choose the file here"))
        return form

    def save(self, request: HttpRequest) -> HttpResponse:
        form = self.split_form(request.POST)
        if not form.is_valid():
            return self.split_page(form)
        try:
            return self.into_draft(form, form.version) if form.version else self.keep_earlier(form)
        except taking.EarlierTextExists as refusal:
            form.add_error("existing", refusal.sentence)
        except EditConflict:
            form.add_error("into", _("Someone has just saved a section of that draft. Look at it, and try again"))
        except ActionRefused as refusal:
            form.add_error("into", refusal.sentence)
        return self.split_page(form)

    def save_earlier(self, form: SplitForm, period: tuple[date, date], *, replaces: bool) -> EarlierText:
        values = form.cleaned_data
        words = "\n".join([*form.texts.values(), values[REST]])
        return taking.save_earlier_text(
            organisation=self.organisation,
            period=period,
            statement_url=values["statement_url"],
            texts=form.texts,
            goals=values["goals"],
            facts=find_facts(words, own_name=self.organisation.name, measured=form.texts["monitoring"]),
            replaces=replaces,
            actor=self.request.user,
            at=timezone.now(),
        )

    def keep_earlier(self, form: SplitForm) -> HttpResponse:
        period = (form.cleaned_data["period_start"], form.cleaned_data["period_end"])
        earlier = self.save_earlier(form, period, replaces=form.cleaned_data["existing"] == taking.REPLACE)
        sentence = _("The text of your statement for %(year)s now shows beside each section that you write.")
        messages.success(self.request, sentence % {"year": earlier.year})
        return see_other("statements:list", self.organisation.slug)

    def into_draft(self, form: SplitForm, version: Version) -> HttpResponse:
        left_alone = taking.import_into_draft(
            version=version,
            texts=form.texts,
            headings=form.own,
            existing=form.cleaned_data["existing"],
            actor=self.request.user,
            at=timezone.now(),
        )
        if self.keep_beside(form, version):
            sentence = _("The text is in the draft, and beside each section. Read each section and update it.")
        else:
            sentence = _("The text is in the draft. Read each section and update it.")
        messages.success(self.request, sentence)
        if left_alone:
            names = ", ".join(str(SectionCode(code).label) for code in left_alone)
            messages.warning(self.request, _("These sections kept the text they had: %(names)s.") % {"names": names})
        return see_other("statements:tasks", self.organisation.slug, version.statement.year)

    def keep_beside(self, form: SplitForm, version: Version) -> bool:
        """Keep the text as last year's too, so that one upload serves both; not where that year is here already."""
        start = parse_day(get_answers(version).get(SectionCode.PERIOD, {}).get("period_start"))
        period = form.period or ((shift_year_end(start, -12), _day_before(start)) if start else None)
        if period is None or (start and period[1] >= start):
            return False
        try:
            self.save_earlier(form, period, replaces=True)
        except ActionRefused:
            return False
        return True

    def split_form(self, data: Any = None, **kwargs) -> SplitForm:
        around = SectionContext(
            organisation_name=self.organisation.name,
            company_number=self.organisation.company_number,
            today=today(),
            periods=get_other_periods(self.organisation, None),
        )
        return SplitForm(data, versions=self.drafts, around=around, **kwargs)

    def split_page(self, form: SplitForm) -> HttpResponse:
        empty = [form[code].label for code in taking.WRITTEN if not (form[code].value() or "").strip()]
        context = self.context(form=form, empty=empty, split=SPLIT)
        return render_form(self.request, "statements/existing/split.html", context)

    @cached_property
    def drafts(self) -> list[Version]:
        versions = (
            get_rows(Version, self.organisation).filter(state__in=EDITABLE).select_related("statement__organisation")
        )
        return list(versions.order_by("-statement__year"))

    def suggested_period(self) -> Initial:
        """Return the period of the year that was added; else the year before the earliest that is here."""
        if added := self.added:
            days = {"period_start": added.period_start, "period_end": added.period_end}
            return days | {"statement_url": added.url, "into": LAST_YEAR}
        first = min((start for _year, start, _end in get_other_periods(self.organisation, None)), default=None)
        if first is not None:
            return {"period_start": shift_year_end(first, -12), "period_end": _day_before(first)}
        return {}

    def context(self, **more: object) -> Context:
        back = reverse("statements:list", args=[self.organisation.slug])
        return {
            "organisation": self.organisation,
            "membership": self.membership,
            "back": back,
            "added": self.added,
        } | more


class RemoveTextView(OrganisationMixin, TemplateView):
    """A text that was brought as last year's: asks before it goes."""

    template_name = "statements/earlier_text_remove.html"

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.found = get_row(EarlierText, self.organisation, kwargs["earlier"])

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not permissions.can_start(self.membership):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> Context:
        return super().get_context_data(**(kwargs | {"one": self.found}))

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        taking.remove_earlier_text(earlier=self.found, actor=request.user, at=timezone.now())
        messages.success(request, _("The text is removed."))
        return see_other("statements:list", self.organisation.slug)


def _has_text(version: Version) -> bool:
    return any(answers.get(f"narrative_{code}") for code, answers in get_answers(version).items())


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
