"""All sections of a statement on one page: for a first statement, and where last year's text is in the draft.

The questions that a section can do without, its lists and its checklist stay on the page of that section.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from compliance.organisations.permissions import is_writer
from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.core import services as core_services
from compliance.statements.core.forms import post_data
from compliance.statements.core.forms.section import SectionInput
from compliance.statements.core.views import VersionMixin, flatten_answers, get_revision, get_section_context
from compliance.statements.models import Section
from compliance.statements.permissions import can_edit, can_edit_section
from compliance.statements.rules import outline
from compliance.statements.types import AnswersBySection
from portal.core.exceptions import ActionRefused, EditConflict
from portal.core.types import Context

INVALID = 422
# The parts of a date field's name in a form.
DATE_PARTS = ("_day", "_month", "_year")


@dataclass(frozen=True)
class Part:
    """A section as this page shows it. has_lists: it has more than stands here."""

    section: Section
    page: SectionInput
    has_lists: bool

    @property
    def shown_names(self) -> list[str]:
        """Return the names of the fields on the page, with those that an answer reveals."""
        names = [field.name for field in self.page.question_fields]
        revealed = [
            revealed
            for name in names
            for group in getattr(self.page.form.fields[name].widget, "reveals", {}).values()
            for revealed in group
        ]
        return [*names, *revealed]


class OnePageView(VersionMixin, TemplateView):
    """GET shows the sections, POST saves all of them or none."""

    template_name = "statements/one_page.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not can_edit(self.membership, self.version):
            return self.refuse(ActionRefused(_("This text is not open for changes. Someone has sent it on.")))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def codes(self) -> list[str]:
        return [code for code in self.outline if can_edit_section(self.membership, self.version, code)]

    def part(self, code: str, posted: QueryDict | None = None) -> Part:
        section = self.sections[code]
        section.version = self.version
        around = get_section_context(self, code)
        page = SectionInput(section, around)
        if posted is None and code == SectionCode.COVERAGE:
            page.form.initial = {**suggest_coverage(self.answers), **page.form.initial}
        part = Part(section, page, bool(page.lists))
        if posted is None:
            return part
        others = {**around.others, **flatten_answers(typed_answers(posted, self.codes, without=code))}
        data = overlay(posted, part)
        return replace(part, page=SectionInput(section, replace(around, others=others), data=data))

    def get_context_data(self, **kwargs) -> Context:
        parts = kwargs.pop("parts", None) or [self.part(code) for code in self.codes]
        return super().get_context_data(parts=parts, forms=[part.page.form for part in parts], **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        parts = [self.part(code, request.POST) for code in self.codes]
        # Every section is asked, so that one page names all that is wrong.
        valid = [part.page.is_valid() for part in parts]
        if not all(valid):
            return self.render_to_response(self.get_context_data(parts=parts), status=INVALID)
        try:
            with transaction.atomic():
                for part in parts:
                    self.save(part)
        except EditConflict:
            messages.warning(request, _("Someone has just saved one of these sections. Check what they changed."))
            return self.render_to_response(self.get_context_data(parts=parts), status=409)
        except ActionRefused as refusal:
            messages.warning(request, refusal.sentence)
            return self.render_to_response(self.get_context_data(parts=parts), status=INVALID)
        messages.success(request, _("Saved."))
        is_whole = all(self.sections[code].is_complete for code in self.outline if code not in outline.OPTIONAL)
        return self.go("review" if is_whole else "tasks")

    def save(self, part: Part) -> None:
        """Save a section that was changed. It is complete where nothing is missing that a published one needs."""
        section, answers = part.section, part.page.answers
        missing = outline.missing_questions(section.code, answers, part.page.around.others)
        is_covered = section.code in AREAS and answers.get(f"area_{section.code}")
        is_complete = not missing and bool(not is_covered or answers.get(f"narrative_{section.code}"))
        if answers == section.answers and is_complete == section.is_complete:
            return
        saved = core_services.save_section(
            section=section,
            actor=self.request.user,
            at=timezone.now(),
            revision=get_revision(self.request.POST, f"revision-{section.code}"),
            answers=answers,
            is_complete=is_complete,
        )
        self.version = saved.version
        self.replace_section(saved)


def overlay(posted: QueryDict, part: Part) -> QueryDict:
    """Return the stored answers as the section's own form would post them, with what this page asks in their place."""
    data = post_data.as_post_data(part.section.code, part.section.answers, is_complete=False)
    for name in part.shown_names:
        for key in (name, *(f"{name}{end}" for end in DATE_PARTS)):
            data.pop(key, None)
            if key in posted:
                data.setlist(key, posted.getlist(key))
    return data


def typed_answers(posted: QueryDict, codes: list[str], *, without: str) -> AnswersBySection:
    """Return answers that decide what another section asks: the legal form, and the kind of statement."""
    names = {"legal_form": SectionCode.SIGNOFF, "statement_kind": SectionCode.PERIOD}
    return {
        code: {name: posted[name]}
        for name, code in names.items()
        if code in codes and code != without and posted.get(name)
    }


def suggest_coverage(answers: AnswersBySection) -> dict[str, str]:
    """Return the answers to the last section that the texts suggest: which area speaks of what the Act asks for."""
    texts = [code for code in AREAS if answers.get(code, {}).get(f"narrative_{code}")]
    return dict(_suggest(texts))


def _suggest(texts: list[SectionCode]) -> Iterator[tuple[str, str]]:
    for name, usual in (
        ("covers_own_business", (SectionCode.TRAINING, SectionCode.POLICIES)),
        ("covers_supply_chains", (SectionCode.DUE_DILIGENCE, SectionCode.RISK)),
    ):
        if area := next((code for code in usual if code in texts), None):
            yield name, "yes"
            yield f"{name}_section", str(area)
