"""Open call forms about somebody at risk, as the queue shows them: no word of what was said.

See docs/requirements/helpline.md#unfinished-calls.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from compliance.casework.models import CallDraft
from compliance.casework.rules import open_calls as rules
from compliance.casework.rules.priorities import ADULT
from compliance.casework.selectors.queue import Line, Shown
from portal.accounts.models import User
from portal.vault.models import Unlock


@dataclass(frozen=True)
class OpenCall:
    """token: of the reader's own form, to go on with; whoever has it may write into the form."""

    pk: UUID
    level: str
    age: str
    danger_level: str
    saved_at: datetime
    owner_name: str
    is_left: bool
    is_own: bool
    may_take_over: bool
    token: UUID | None

    @property
    def is_call(self) -> bool:
        return True

    @property
    def concerns_child(self) -> bool:
        """Return whether it is about a child; an age that nobody has asked is none that is not sure."""
        return self.age not in {ADULT, ""}


def get_open_calls(*, user: User, is_lead: bool, now: datetime) -> list[OpenCall]:
    """Return the urgent forms in the order of the queue."""
    unlocks = Unlock.objects.valid(now).filter(handler_key__user=OuterRef("handler"))
    drafts = CallDraft.objects.filter(level__in=rules.URGENT_LEVELS).select_related("handler")
    drafts = drafts.defer("answers").annotate(is_owner_at_desk=Exists(unlocks))
    calls = [_describe(draft, user=user, is_lead=is_lead, now=now) for draft in drafts]
    return sorted(calls, key=lambda call: (*_get_place(call), call.saved_at))


def _describe(draft: CallDraft, *, user: User, is_lead: bool, now: datetime) -> OpenCall:
    is_own = draft.handler_id == user.pk
    is_owner_at_desk = bool(getattr(draft, "is_owner_at_desk", False))
    return OpenCall(
        pk=draft.pk,
        level=draft.level,
        age=draft.age_of_person,
        danger_level=draft.danger_level,
        saved_at=draft.saved_at,
        owner_name=str(draft.handler or ""),
        is_left=rules.is_left_open(draft.saved_at, now),
        is_own=is_own,
        may_take_over=rules.may_take_over(
            level=draft.level,
            saved_at=draft.saved_at,
            now=now,
            is_own=is_own,
            is_lead=is_lead,
            is_owner_at_desk=is_owner_at_desk,
        ),
        token=draft.token if is_own else None,
    )


def get_mark(calls: Sequence[OpenCall]) -> str:
    """Return a text that differs once a form is among them, is not any more, or has been left."""
    keys = " ".join(sorted(f"{call.pk}{call.is_left}" for call in calls))
    return hashlib.sha256(keys.encode()).hexdigest()[:16] if calls else ""


def list_shown(calls: Sequence[OpenCall], *, shown: Shown, level: str = "") -> list[OpenCall]:
    """Return those of one part of the queue. A place or a language is not known yet, and so leaves nobody out."""
    is_in = {
        Shown.ALL: lambda call: True,
        Shown.MINE: lambda call: call.is_own,
        Shown.UNASSIGNED: lambda call: call.is_left,
        Shown.WAITING: lambda call: False,
    }[shown]
    return [call for call in calls if is_in(call) and level in ("", call.level)]


def merge_with_lines(calls: Sequence[OpenCall], lines: Sequence[Line]) -> list[OpenCall | Line]:
    """Return the rows of a page with each call first of its level."""
    entries: list[OpenCall | Line] = [*calls, *lines]
    return sorted(entries, key=lambda entry: (*_get_place(entry), not entry.is_call))


def _get_place(entry: OpenCall | Line) -> tuple[bool, str]:
    if isinstance(entry, OpenCall):
        return not entry.concerns_child, entry.level
    return not entry.waiting.concerns_child, entry.waiting.level
