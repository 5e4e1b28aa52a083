"""Writing one section: read it, write it, keep it; what was typed is never lost."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
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
from compliance.statements.core.forms.items import add_item, add_member, remove_item
from compliance.statements.core.forms.section import SectionInput
from compliance.statements.core.selectors import get_autosaved, with_autosaved
from compliance.statements.core.views import VersionMixin, get_revision, get_section_context
from compliance.statements.editor import guidance
from compliance.statements.editor import merge as editor_merge
from compliance.statements.editor.forms.conflict import ConflictForm
from compliance.statements.editor.services import draft
from compliance.statements.editor.views import side_panels
from compliance.statements.models import Comment, Section, SectionDraft, SectionRevision, WordPart
from compliance.statements.permissions import can_edit_section
from learning.resources.selectors import get_area_page
from portal.core.exceptions import ActionRefused, EditConflict

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
        sentence = _("“%(heading)s” was taken out of the statement. Its text is kept: put it back to go on with it.")
        return self.refuse(ActionRefused(sentence % {"heading": self.section.heading}), "own_sections")

    @property
    def may_write(self) -> bool:
        return can_edit_section(self.membership, self.version, self.section.code)

    @property
    def is_in_outline(self) -> bool:
        return self.section.code in self.outline

    def sections_asked(self) -> QuerySet[Section]:
        return with_autosaved(super().sections_asked(), user=self.request.user, code=self.kwargs["section"])

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

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        code = self.section.code
        order = self.outline
        return super().get_context_data(
            section=self.section,
            section_title=self.section.title,
            area_number=AREAS.index(SectionCode(code)) + 1 if code in AREAS else None,
            guidance=guidance.get_guidance(code, is_short=self.version.is_short),
            copied_from=self.section.answers.get(draft.COPIED_FROM),
            comments=get_rows(Comment, self.organisation)
            .filter(version=self.version, section=code)
            .select_related("author")
            .annotate(reply_count=Count("replies")),
            claims=guidance.find_claims_to_avoid(self.section.answers),
            levels=guidance.count_levels(code, self.section.answers, is_short=self.version.is_short),
            last_year=side_panels.get_last_year(self, code),
            checks=side_panels.get_open_checks(self, code),
            has_evidence=code in AREAS,
            area_page=get_area_page(code) if code in AREAS else None,
            evidence=self.evidence_panel(self, code) if self.evidence_panel and self.shows_evidence else None,
            is_in_outline=code in order,
            is_own=code in EXTRAS,
            promises=side_panels.get_open_promises(self) if code == SectionCode.MONITORING else [],
            **kwargs,
        )

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.may_write:
            return self.render_to_response(
                self.get_context_data(reading=guidance.get_readability(self.section.code, self.section.answers))
            )
        around = get_section_context(self, self.section.code)
        unsaved = self.unsaved()
        if unsaved and "unsaved" in request.GET:
            page = SectionInput(self.section, around, data=restore_post(unsaved.data), quiet=True)
            return self.answer(page, revision=unsaved.base_revision)
        return self.answer(SectionInput(self.section, around), unsaved=unsaved)

    def answer(
        self, page: SectionInput, *, status: int = 200, revision: int | None = None, unsaved: SectionDraft | None = None
    ) -> HttpResponse:
        revision = self.section.revision if revision is None else revision
        context = self.get_context_data(
            page=page, form=page.form, lists=list(page.lists.values()), revision=revision, unsaved=unsaved
        )
        return self.render_to_response(context, status=status)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not self.may_write:
            return self.refuse(ActionRefused(_("This text is not open for changes. Somebody has sent it on.")))
        around = get_section_context(self, self.section.code)
        changed = apply_list_change(request.POST, around.known_members)
        if changed is not None:
            page = SectionInput(self.section, around, data=changed, quiet=True)
            return self.answer(page, revision=get_revision(request.POST))
        page = SectionInput(self.section, around, data=request.POST)
        if not page.is_valid():
            return self.answer(page, status=INVALID, revision=get_revision(request.POST))
        return self.save(page, get_revision(request.POST))

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
        if then and self.finish_word_part:
            part = self.finish_word_part(
                version=self.version, named=then, section=saved.known_as, actor=self.request.user, at=timezone.now()
            )
            if part:
                return self.go("word_return", word=part.word_return.uuid)
        self.sections[saved.code] = saved
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
            return self.refuse(ActionRefused(_("This text is not open for changes. Somebody has sent it on.")))
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
        return JsonResponse({"saved": True, "message": _("Kept at %(time)s, not yet saved") % {"time": at}})


class DropUnsavedView(SectionMixin, View):
    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        core_services.discard_autosave(section=self.section, actor=request.user)
        return self.go("section", section=self.section.code)


def apply_list_change(posted: QueryDict, known_members: Mapping[str, str]) -> QueryDict | None:
    """Return the posted data with one item more or less, when a button asked for that; else None."""
    if number := posted.get("add_member"):
        return add_member(posted, number, known_members[number]) if number in known_members else posted
    if code := posted.get("add"):
        return add_item(posted, code)
    if remove := posted.get("remove"):
        code, _colon, index = remove.partition(":")
        is_number = index.isascii() and index.isdigit() and len(index) < 5
        return remove_item(posted, code, int(index)) if is_number else posted
    return None


def storable(posted: QueryDict) -> dict[str, list[str]]:
    """Return field name to values, without what PostgreSQL cannot store and what is not an answer."""
    aside = {"csrfmiddlewaretoken", "revision", "then", "add", "add_member", "remove", "use"}
    return {
        name.replace("\x00", ""): [value.replace("\x00", "") for value in values]
        for name, values in posted.lists()
        if name not in aside
    }


def restore_post(kept: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in kept.items():
        data.setlist(name, values if isinstance(values, list) else [])
    return data
