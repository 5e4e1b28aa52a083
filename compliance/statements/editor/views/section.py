"""Writing one section: read it, write it, keep it; what was typed is never lost."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from compliance.organisations.permissions import is_writer
from compliance.organisations.tenancy import get_rows
from compliance.statements.choices import AREAS, EXTRAS, SectionCode
from compliance.statements.core import services as core_services
from compliance.statements.core.forms import post_data
from compliance.statements.core.forms.section import SectionContext, SectionInput
from compliance.statements.core.selectors import (
    describe_writer,
    fetch_sections_with_autosaved,
    get_autosaved,
    get_comments,
)
from compliance.statements.core.views import VersionMixin, get_revision, get_section_context
from compliance.statements.editor import guidance
from compliance.statements.editor import merge as editor_merge
from compliance.statements.editor.forms.conflict import ConflictForm
from compliance.statements.editor.forms.filling import apply_list_change, apply_proposal, restore_post, storable
from compliance.statements.editor.services import draft
from compliance.statements.editor.views import side_panels
from compliance.statements.models import Section, SectionDraft, SectionRevision, WordPart
from compliance.statements.permissions import can_edit_section
from compliance.statements.rubric.rules.suggestions import suggest_points
from compliance.statements.rules.text import plain_text
from learning.resources.selectors import get_area_page
from portal.core.exceptions import ActionRefused, EditConflict
from portal.core.types import Context

MAX_AUTOSAVED_BYTES = 4 * 1024 * 1024  # bytes of form data, just below what Django lets in
INVALID, CONFLICT = 422, 409


class SectionMixin(VersionMixin):
    section: Section

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        code = kwargs["section"]
        if code not in self.all_sections:
            raise Http404
        self.section = self.all_sections[code]
        # The row knows its version without asking the database again.
        self.section.version = self.version

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if self.section.removed_at:
            return self.send_on(request)
        return super().dispatch(request, *args, **kwargs)

    def send_on(self, request: HttpRequest) -> HttpResponse:
        """Redirect from a removed section, which cannot be written in; what somebody typed meanwhile is autosaved."""
        if request.method == "POST" and self.may_write and (data := storable(request.POST)):
            core_services.autosave(
                section=self.section, actor=request.user, data=data, base_revision=get_revision(request.POST)
            )
        sentence = _("“%(heading)s” was removed from the statement. We have kept its text: restore it to continue.")
        return self.refuse(ActionRefused(sentence % {"heading": self.section.heading}), "own_sections")

    @property
    def may_write(self) -> bool:
        return can_edit_section(self.membership, self.version, self.section.code)

    @property
    def is_in_outline(self) -> bool:
        return self.section.code in self.outline

    def fetch_sections(self) -> list[Section]:
        return fetch_sections_with_autosaved(
            self.organisation.pk, self.version.pk, self.request.user.pk, self.kwargs["section"]
        )

    def unsaved(self) -> SectionDraft | None:
        return get_autosaved(self.section, user=self.request.user)


class SectionView(SectionMixin, TemplateView):
    """GET shows the section to write or to read; POST saves it, or changes how many items a list has.

    Two features above this one lend it a function; urls/drafts.py passes them in. evidence_panel: what the registers
    offer to the section. finish_word_part: marks the part of a Word document whose text was saved, and returns it.
    """

    evidence_panel: Callable[[VersionMixin, Any], Any] | None = None
    finish_word_part: Callable[..., WordPart | None] | None = None

    @property
    def shows_evidence(self) -> bool:
        """Tell whether the address asks for the panel of evidence, which reads all registers."""
        return self.section.code in AREAS and self.request.GET.get("panel") == "evidence"

    def get_template_names(self) -> list[str]:
        return ["statements/section.html" if self.may_write else "statements/section_read.html"]

    def get_context_data(self, **kwargs) -> Context:
        code = self.section.code
        order = self.outline
        return super().get_context_data(
            section=self.section,
            writer=describe_writer(self.section) if self.section.saved_at else "",
            section_title=self.section.title,
            area_number=AREAS.index(SectionCode(code)) + 1 if code in AREAS else None,
            guidance=guidance.get_guidance(code, self.version.is_short),
            copied_from=self.section.answers.get(draft.COPIED_FROM),
            comments=get_comments(self.organisation.pk, self.version.pk, code),
            claims=guidance.find_claims_to_avoid(self.section.answers),
            levels=guidance.count_levels(code, self.section.answers, is_short=self.version.is_short),
            last_year=side_panels.get_last_year(self, code),
            checks=side_panels.get_open_checks(self, code),
            has_evidence=code in AREAS,
            area_page=get_area_page(code) if code in AREAS else None,
            evidence=self.evidence_panel(self, code) if self.evidence_panel and self.shows_evidence else None,
            is_in_outline=code in order,
            is_own=code in EXTRAS,
            promises=side_panels.get_listed_promises(self) if code == SectionCode.MONITORING else [],
            **kwargs,
        )

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.may_write:
            return self.render_to_response(
                self.get_context_data(reading=guidance.get_readability(self.section.code, self.section.answers))
            )
        around = self.get_section_context_with_suggestions()
        unsaved = self.unsaved()
        if unsaved and "unsaved" in request.GET:
            page = SectionInput(self.section, around, data=restore_post(unsaved.data), quiet=True)
            return self.answer(page, revision=unsaved.base_revision)
        return self.answer(SectionInput(self.section, around), unsaved=unsaved)

    def get_section_context_with_suggestions(self) -> SectionContext:
        """Return what the form has to know, with what the saved text seems to say of points that are not answered."""
        around = get_section_context(self, self.section.code)
        text = self.section.answers.get(f"narrative_{self.section.code}")
        if self.section.code not in AREAS or not text:
            return around
        answered = self.section.answers.get("disclosures") or {}
        suggested = suggest_points(self.section.code, plain_text(text))
        return replace(around, suggestions={code: one for code, one in suggested.items() if code not in answered})

    def answer(
        self,
        page: SectionInput,
        *,
        status: int = 200,
        revision: int | None = None,
        unsaved: SectionDraft | None = None,
        is_filled: bool = False,
    ) -> HttpResponse:
        revision = self.section.revision if revision is None else revision
        context = self.get_context_data(
            page=page,
            form=page.form,
            lists=list(page.lists.values()),
            revision=revision,
            unsaved=unsaved,
            is_filled=is_filled,
            proposals=side_panels.get_section_proposals(self, self.section.code),
        )
        return self.render_to_response(context, status=status)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not self.may_write:
            return self.refuse(ActionRefused(_("This text is not open for changes. Someone has sent it on.")))
        around = get_section_context(self, self.section.code)
        changed = apply_list_change(request.POST, around.known_members)
        if changed is not None:
            page = SectionInput(self.section, around, data=changed, quiet=True)
            return self.answer(page, revision=get_revision(request.POST))
        filled = self.fill_from_last_year(request.POST)
        if filled is not None:
            page = SectionInput(self.section, around, data=filled, quiet=True)
            return self.answer(page, revision=get_revision(request.POST), is_filled=True)
        page = SectionInput(self.section, around, data=request.POST)
        if not page.is_valid():
            return self.answer(page, status=INVALID, revision=get_revision(request.POST))
        return self.save(page, get_revision(request.POST))

    def fill_from_last_year(self, posted: QueryDict) -> QueryDict | None:
        """Return the posted data with last year's paragraphs or proposals in it, when a button asked; else None.

        Nothing is saved: the person sees it in the form first.
        """
        code = self.section.code
        if "use_last_year" in posted:
            chosen = [*posted.getlist("block"), *(["all"] if posted["use_last_year"] == "all" else [])]
            data, name = posted.copy(), f"narrative_{code}"
            added = side_panels.get_last_years_marks(self, code, chosen)
            data[name] = "\n\n".join(filter(None, (posted.get(name, "").rstrip(), added)))
            return data
        if kind := posted.get("propose"):
            proposals = side_panels.get_section_proposals(self, code)
            proposal = next((row for row in proposals if row.kind == kind), None)
            return apply_proposal(posted, proposal) if proposal else posted
        return None

    def save(self, page: SectionInput, revision: int) -> HttpResponse:
        now = timezone.now()
        try:
            saved = core_services.save_section(
                section=self.section,
                actor=self.request.user,
                at=now,
                revision=revision,
                answers=page.answers,
                is_complete=page.is_complete,
            )
        except EditConflict:
            return self.conflict(page, base_revision=revision)
        except ActionRefused as refusal:
            page.form.add_error(
                "period_end" if isinstance(refusal, core_services.AnotherYear) else None, refusal.sentence
            )
            return self.answer(page, status=INVALID, revision=revision)
        self.version = saved.version
        at = date_format(timezone.localtime(now), "H:i")
        messages.success(
            self.request,
            _("Saved at %(time)s: %(section)s") % {"time": at, "section": self.section.title},
        )
        return self.go_on(saved)

    def go_on(self, saved: Section) -> HttpResponse:
        """Redirect to the list, to the Word document that the text came from, or to the next unfinished task."""
        then = self.request.POST.get("then", "")
        if then == "list":
            return self.go("tasks")
        if then == "here":
            return self.go("section", section=saved.code)
        if then and self.finish_word_part:
            part = self.finish_word_part(
                version=self.version, named=then, section=saved.known_as, actor=self.request.user, at=timezone.now()
            )
            if part:
                return self.go("word_return", word=part.word_return.uuid)
        self.replace_section(saved)
        order = self.outline
        index = order.index(saved.code) + 1 if saved.code in order else 0
        for code in order[index:]:
            if not self.sections[code].is_complete:
                return self.go("section", section=code)
        return self.go("tasks")

    def conflict(self, page: SectionInput, *, base_revision: int) -> HttpResponse:
        """Show both texts where somebody saved the section since; the one typed is autosaved with its base."""
        core_services.autosave(
            section=self.section, actor=self.request.user, data=storable(page.form.data), base_revision=base_revision
        )
        fresh = get_rows(Section, self.organisation).select_related("saved_by").get(pk=self.section.pk)
        base = self.text_at(base_revision, fresh)
        compared = editor_merge.compare(
            self.section.code, mine=page.answers, theirs=fresh.answers, base=base.answers if base else None
        )
        choices = ConflictForm(asked=compared.asked)
        return self.show_conflict(page, choices, compared, theirs=fresh, revision=fresh.revision, base=base_revision)

    def show_conflict(
        self,
        page: SectionInput,
        choices: ConflictForm,
        compared: editor_merge.Comparison,
        *,
        theirs: Section,
        revision: int,
        base: int,
        status: int = CONFLICT,
    ) -> HttpResponse:
        context = self.get_context_data(
            form=choices,
            compared=compared,
            theirs=theirs,
            mine=json.dumps(page.answers),
            revision=revision,
            base=base,
            is_complete=page.is_complete,
            then=self.request.POST.get("then", ""),
        )
        return self.response_class(
            request=self.request, template=["statements/conflict.html"], context=context, status=status
        )

    def text_at(self, revision: int, fresh: Section) -> Section | SectionRevision | None:
        """Return the section as it was at a revision; None for one that is not stored, or never was."""
        if revision == fresh.revision:
            return fresh
        return get_rows(SectionRevision, self.organisation).filter(section=fresh, revision=revision).first()


class MergeView(SectionView):
    """The answer to the conflict page: field by field mine, theirs, or both put together."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.go("section", section=self.section.code)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not self.may_write:
            return self.refuse(ActionRefused(_("This text is not open for changes. Someone has sent it on.")))
        around = get_section_context(self, self.section.code)
        is_complete = request.POST.get("is_complete") == "yes"
        typed = post_data.as_post_data(
            self.section.code, post_data.read_answers(request.POST.get("mine") or "{}"), is_complete=is_complete
        )
        mine = SectionInput(self.section, around, data=typed)
        base_revision, revision = get_revision(request.POST, "base"), get_revision(request.POST)
        if not mine.is_valid():
            return self.answer(mine, status=INVALID, revision=base_revision)
        fresh = get_rows(Section, self.organisation).select_related("saved_by").get(pk=self.section.pk)
        theirs, base = self.text_at(revision, fresh), self.text_at(base_revision, fresh)
        if theirs is None:
            return self.conflict(mine, base_revision=base_revision)
        return self.merge(mine, fresh, theirs, base, revision=revision, base_revision=base_revision)

    def merge(
        self,
        mine: SectionInput,
        fresh: Section,
        theirs: Section | SectionRevision,
        base: Section | SectionRevision | None,
        *,
        revision: int,
        base_revision: int,
    ) -> HttpResponse:
        """Save what was chosen of mine and theirs. theirs: as the page showed it, which may be changed again since."""
        code = self.section.code
        texts = {"mine": mine.answers, "theirs": theirs.answers, "base": base.answers if base else None}
        compared = editor_merge.compare(code, **texts)
        choices = ConflictForm(self.request.POST, asked=compared.asked)
        if not choices.is_valid():
            return self.show_conflict(
                mine, choices, compared, theirs=fresh, revision=revision, base=base_revision, status=INVALID
            )
        is_theirs = base is not None and mine.is_complete == base.is_complete
        data = post_data.as_post_data(
            code,
            editor_merge.merge(code, choices.cleaned_data, **texts),
            is_complete=theirs.is_complete if is_theirs else mine.is_complete,
        )
        page = SectionInput(self.section, mine.around, data=data)
        if not page.is_valid():
            return self.answer(page, status=INVALID, revision=revision)
        return self.save(page, revision)


class AutosaveView(SectionMixin, View):
    """Every 30 seconds, where there is JavaScript: what is typed, kept for the person who types it."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not self.may_write:
            return JsonResponse({"saved": False}, status=INVALID)
        data = storable(request.POST)
        if not data or len(json.dumps(data)) > MAX_AUTOSAVED_BYTES:
            return JsonResponse({"saved": False}, status=INVALID)
        saved = core_services.autosave(
            section=self.section, actor=request.user, data=data, base_revision=get_revision(request.POST)
        )
        at = date_format(timezone.localtime(saved.saved_at), "H:i")
        return JsonResponse({"saved": True, "message": _("Draft autosaved at %(time)s") % {"time": at}})


class DropUnsavedView(SectionMixin, View):
    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        core_services.discard_autosave(section=self.section, actor=request.user)
        return self.go("section", section=self.section.code)
