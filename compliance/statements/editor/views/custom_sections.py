"""Sections of the organisation's own: which there are and in which order, adding, naming, moving, taking out."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from compliance.organisations.permissions import is_writer
from compliance.statements import permissions
from compliance.statements.choices import EXTRAS, SectionCode
from compliance.statements.core.views import VersionMixin
from compliance.statements.editor.forms.custom_sections import CustomSectionForm
from compliance.statements.editor.services import custom_sections
from compliance.statements.editor.views.section import SectionMixin
from compliance.statements.models import Section
from compliance.statements.rules import outline
from compliance.statements.rules.richtext import count_words
from compliance.statements.types import FormKwargs, Initial
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import InvalidFormMixin


class CustomSectionsView(VersionMixin, InvalidFormMixin, FormView):
    """The order in which the statement is read; those who write add a section, move one, or put one back."""

    template_name = "statements/own_sections.html"
    form_class = CustomSectionForm

    def get_form_kwargs(self) -> FormKwargs:
        return super().get_form_kwargs() | {"others": list(self.sections.values())}

    def get_context_data(self, **kwargs) -> Context:
        read = [code for code in self.outline if code in (*outline.ANCHORS, *EXTRAS)]
        custom = [code for code in read if code in EXTRAS]
        return super().get_context_data(
            read=[(self.sections[code], code in EXTRAS) for code in read],
            first=[code for code in read if code != SectionCode.INTRO][:1],
            last=read[-1:],
            is_full=len(custom) >= len(EXTRAS),
            removed=[(section, _words(section)) for section in self.all_sections.values() if section.removed_at],
            can_edit=permissions.can_edit(self.membership, self.version),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not permissions.can_edit(self.membership, self.version):
            return self.refuse(closed(), "own_sections")
        act, _colon, code = request.POST.get("act", "").partition(":")
        if act == "add":
            return super().post(request, *args, **kwargs)
        if act in (custom_sections.UP, custom_sections.DOWN) and code in self.sections:
            message = _("The order is saved: %(heading)s")
            return self.done(lambda: custom_sections.move(section=self.sections[code], way=act, **self.by), message)
        if act == "put_back":
            message = _("Restored: %(heading)s")
            return self.done(lambda: custom_sections.put_back(version=self.version, code=code, **self.by), message)
        return self.form_invalid(self.get_form())

    @property
    def by(self) -> dict[str, Any]:
        return {"actor": self.request.user, "at": timezone.now()}

    def done(self, act: Callable[[], Section], sentence: str) -> HttpResponse:
        try:
            section = act()
        except ActionRefused as refusal:
            return self.refuse(refusal, "own_sections")
        messages.success(self.request, sentence % {"heading": section.heading})
        return self.go("own_sections")

    def form_valid(self, form: CustomSectionForm) -> HttpResponse:
        try:
            section = custom_sections.add(version=self.version, **form.cleaned_data, **self.by)
        except ActionRefused as refusal:
            form.add_error("heading", refusal.sentence)
            return self.form_invalid(form)
        return self.go("section", section=section.code)


class CustomSectionMixin(SectionMixin):
    """One section of the organisation's own, for those who write, while the text is open."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not self.section.is_own:
            raise Http404
        if not self.may_write:
            return self.refuse(closed(), "own_sections")
        return super().dispatch(request, *args, **kwargs)


class CustomSectionView(CustomSectionMixin, InvalidFormMixin, FormView):
    """Its heading and its place."""

    template_name = "statements/own_section.html"
    form_class = CustomSectionForm

    def get_initial(self) -> Initial:
        return {"heading": self.section.heading, "after": self.section.after}

    def get_form_kwargs(self) -> FormKwargs:
        others = [section for code, section in self.sections.items() if code != self.section.code]
        return super().get_form_kwargs() | {"others": others}

    def get_context_data(self, **kwargs) -> Context:
        return super().get_context_data(**(kwargs | {"section": self.section}))

    def form_valid(self, form: CustomSectionForm) -> HttpResponse:
        try:
            custom_sections.place(section=self.section, actor=self.request.user, at=timezone.now(), **form.cleaned_data)
        except ActionRefused as refusal:
            form.add_error("heading", refusal.sentence)
            return self.form_invalid(form)
        messages.success(self.request, _("The heading and position are saved."))
        return self.go("own_sections")


class RemoveSectionView(CustomSectionMixin, TemplateView):
    """Asks before the section goes."""

    template_name = "statements/own_section_take_out.html"

    def get_context_data(self, **kwargs) -> Context:
        return super().get_context_data(**(kwargs | {"section": self.section, "words": _words(self.section)}))

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            custom_sections.remove(section=self.section, actor=request.user, at=timezone.now())
        except ActionRefused as refusal:
            return self.refuse(refusal, "own_sections")
        sentence = _("“%(heading)s” has been removed. We keep its text below, so you can restore it.")
        messages.success(request, sentence % {"heading": self.section.heading})
        return self.go("own_sections")


def closed() -> ActionRefused:
    return ActionRefused(_("This text is not open for changes. Someone has sent it on."))


def _words(section: Section) -> int:
    """How long its text is."""
    return count_words(section.answers.get(f"narrative_{section.code}") or "")
