"""Colleagues read: send the draft to them, ask, reply, resolve, and freeze the text for those who approve and sign."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.statements import notifications
from compliance.statements.choices import EDITABLE, FROZEN, OPEN, SectionCode, State
from compliance.statements.core import selectors as content
from compliance.statements.core.services import change_state, lock_version
from compliance.statements.groups import services as members
from compliance.statements.models import (
    Comment,
    Reply,
    Version,
)
from compliance.statements.rubric import services as checking
from compliance.statements.rubric.rules.check import blocking_before_approval
from compliance.statements.rules.content import content_hash
from compliance.statements.signoff.services import comment_digest
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record

FIRST = frozenset({"law_financial_year", "law_steps_or_none"})


class NotReady(ActionRefused):
    """Checks stand in the way; results says which."""

    def __init__(self, sentence: str, results: list) -> None:
        super().__init__(sentence)
        self.results = results


@transaction.atomic
def send_for_review(*, version: Version, actor, at: datetime) -> Version:
    """Ask colleagues to read. Raises NotReady, Refusal."""
    current = lock_version(version)
    if current.state == State.INTERNAL_REVIEW:
        return current
    if current.state not in EDITABLE:
        raise ActionRefused(_("This version has already been sent on."))
    results = checking.run_check(current, today=timezone.localdate(at))
    if blocking := [result for result in results if result.criterion in FIRST and result.stops_publication]:
        reasons = " ".join(result.reason for result in blocking)
        raise NotReady(_("It cannot go to review yet. %(reasons)s") % {"reasons": reasons}, blocking)
    checking.save_run(current, results, actor=actor)
    change_state(current, State.INTERNAL_REVIEW)
    _record(current, actor, "sent_for_review", at)
    notifications.request_review(current, actor)
    return current


@transaction.atomic
def comment(
    *, version: Version, actor, at: datetime, text: str, section: str = "", mentioned: Iterable[User] = ()
) -> Comment:
    """Add a question on the text, open until it is resolved. Those named in it, and the writers, are notified."""
    current = _open_for_comments(version)
    written = _written(current, actor, text, section, mentioned)
    comment_digest.notify_about_comment(written, at)
    _record(current, actor, "commented", at, section=section)
    return written


def _written(version: Version, actor, text: str, section: str, mentioned: Iterable[User]) -> Comment:
    written = Comment.objects.create(version=version, section=section, text=text, author=actor)
    written.mentioned.set(mentioned)
    return written


@transaction.atomic
def reply(*, comment: Comment, actor, at: datetime, text: str, mentioned: Iterable[User] = ()) -> Reply:
    """Say something to a comment. It stays open until somebody resolves it. Raises Refusal."""
    current = _open_thread(comment)
    if current.resolved_at:
        raise ActionRefused(_("This comment is resolved. Reopen it to say more."))
    reply = Reply.objects.create(comment=current, text=text, author=actor, written_at=at)
    reply.mentioned.set(mentioned)
    comment_digest.notify_about_reply(reply, at)
    _record(current.version, actor, "comment_answered", at, section=current.section)
    return reply


@transaction.atomic
def resolve(*, comment: Comment, actor, at: datetime) -> Comment:
    """Resolve a comment: nothing is open in it any more. Pressed twice, it is resolved once. Raises Refusal."""
    current = _open_thread(comment)
    if not current.resolved_at:
        current.resolved_by, current.resolved_at = actor, at
        current.save(update_fields=["resolved_by", "resolved_at"])
        _record(current.version, actor, "comment_resolved", at, section=current.section)
    return current


@transaction.atomic
def reopen(*, comment: Comment, actor, at: datetime) -> Comment:
    """Reopen a comment that was not resolved after all. Raises Refusal."""
    current = _open_thread(comment)
    if current.resolved_at:
        current.resolved_by = current.resolved_at = None
        current.save(update_fields=["resolved_by", "resolved_at"])
        _record(current.version, actor, "comment_reopened", at, section=current.section)
    return current


@transaction.atomic
def reword(*, comment: Comment, actor, at: datetime, text: str) -> Comment:
    """Change the last word of a thread: by whoever wrote it, within ten minutes. Raises Refusal."""
    current = _open_thread(comment)
    if not current.is_rewordable(by=actor, at=at):
        raise ActionRefused(_("The person who wrote last can change it for 10 minutes, until the comment is resolved."))
    written = current.last_word
    written.text = text
    written.save(update_fields=["text"])
    _record(current.version, actor, "comment_changed", at, section=current.section)
    return current


@transaction.atomic
def request_changes(
    *, version: Version, actor, at: datetime, text: str, section: str = "", mentioned: Iterable[User] = ()
) -> Version:
    """Send it back with at least one comment."""
    current = lock_version(version)
    if current.state == State.CHANGES_REQUESTED:
        return current
    if current.state != State.INTERNAL_REVIEW:
        raise ActionRefused(_("This version is not in review."))
    comment_digest.notify_about_comment(_written(current, actor, text, section, mentioned), at, writers=False)
    change_state(current, State.CHANGES_REQUESTED)
    _record(current, actor, "changes_requested", at, section=section)
    notifications.notify_changes_requested(current, actor, text)
    return current


@transaction.atomic
def mark_ready(*, version: Version, actor, at: datetime) -> Version:
    """Freeze the text: from here approval and signature are bound to its hash. Open comments stay with it.

    Raises NotReady, ActionRefused.
    """
    current = lock_version(version)
    if current.state == State.READY_FOR_APPROVAL:
        return current
    if current.state != State.INTERNAL_REVIEW:
        raise ActionRefused(_("This version is not in review."))
    results = checking.run_check(current, today=timezone.localdate(at))
    if blocking := blocking_before_approval(results):
        raise NotReady(_("The text cannot be frozen yet: the Act’s own requirements are not all met."), blocking)
    sections = content.get_answers(current)
    # Where the statement stands on the web is asked until the day of publication.
    if open_ones := [
        question
        for question in content.get_unanswered_questions(current, sections)
        if question.section != SectionCode.WEB
    ]:
        raise NotReady(content.describe_unanswered(open_ones, sections), [])
    current.content_hash = content_hash(content.get_content(current, sections))
    checking.save_run(current, results, actor=actor)
    change_state(current, State.READY_FOR_APPROVAL)
    _record(current, actor, "ready", at, content_hash=current.content_hash)
    notifications.request_signoff(current, actor)
    notifications.request_member_approvals(current, members.get_agreed_members(current))
    return current


@transaction.atomic
def record_board_pack(*, version: Version, actor, at: datetime) -> None:
    """Record who took the text out of the portal for a board, and when."""
    _record(version, actor, "board_pack_made", at, content_hash=version.content_hash)


def _open_for_comments(version: Version) -> Version:
    """The version, locked. Raises Refusal once its text is frozen or public."""
    current = lock_version(version)
    if current.state not in OPEN - FROZEN:
        raise ActionRefused(_("Comments are closed: the text is frozen for approval, or no longer a draft."))
    return current


def get_open_comments(version: Version):
    return version.comments.filter(resolved_at=None)


def _open_thread(comment: Comment) -> Comment:
    """The comment, locked. Raises ActionRefused once the text is frozen or public."""
    _open_for_comments(comment.version)
    return Comment.objects.select_for_update().get(pk=comment.pk)


def _record(version: Version, actor, verb: str, at: datetime, **data: str) -> None:
    record(actor, f"statements.version.{verb}", version, data, scope=version.statement.organisation.uuid, at=at)


@transaction.atomic
def record_draft_pdf(*, version: Version, actor, at: datetime) -> None:
    """Record who took the text of a draft out of the portal, and when."""
    record(actor, "statements.version.draft_pdf_made", version, scope=version.statement.organisation.uuid, at=at)
