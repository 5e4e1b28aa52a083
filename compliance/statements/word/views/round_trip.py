"""The draft as a Word document, and the document that came back: its differences, area by area."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from compliance.organisations.permissions import is_writer
from compliance.organisations.tenancy import get_row, get_rows
from compliance.statements import permissions
from compliance.statements.choices import SectionCode, WordDecision
from compliance.statements.core.forms import post_data
from compliance.statements.core.forms.section import SectionInput
from compliance.statements.core.views import VersionMixin, get_revision, get_section_context
from compliance.statements.editor.views.section import INVALID, SectionView
from compliance.statements.models import Comment, WordPart, WordReturn
from compliance.statements.presenters import prose
from compliance.statements.rules import richtext
from compliance.statements.rules.difference import Kind
from compliance.statements.rules.single_changes import Comparison
from compliance.statements.word.forms import ChangesForm, PlaceForm, SendBackForm
from compliance.statements.word.services import round_trip
from portal.core import rate_limits
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import InvalidFormMixin

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_SHOWN = 50
# More changes of one area than this are used or left out together.
MAX_CHANGES = 200


class WordView(VersionMixin, InvalidFormMixin, FormView):
    """Download the draft, send it back, and see what came back before."""

    template_name = "statements/word.html"
    form_class = SendBackForm

    def get_context_data(self, **kwargs) -> Context:
        waiting = Count("parts", filter=Q(parts__decision=WordDecision.WAITING))
        word_returns = get_rows(WordReturn, self.organisation).filter(version=self.version).annotate(waiting=waiting)
        return super().get_context_data(
            returns=word_returns.select_related("received_by")[:MAX_SHOWN],
            can_send=permissions.can_edit(self.membership, self.version),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not permissions.can_edit(self.membership, self.version):
            return self.refuse(ActionRefused(_("This text is not open for changes. Someone has sent it on.")))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: SendBackForm) -> HttpResponse:
        try:
            returned = round_trip.receive(
                version=self.version,
                actor=self.request.user,
                at=timezone.now(),
                upload=form.cleaned_data["file"],
                sections=self.sections,
            )
        except ValidationError as refused:
            form.add_error("file", refused)
            return self.form_invalid(form)
        return self.go("word_return", word=returned.uuid)


class DraftFileView(VersionMixin, View):
    """The draft as DOCX."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if wait := rate_limits.count_and_get_wait("word", self.organisation.pk):
            return self.refuse(ActionRefused(rate_limits.describe_wait(wait)), "word")
        comments = get_rows(Comment, self.organisation).filter(version=self.version, resolved_at=None)
        body = round_trip.export(
            version=self.version,
            actor=request.user,
            at=timezone.now(),
            sections=self.sections,
            comments=list(comments.select_related("author")),
        )
        name = f"{self.organisation.slug}-{self.version.statement.year}-draft.docx"
        return HttpResponse(body, content_type=DOCX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


class ReturnView(VersionMixin, TemplateView):
    """One document that came back: each area with how much of it is different."""

    template_name = "statements/word_return.html"

    def get_context_data(self, **kwargs) -> Context:
        returned = get_row(WordReturn, self.organisation, kwargs["word"], version=self.version)
        word_parts = list(get_rows(WordPart, self.organisation).filter(word_return=returned).defer("html", "base"))
        returned_codes = {part.section for part in word_parts}
        return super().get_context_data(
            returned=returned,
            areas=[(part, self.title_of(part.section)) for part in word_parts if part.section],
            loose=[part for part in word_parts if not part.section],
            not_in_it=[
                self.title_of(code)
                for code in round_trip.get_area_codes(self.version, self.sections)
                if code not in returned_codes
            ],
            waiting=sum(part.decision == WordDecision.WAITING for part in word_parts),
            **kwargs,
        )


class PartView(SectionView):
    """One part: what is different, what was said about it; take it over, or leave it out.

    The area's text may have changed since the document was made: then it is settled as between two people who wrote
    at once.
    """

    part: WordPart

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **(kwargs | {"section": SectionCode.PERIOD}))
        word_parts = get_rows(WordPart, self.organisation).filter(word_return__version=self.version)
        part = word_parts.filter(uuid=kwargs["part"]).select_related("word_return", "decided_by").first()
        if part is None:
            raise Http404
        self.part = part
        if part.section and part.section not in self.areas:
            # It was taken out of the statement since.
            part.section = ""
        self.place_in(part.section or (part.after if part.after in self.sections else self.areas[0]))

    def place_in(self, code: str) -> None:
        self.section = self.sections[code]
        self.section.version = self.version

    @cached_property
    def areas(self) -> list[str]:
        return round_trip.get_area_codes(self.version, self.sections)

    def place_form(self, *args: Any, **kwargs: Any) -> PlaceForm:
        return PlaceForm(*args, areas=[(code, self.title_of(code)) for code in self.areas], **kwargs)

    @property
    def narrative(self) -> str:
        return round_trip.narrative_code(self.section.code)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.changes_form() if self.part.section else self.place_form(initial={"section": self.part.after})
        return self.show(form)

    @cached_property
    def comparison(self) -> Comparison:
        return Comparison(richtext.to_marks(self.part.base), richtext.to_marks(self.part.html))

    def changes_form(self, *args: Any) -> ChangesForm | None:
        """Return the form of single changes; None where there is nothing to choose from, or more than people read."""
        changes = self.comparison.changes
        return ChangesForm(*args, changes=changes) if 1 < len(changes) <= MAX_CHANGES else None

    def show(self, form: PlaceForm | ChangesForm | None, *, status: int = 200) -> HttpResponse:
        part = self.part
        now = self.section.answers.get(self.narrative) or ""
        runs = round_trip.compare_html(part.base, part.html) if part.section else []
        context = super(SectionView, self).get_context_data(
            part=part,
            form=form,
            runs=runs,
            is_only_look=all(run.kind == Kind.KEPT for run in runs) and part.decision != WordDecision.SAME,
            proposed=list(part.proposed.all()),
            comments=[comment | {"day": prose.format_day(comment["at"])} for comment in part.comments],
            text=richtext.to_marks(part.html),
            may_write=self.may_write,
            changed_since=bool(part.section) and round_trip.as_kept(part.base) != round_trip.as_kept(now),
            section_title=self.title_of(part.section) if part.section else "",
            revision=self.section.revision,
            is_open=part.decision == WordDecision.WAITING and self.may_write,
            can_ask=permissions.can_comment(self.membership, self.version),
        )
        return self.response_class(
            request=self.request, template=["statements/word_part.html"], context=context, status=status
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not self.may_write:
            return self.refuse(ActionRefused(_("This text is not open for changes. Someone has sent it on.")))
        if "ask" in request.POST:
            return self.ask(request.POST["ask"])
        if self.part.decision != WordDecision.WAITING:
            return self.refuse(
                ActionRefused(_("That has already been decided.")), "word_return", word=self.part.word_return.uuid
            )
        if request.POST.get("act") == "leave":
            round_trip.decide(part=self.part, decision=WordDecision.LEFT, actor=request.user, at=timezone.now())
            messages.success(request, _("Left out. The text here stays as it is."))
            return self.go("word_return", word=self.part.word_return.uuid)
        return self.take(only_ticked=request.POST.get("act") == "some")

    def ask(self, number: str) -> HttpResponse:
        """Put a comment of the document to the comments here, where it is answered."""
        try:
            round_trip.ask(part=self.part, number=number, actor=self.request.user, at=timezone.now())
        except ActionRefused as refusal:
            return self.refuse(refusal, "word_part", word=self.part.word_return.uuid, part=self.part.uuid)
        messages.success(self.request, _("The comment has been added to the others."))
        return self.go("word_part", word=self.part.word_return.uuid, part=self.part.uuid)

    def take(self, *, only_ticked: bool) -> HttpResponse:
        if self.part.proposed.filter(decision=WordDecision.WAITING).exists():
            refusal = ActionRefused(_("Decide about its pictures first: use each one, or leave it out."))
            return self.refuse(refusal, "word_part", word=self.part.word_return.uuid, part=self.part.uuid)
        if self.part.section:
            return self.take_changes() if only_ticked else self.save_text(self.part.html, self.base_revision())
        form = self.place_form(self.request.POST)
        if not form.is_valid():
            return self.show(form, status=INVALID)
        self.place_in(form.cleaned_data["section"])
        there = self.section.answers.get(self.narrative) or ""
        return self.save_text(f"{there}\n{self.part.html}".strip(), self.section.revision)

    def take_changes(self) -> HttpResponse:
        """Save the text with the ticked changes alone."""
        form = self.changes_form(self.request.POST)
        if form is None or not form.is_valid():
            return self.show(form, status=INVALID)
        html = richtext.to_html(self.comparison.apply(form.cleaned_data["changes"]))
        return self.save_text(html, self.base_revision())

    def base_revision(self) -> int:
        """Return what the document began from; where that is not known, what the page showed."""
        known = self.part.base_revision
        return get_revision(self.request.POST) if known is None else known

    def save_text(self, html: str, revision: int) -> HttpResponse:
        base = self.text_at(revision, self.section)
        answers = {**(base.answers if base else self.section.answers), self.narrative: html}
        typed = post_data.as_post_data(self.section.code, answers, is_complete=self.section.is_complete)
        page = SectionInput(self.section, get_section_context(self, self.section.code), data=typed)
        if not page.is_valid():
            return self.answer(page, status=INVALID, revision=revision)
        return self.save(page, revision)
