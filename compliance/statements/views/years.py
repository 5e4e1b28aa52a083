"""From year to year and from version to version: what a year opens with, what changed, and who changed it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from compliance.organisations.tenancy import rows
from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, EXTRAS, State
from compliance.statements.forms.versions import VersionsForm, code_of
from compliance.statements.models import EarlierText, EarlierYear, Section, SectionRevision, Version
from compliance.statements.permissions import can_start
from compliance.statements.reading.changes import Changed, changes
from compliance.statements.reading.parts import parts
from compliance.statements.rules.figures import compared
from compliance.statements.services import opening
from compliance.statements.services.content import content_of
from compliance.statements.services.last_year import texts_of
from compliance.statements.views.base import VersionMixin, today
from portal.core.views import render_form

REGISTERS = {
    "suppliers": gettext_lazy("Suppliers"),
    "sites": gettext_lazy("Sites of suppliers"),
    "audits": gettext_lazy("Audits"),
    "findings": gettext_lazy("Findings of audits"),
}
WEIGHTS = {
    "must": gettext_lazy("Must: the Act"),
    "should": gettext_lazy("Should: guidance"),
    "good practice": gettext_lazy("Good practice"),
    "pending": gettext_lazy("Pending: not law"),
}
# So many saves of a section are shown.
MOST_SAVES = 10


class OpeningView(VersionMixin, TemplateView):
    """Before anything is written: the law, the registers, and last year's promises."""

    template_name = "statements/opening.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        found = opening.opening(self.version, today=today())
        return super().get_context_data(
            opening=found,
            law=[(one, WEIGHTS[one.weight], vocabulary.source(one.source)) for one in found.law],
            read_to=vocabulary.law_read_to(),
            registers=[(REGISTERS[one.code], one) for one in found.registers],
            unanswered=sum(not one.is_answered for one in found.promises),
            goal_status=dict(vocabulary.enumeration("goal_status").choices),
            **kwargs,
        )


class CompareView(VersionMixin, TemplateView):
    """Any two versions of the organisation; last year's with this one unless the address asks for others."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        asked = "earlier" in request.GET or "later" in request.GET
        data = request.GET if asked else self.usual_pair
        choice = {"versions": self.versions, "texts": self.texts}
        form = VersionsForm(data, **choice) if len(self.versions) + len(self.texts) > 1 else None
        context: dict[str, Any] = {"form": form, "has_last_year": bool(self.last_statement)}
        if not self.last_statement:
            year = {"year__lt": self.version.statement.year}
            context |= {"added": rows(EarlierYear, self.organisation).filter(**year).first()}
            context |= {"can_bring": can_start(self.membership)}
        if form and form.is_bound and form.is_valid():
            context |= self.comparison(*form.pair)
        return render_form(request, "statements/compare.html", self.get_context_data(**context))

    @cached_property
    def versions(self) -> list[Version]:
        found = rows(Version, self.organisation).exclude(state=State.DISCARDED).select_related("statement")
        versions = list(found.order_by("-statement__year", "-number"))
        for version in versions:
            version.statement.organisation = self.organisation
        return versions

    @cached_property
    def texts(self) -> list[EarlierText]:
        found = list(rows(EarlierText, self.organisation))
        for text in found:
            text.organisation = self.organisation
        return found

    @property
    def usual_pair(self) -> dict[str, str] | None:
        last = self.last_statement
        year, number = (last.year, last.number) if last else (None, None)
        public = next((one for one in self.versions if (one.statement.year, one.number) == (year, number)), None)
        before = public or next((one for one in self.versions if one.pk < self.version.pk), None)
        earlier = last.brought if last and last.brought else before
        return {"earlier": code_of(earlier), "later": code_of(self.version)} if earlier else None

    def comparison(self, earlier: Version | EarlierText, later: Version) -> dict[str, Any]:
        """Changed parts first; then those that stayed, by name alone. Of a text that was brought, its words alone."""
        after = content_of(later)
        if isinstance(earlier, EarlierText):
            before, after = earlier.content, texts_of(after)
            name = _("%(year)s, published elsewhere") % {"year": earlier.year}
        else:
            before, name = content_of(earlier), _named(earlier)
        found = changes(before, after)
        changed = {one.heading for one in found}
        return {
            "earlier": earlier,
            "later": later,
            "names": (name, _named(later)),
            "brought": earlier if isinstance(earlier, EarlierText) else None,
            "changes": found,
            "unchanged": [part.heading for part in parts(after) if part.heading not in changed],
            "figures": compared(before["answers"].get("kpis") or [], after["answers"].get("kpis") or []),
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

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            areas=[(code, self.title_of(code), self.saves(code)) for code in self.shown],
            opened=self.opened(),
            most=MOST_SAVES,
            **kwargs,
        )

    @property
    def shown(self) -> list[str]:
        return [code for code in self.outline if code in self.sections and self.sections[code].revision]

    @cached_property
    def earlier(self) -> dict[int, list[SectionRevision]]:
        """Kept texts by section, the newest first: one query."""
        kept = rows(SectionRevision, self.organisation).filter(section__version=self.version).defer("answers")
        found: dict[int, list[SectionRevision]] = {}
        for one in kept.select_related("saved_by").order_by("-revision"):
            found.setdefault(one.section_id, []).append(one)
        return found

    def saves(self, code: str) -> list[Save]:
        section = self.sections[code]
        saves = [Save(section.revision, section.saved_by, section.saved_at)]
        saves += [Save(one.revision, one.saved_by, one.saved_at) for one in self.earlier.get(section.pk, ())]
        return [one for one in saves if one.revision][:MOST_SAVES]

    def opened(self) -> dict[str, Any] | None:
        """The save that the address asks for, with what it changed; None where it names none that is kept."""
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

    def answers_at(self, section: Section, revision: int) -> dict[str, Any] | None:
        if revision == section.revision:
            return section.answers
        kept = rows(SectionRevision, self.organisation).filter(section=section, revision=revision)
        return kept.values_list("answers", flat=True).first()

    def words(self, code: str, before: dict[str, Any], after: dict[str, Any]) -> list[Changed]:
        """Of the statement as readers would see it: answers that are not part of it show no difference."""
        texts = (content_of(self.version, self.answers | {code: answers}) for answers in (before, after))
        found = changes(*texts)
        # Of an area, its own part alone: another can only change with it where a question rests on its answer.
        return [one for one in found if one.heading == self.title_of(code)] if code in (*AREAS, *EXTRAS) else found
