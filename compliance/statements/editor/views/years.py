"""From year to year and from version to version: what a year opens with, what changed, and who changed it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from compliance.organisations.tenancy import get_rows
from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, EXTRAS, State
from compliance.statements.core.previous_year import get_texts
from compliance.statements.core.selectors import get_content
from compliance.statements.core.views import VersionMixin, today
from compliance.statements.editor import new_year
from compliance.statements.editor.forms.compare_versions import VersionsForm, get_code
from compliance.statements.editor.rules.kpis import compare_kpis
from compliance.statements.models import EarlierText, EarlierYear, Section, SectionRevision, Version
from compliance.statements.permissions import can_start
from compliance.statements.presenters.changes import Changed, changes
from compliance.statements.presenters.parts import parts
from compliance.statements.types import KnownContent, SectionAnswers
from portal.core.types import Context
from portal.core.views import render_form

REGISTERS = {
    "suppliers": gettext_lazy("Suppliers"),
    "sites": gettext_lazy("Suppliers’ sites"),
    "audits": gettext_lazy("Audits"),
    "findings": gettext_lazy("Audit findings"),
}
WEIGHTS = {
    "must": gettext_lazy("Must: the Act"),
    "should": gettext_lazy("Should: guidance"),
    "good practice": gettext_lazy("Good practice"),
    "pending": gettext_lazy("Pending: not law"),
}
# So many saves of a section are shown.
MAX_SAVES = 10


class OpeningView(VersionMixin, TemplateView):
    """Before anything is written: the law, the registers, and last year's promises."""

    template_name = "statements/opening.html"

    def get_context_data(self, **kwargs) -> Context:
        opening = new_year.get_opening(self.version, today=today())
        return super().get_context_data(
            opening=opening,
            law=[
                (law_change, WEIGHTS[law_change.weight], vocabulary.source(law_change.source))
                for law_change in opening.law
            ],
            read_to=vocabulary.law_read_to(),
            registers=[(REGISTERS[register.code], register) for register in opening.registers],
            unanswered=sum(not promise.is_answered for promise in opening.promises),
            goal_status=dict(vocabulary.enumeration("goal_status").choices),
            **kwargs,
        )


class CompareView(VersionMixin, TemplateView):
    """Any two versions of the organisation; last year's with this one unless the address asks for others."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        is_chosen = "earlier" in request.GET or "later" in request.GET
        data = request.GET if is_chosen else self.usual_pair
        choice = {"versions": self.versions, "texts": self.texts}
        form = VersionsForm(data, **choice) if len(self.versions) + len(self.texts) > 1 else None
        context: Context = {"form": form, "has_last_year": bool(self.last_statement)}
        if not self.last_statement:
            year = {"year__lt": self.version.statement.year}
            context |= {"added": get_rows(EarlierYear, self.organisation).filter(**year).first()}
            context |= {"can_bring": can_start(self.membership)}
        if form and form.is_bound and form.is_valid():
            context |= self.comparison(*form.pair)
        return render_form(request, "statements/compare.html", self.get_context_data(**context))

    @cached_property
    def versions(self) -> list[Version]:
        match = get_rows(Version, self.organisation).exclude(state=State.DISCARDED).select_related("statement")
        versions = list(match.order_by("-statement__year", "-number"))
        for version in versions:
            version.statement.organisation = self.organisation
        return versions

    @cached_property
    def texts(self) -> list[EarlierText]:
        earlier_texts = list(get_rows(EarlierText, self.organisation))
        for text in earlier_texts:
            text.organisation = self.organisation
        return earlier_texts

    @property
    def usual_pair(self) -> dict[str, str] | None:
        last = self.last_statement
        year, number = (last.year, last.number) if last else (None, None)
        public = next(
            (version for version in self.versions if (version.statement.year, version.number) == (year, number)), None
        )
        before = public or next((version for version in self.versions if version.pk < self.version.pk), None)
        earlier = last.brought if last and last.brought else before
        return {"earlier": get_code(earlier), "later": get_code(self.version)} if earlier else None

    def comparison(self, earlier: Version | EarlierText, later: Version) -> Context:
        """Return changed parts first, then the unchanged by name alone; of an uploaded text its words alone."""
        before: KnownContent
        after: KnownContent = get_content(later)
        if isinstance(earlier, EarlierText):
            before, after = earlier.content, get_texts(after)
            name = _("%(year)s, published elsewhere") % {"year": earlier.year}
        else:
            before, name = get_content(earlier), _named(earlier)
        differences = changes(before, after)
        changed = {difference.heading for difference in differences}
        return {
            "earlier": earlier,
            "later": later,
            "names": (name, _named(later)),
            "brought": earlier if isinstance(earlier, EarlierText) else None,
            "changes": differences,
            "unchanged": [part.heading for part in parts(after) if part.heading not in changed],
            "figures": compare_kpis(before["answers"].get("kpis") or [], after["answers"].get("kpis") or []),
        }


def _named(version: Version) -> str:
    return _("%(year)s, version %(number)s") % {"year": version.statement.year, "number": version.number}


@dataclass(frozen=True)
class Save:
    """One save of a section: which, by whom, when."""

    revision: int
    by: Any
    at: datetime | None


class ChangesView(VersionMixin, TemplateView):
    """Who saved what, area by area; one save at a time can be opened to see its words."""

    template_name = "statements/changes.html"

    def get_context_data(self, **kwargs) -> Context:
        return super().get_context_data(
            areas=[(code, self.title_of(code), self.saves(code)) for code in self.shown],
            opened=self.opened(),
            most=MAX_SAVES,
            **kwargs,
        )

    @property
    def shown(self) -> list[str]:
        return [code for code in self.outline if code in self.sections and self.sections[code].revision]

    @cached_property
    def earlier(self) -> dict[int, list[SectionRevision]]:
        """Return the stored revisions by section, the newest first: one query."""
        revisions = get_rows(SectionRevision, self.organisation).filter(section__version=self.version).defer("answers")
        by_section: dict[int, list[SectionRevision]] = {}
        for revision in revisions.select_related("saved_by").order_by("-revision"):
            by_section.setdefault(revision.section_id, []).append(revision)
        return by_section

    def saves(self, code: str) -> list[Save]:
        section = self.sections[code]
        saves = [Save(section.revision, section.saved_by, section.saved_at)]
        saves += [
            Save(revision.revision, revision.saved_by, revision.saved_at)
            for revision in self.earlier.get(section.pk, ())
        ]
        return [save for save in saves if save.revision][:MAX_SAVES]

    def opened(self) -> Context | None:
        """Return the save that the address asks for, with what it changed; None where there is none."""
        code, typed = self.request.GET.get("area", ""), self.request.GET.get("save", "")
        section = self.sections.get(code)
        if section is None or not (typed.isascii() and typed.isdigit() and len(typed) < 6):
            return None
        revision = int(typed)
        before, after = self.answers_at(section, revision - 1), self.answers_at(section, revision)
        if before is None or after is None:
            return None
        return {
            "code": code,
            "revision": revision,
            "title": self.title_of(code),
            "changes": self.words(code, before, after),
        }

    def answers_at(self, section: Section, revision: int) -> SectionAnswers | None:
        if revision == section.revision:
            return section.answers
        revisions = get_rows(SectionRevision, self.organisation).filter(section=section, revision=revision)
        return revisions.values_list("answers", flat=True).first()

    def words(self, code: str, before: SectionAnswers, after: SectionAnswers) -> list[Changed]:
        """Return the statement as readers would see it: answers that are not part of it show no difference."""
        texts = (get_content(self.version, self.answers | {code: answers}) for answers in (before, after))
        differences = changes(*texts)
        # Of an area, its own part alone: another can only change with it where a question rests on its answer.
        return (
            [difference for difference in differences if difference.heading == self.title_of(code)]
            if code in (*AREAS, *EXTRAS)
            else differences
        )
