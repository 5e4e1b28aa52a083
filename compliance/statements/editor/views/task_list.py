"""The home of one statement: what is done, what is left, who is at it, and what comes next."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from compliance.organisations.permissions import is_administrator, is_writer
from compliance.organisations.rules.publication_deadline import get_due_date
from compliance.organisations.tenancy import get_rows
from compliance.statements import permissions
from compliance.statements.choices import AREAS, EXTRAS, FROZEN, OPEN, SectionCode, State
from compliance.statements.core.views import VersionMixin, flatten_answers, today
from compliance.statements.editor import guidance
from compliance.statements.editor.services import draft
from compliance.statements.models import Comment, Publication, Section, SectionDraft
from compliance.statements.rubric import services as checking
from compliance.statements.rules import outline
from compliance.statements.rules.financial_year import parse_day
from compliance.statements.rules.legal_forms import needs_approval
from compliance.statements.rules.richtext import count_words
from compliance.statements.signoff.services import signoff
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import see_other

AT_WORK = timedelta(minutes=10)

# Words and look of a status. Completed is plain black; only a problem is red (GOV.UK task list).
NOT_STARTED, IN_PROGRESS, COMPLETED, CANNOT_START, PROBLEM, WITHDRAWN = (
    ("not_started", gettext_lazy("Not yet started"), "blue"),
    ("in_progress", gettext_lazy("In progress"), "light-blue"),
    ("completed", gettext_lazy("Completed"), ""),
    ("cannot_start", gettext_lazy("Cannot start yet"), "cannot"),
    ("problem", gettext_lazy("There is a problem"), "red"),
    ("withdrawn", gettext_lazy("Withdrawn"), "grey"),
)
NO_STATUS = ("", "", "")


@dataclass(frozen=True)
class Task:
    """A row of the list. address is empty for what cannot start yet.

    kind: spoken after the title, where the menu has a page of the same name.
    """

    name: str
    title: str
    status: tuple
    address: str = ""
    hint: str = ""
    kind: str = ""


class TaskList(VersionMixin, TemplateView):
    template_name = "statements/tasks.html"

    def get_context_data(self, **kwargs) -> Context:
        version = self.version
        period_end = parse_day(self.answers.get(SectionCode.PERIOD, {}).get("period_end"))
        expected = get_due_date(period_end) if period_end else None
        is_voluntary = checking.is_voluntary(version, self.answers)
        before, writing, confirming = self.section_tasks()
        sections, finish = [*before, *writing, *confirming], self.finish_tasks()
        return super().get_context_data(
            groups=[
                (_("Before you write"), before),
                (_("The six areas, and your own sections") if self.has_own else _("The six areas"), writing),
                (_("Finish"), [*confirming, *finish]),
            ],
            next_task=self.next_task(sections, finish),
            done=sum(task.status is COMPLETED for task in sections),
            total=len(sections),
            period_end=period_end,
            due_on=expected,
            is_voluntary=is_voluntary,
            is_late=bool(expected and expected < today() and version.state in OPEN and not is_voluntary),
            words=self.words(),
            colleagues=self.colleagues(),
            open_comments=self.open_comments,
            can_edit=permissions.can_edit(self.membership, version),
            can_reopen=permissions.can_reopen(self.membership, version),
            can_discard=permissions.can_discard(self.membership, version),
            can_amend=permissions.can_amend(self.membership, version),
            withdrawn=self.withdrawn,
            **({} if version.is_editable else self.lack_of_approver()),
            is_first_visit=version.state == State.DRAFTING and not any(s.revision for s in self.sections.values()),
            **kwargs,
        )

    @property
    def has_own(self) -> bool:
        """Tell whether the draft has custom sections."""
        return bool(outline.get_custom_sections(self.answers))

    def next_task(self, sections: list[Task], finish: list[Task]) -> Task | None:
        """Return the one thing that this person may do next; None where it is for somebody else to act."""
        if self.version.state == State.WITHDRAWN:
            address = self.address_to_begin_again
            return Task("again", _("Start a new version"), NOT_STARTED, address) if address else None
        may = {
            "review": permissions.can_send_for_review(self.membership, self.version)
            or permissions.can_review(self.membership, self.version),
            "approve": permissions.can_approve(self.membership, self.version),
            "sign": permissions.can_sign(self.membership, self.version),
            "publish": is_administrator(self.membership),
        }
        writing = sections if permissions.can_edit(self.membership, self.version) else []
        closing = [task for task in finish if task.address and may.get(task.name)]
        optional = [task for task in writing if task.name in outline.OPTIONAL]
        needed = [task for task in writing if task not in optional]
        open_ones = (task for task in [*needed, *closing, *optional] if task.status is not COMPLETED)
        return next(open_ones, None)

    @property
    def withdrawn(self) -> Publication | None:
        """Return when and why the version was withdrawn; None of any other."""
        if self.version.state != State.WITHDRAWN:
            return None
        return get_rows(Publication, self.organisation).filter(version=self.version).without_texts().first()

    @cached_property
    def open_comments(self) -> int:
        return get_rows(Comment, self.organisation).filter(version=self.version, resolved_at=None).count()

    def section_tasks(self) -> tuple[list[Task], ...]:
        """Return the tasks before writing, the six areas, and what is confirmed at the end."""
        tasks = {code: self.section_task(code) for code in self.outline if code in self.sections}
        first = [task for code, task in tasks.items() if code in (*outline.BEFORE, SectionCode.INTRO)]
        last = [task for code, task in tasks.items() if code == SectionCode.COVERAGE]
        return first, [task for code, task in tasks.items() if code in (*AREAS, *EXTRAS)], last

    def section_task(self, code: str) -> Task:
        section = self.sections[code]
        letter = guidance.get_area_letter(code)
        hints = [
            _("Section 54(5)(%(letter)s)") % {"letter": letter} if letter else "",
            *(
                _("Level %(level)s: %(covered)s of %(all)s") % {"level": level, "covered": covered, "all": all_items}
                for level, covered, all_items in guidance.count_levels(
                    code, section.answers, is_short=self.version.is_short
                )
                if section.revision
            ),
            _("Copied from %(year)s") % {"year": section.answers[draft.COPIED_FROM]}
            if draft.COPIED_FROM in section.answers
            else "",
            _("Optional") if code in outline.OPTIONAL else "",
        ]
        return Task(
            name=code,
            title=section.title,
            status=self.section_status(section),
            address=self.address("section", section=code),
            hint=" · ".join(filter(None, hints)),
            kind=_("section"),
        )

    def section_status(self, section: Section) -> tuple:
        if section.is_complete:
            others = flatten_answers(self.answers, without=section.code) | {"legal_form": self.legal_form}
            missing = outline.missing_questions(section.code, section.answers, others)
            return PROBLEM if missing else COMPLETED
        return IN_PROGRESS if section.revision or section.answers else NOT_STARTED

    def finish_tasks(self) -> list[Task]:
        state = self.version.state
        review = {State.INTERNAL_REVIEW: IN_PROGRESS, State.CHANGES_REQUESTED: PROBLEM}.get(State(state), NOT_STARTED)
        is_past_review = state not in (State.DRAFTING, State.INTERNAL_REVIEW, State.CHANGES_REQUESTED)
        has_approval = state in (State.APPROVED, State.SIGNED) or (is_past_review and state not in FROZEN)
        is_signed = state == State.SIGNED or (is_past_review and state not in FROZEN)
        is_public = state in (State.PUBLISHED, State.SUPERSEDED)
        needs = needs_approval(self.legal_form)
        can_sign = state == State.APPROVED or (state == State.READY_FOR_APPROVAL and not needs)
        comments = self.open_comments
        return [
            Task("check", _("Check the statement"), NO_STATUS, self.address("check")),
            Task("preview", _("Preview it as readers will see it"), NO_STATUS, self.address("preview")),
            Task(
                "review",
                _("Have a colleague review it"),
                COMPLETED if is_past_review else review,
                self.address("review"),
                _("Open comments: %(count)s") % {"count": comments} if comments else "",
            ),
            self._step(
                "approve",
                _("Approval") if needs else _("Approval, if there is one"),
                is_done=has_approval and (needs or state == State.APPROVED),
                is_open=state == State.READY_FOR_APPROVAL,
            ),
            *self._members(),
            self._step("sign", _("Signature"), is_done=is_signed, is_open=can_sign),
            self._publication(is_signed, is_public),
        ]

    def _members(self) -> list[Task]:
        """Of a group: whom it covers, and whether each member approved it itself."""
        answers = self.answers.get(SectionCode.ORGANISATIONS, {})
        if not answers.get("is_group"):
            return []
        count = len(answers.get("group_members") or [])
        hint = ngettext("%(count)s organisation", "%(count)s organisations", count) % {"count": count}
        return [
            Task(
                "members",
                _("Organisations of the group, and their own approvals"),
                NO_STATUS,
                self.address("members"),
                hint,
            )
        ]

    def _publication(self, is_signed: bool, is_public: bool) -> Task:
        if self.version.state == State.WITHDRAWN:
            return Task("publish", _("Publish"), WITHDRAWN, self.address("published"))
        if is_public:
            return Task("publish", _("Publish"), COMPLETED, self.address("published"))
        if is_signed and is_administrator(self.membership):
            return Task("publish", _("Publish"), NOT_STARTED, self.address("publish"))
        hint = _("An administrator of your organisation publishes it.") if is_signed else ""
        return Task("publish", _("Publish"), CANNOT_START, hint=hint)

    def _step(self, name: str, title: str, *, is_done: bool, is_open: bool) -> Task:
        if is_done or is_open:
            return Task(name, title, COMPLETED if is_done else NOT_STARTED, self.address(name))
        return Task(name, title, CANNOT_START)

    def words(self) -> int:
        texts = flatten_answers(self.answers)
        return sum(
            count_words(text) for name, text in texts.items() if name.startswith("narrative_") and isinstance(text, str)
        )

    def colleagues(self) -> list[str]:
        """Return who else has unsaved text from the last minutes, or saved something in them."""
        since = timezone.now() - AT_WORK
        typing = get_rows(SectionDraft, self.organisation).filter(section__version=self.version, saved_at__gte=since)
        people = {draft.user for draft in typing.select_related("user")}
        people |= {s.saved_by for s in self.sections.values() if s.saved_by and s.saved_at and s.saved_at >= since}
        return sorted(str(person) for person in people if person != self.request.user)


class ReopenView(VersionMixin, TemplateView):
    """Taking a frozen text back voids what was given for it: the page says so before it happens."""

    template_name = "statements/reopen.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not permissions.can_reopen(self.membership, self.version):
            return self.refuse(ActionRefused(_("You cannot return this version to drafting.")))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            signoff.reopen(version=self.version, actor=request.user, at=timezone.now())
        except ActionRefused as refusal:
            return self.refuse(refusal)
        return self.go("tasks")


class DiscardView(VersionMixin, TemplateView):
    template_name = "statements/discard.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not permissions.can_discard(self.membership, self.version):
            return self.refuse(ActionRefused(_("You cannot discard this version.")))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            draft.discard(version=self.version, actor=request.user, at=timezone.now())
        except ActionRefused as refusal:
            return self.refuse(refusal)
        return see_other(reverse("statements:list", kwargs={"organisation": self.organisation.slug}))
