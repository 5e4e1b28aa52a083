"""Review by colleagues: comments, replies, changes asked for, text frozen."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from compliance.organisations.models import Membership
from compliance.organisations.tenancy import get_row, get_rows
from compliance.statements import permissions, vocabulary
from compliance.statements.core.views import VersionMixin
from compliance.statements.models import CheckAnswer, Comment, Reply
from compliance.statements.signoff.forms.review import CommentForm, ReplyForm, WordForm
from compliance.statements.signoff.services import review
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.types import Context


@dataclass(frozen=True)
class Thread:
    """where: the title of the section that it is on; address: its page, where it still has one."""

    comment: Comment
    where: str = ""
    address: str = ""
    reply: ReplyForm | None = None
    reword: WordForm | None = None
    can_resolve: bool = False


def word_form(comment: Comment, data: QueryDict | None = None) -> WordForm:
    text = comment.last_word
    label = _("Your comment") if text is comment else _("Your reply")
    return WordForm(data, label=label, initial={"text": text.text}, auto_id=f"id_{comment.uuid}_reword_%s")


class ReviewView(VersionMixin, TemplateView):
    """All threads. What a person can do next stands at the end of the page."""

    template_name = "statements/review.html"

    def get_context_data(self, **kwargs) -> Context:
        comments = get_rows(Comment, self.organisation).filter(version=self.version)
        typed = kwargs.get("typed")
        return super().get_context_data(
            **{"form": self.comment_form(), **kwargs},
            threads=[self.thread(comment, typed) for comment in self.whole(comments)],
            check_answers=[
                (vocabulary.criterion(answer.criterion).question, answer)
                for answer in get_rows(CheckAnswer, self.organisation).filter(version=self.version).select_related("by")
            ],
            **self.lack_of_approver(),
            can_comment=permissions.can_comment(self.membership, self.version),
            can_send=permissions.can_send_for_review(self.membership, self.version),
            can_review=permissions.can_review(self.membership, self.version),
        )

    def whole(self, comments: QuerySet) -> QuerySet:
        """Return the comments with their people; those on one area alone where the address asks for it."""
        code = self.request.GET.get("area", "")
        section_comments = comments.filter(section=code) if code in self.all_sections else comments
        replies = Prefetch(
            "replies", get_rows(Reply, self.organisation).select_related("author").prefetch_related("mentioned")
        )
        return section_comments.select_related("author", "resolved_by").prefetch_related("mentioned", replies)

    def thread(self, comment: Comment, typed: WordForm | ReplyForm | None) -> Thread:
        """Return a comment with the forms that this person may fill in; typed: one that came back with errors."""
        is_open = permissions.can_comment(self.membership, self.version)
        forms: dict[str, WordForm | ReplyForm] = {}
        if is_open and not comment.resolved_at:
            forms["reply"] = self.reply_form(comment)
        if is_open and comment.is_rewordable(by=self.request.user, at=timezone.now()):
            forms["reword"] = word_form(comment)
        return Thread(
            comment,
            self.title_of(comment.section) if comment.section else "",
            self.address("section", section=comment.section) if comment.section in self.sections else "",
            can_resolve=is_open and permissions.may_resolve_ever(self.membership, comment),
            **{act: typed if typed and typed.auto_id == form.auto_id else form for act, form in forms.items()},
        )

    def reply_form(self, comment: Comment, data: QueryDict | None = None) -> ReplyForm:
        return ReplyForm(data, people=self.people, auto_id=f"id_{comment.uuid}_reply_%s")

    def comment_form(self, data=None) -> CommentForm:
        initial = {"section": self.request.GET.get("section", "")}
        sections = [(code, self.title_of(code)) for code in self.outline]
        return CommentForm(data, sections=sections, people=self.people, initial=initial)

    @cached_property
    def people(self) -> dict[UUID, User]:
        """Return the others of the organisation."""
        members = get_rows(Membership, self.organisation).active().exclude(user=self.request.user)
        return {member.uuid: member.user for member in members.select_related("user")}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        act = {
            "comment": self.comment,
            "reply": self.reply,
            "reword": self.reword,
            "resolve": self.resolve,
            "reopen": self.reopen,
            "send": self.send,
            "changes": self.ask_for_changes,
            "ready": self.mark_ready,
        }.get(request.POST.get("act", ""))
        if self.request.POST.get("act") in ("send", "changes", "ready"):
            self.demand(permissions.may_review_ever(self.membership))
        if act is None:
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            return act()
        except review.NotReady as refusal:
            messages.warning(request, refusal.sentence)
            return self.go("check")
        except ActionRefused as refusal:
            return self.refuse(refusal, "review")

    def comment(self) -> HttpResponse:
        self.now(permissions.can_comment(self.membership, self.version))
        form = self.comment_form(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        review.comment(version=self.version, actor=self.request.user, at=timezone.now(), **form.cleaned_data)
        return self.go("review")

    def reply(self) -> HttpResponse:
        comment = self.comment_at_hand()
        return self.put(comment, self.reply_form(comment, self.request.POST), review.reply)

    def reword(self) -> HttpResponse:
        comment = self.comment_at_hand()
        return self.put(comment, word_form(comment, self.request.POST), review.reword)

    def put(self, comment: Comment, form: WordForm | ReplyForm, keep: Callable[..., object]) -> HttpResponse:
        """Keep one text of a thread."""
        self.now(permissions.can_comment(self.membership, self.version))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(typed=form), status=422)
        keep(comment=comment, actor=self.request.user, at=timezone.now(), **form.cleaned_data)
        return self.go("review")

    def resolve(self) -> HttpResponse:
        return self.settle(review.resolve)

    def reopen(self) -> HttpResponse:
        return self.settle(review.reopen)

    def settle(self, act: Callable[..., Comment]) -> HttpResponse:
        comment = self.comment_at_hand()
        self.demand(permissions.may_resolve_ever(self.membership, comment))
        self.now(permissions.can_comment(self.membership, self.version))
        act(comment=comment, actor=self.request.user, at=timezone.now())
        return self.go("review")

    def comment_at_hand(self) -> Comment:
        try:
            uuid = UUID(self.request.POST.get("comment", ""))
        except ValueError as error:
            raise Http404 from error
        return get_row(Comment, self.organisation, uuid, version=self.version)

    def send(self) -> HttpResponse:
        self.now(permissions.can_send_for_review(self.membership, self.version))
        review.send_for_review(version=self.version, actor=self.request.user, at=timezone.now())
        if permissions.has_free_approver(self.version):
            messages.success(self.request, _("Sent for review. We have emailed your colleagues."))
        else:
            messages.success(self.request, _("Sent for review."))
        return self.go("tasks")

    def ask_for_changes(self) -> HttpResponse:
        self.now(permissions.can_review(self.membership, self.version))
        form = self.comment_form(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        values = form.cleaned_data
        review.request_changes(
            version=self.version,
            actor=self.request.user,
            at=timezone.now(),
            **values,
        )
        messages.success(self.request, _("The writers can see your comment, and we have emailed them."))
        return self.go("review")

    def mark_ready(self) -> HttpResponse:
        self.now(permissions.can_review(self.membership, self.version))
        self.version = review.mark_ready(version=self.version, actor=self.request.user, at=timezone.now())
        messages.success(self.request, _("The text is frozen and ready to be approved and signed."))
        return self.go_to_signoff()

    @staticmethod
    def now(may: bool) -> None:
        if not may:
            raise ActionRefused(
                _("You cannot do this now. Someone may have moved the statement on, or it is for someone else to do.")
            )
