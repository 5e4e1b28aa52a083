"""What an app above casework adds to a case. Casework may not import such an app: settings.CASE_HOOKS names it.

Every method of the base class returns what is true of a case while no app above has anything to do with it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from compliance.casework.models import Approval, Case, PersonGroup
from compliance.casework.rules.coded_facts import ReferralFact
from compliance.casework.rules.message_claims import DisclosureLog
from compliance.casework.selectors.statistics_tables import Table
from compliance.casework.services.case_keys import Keys
from portal.accounts.models import User
from portal.core.types import Context


@dataclass(frozen=True)
class UnsentItem:
    """Something that a second person has decided on and that nobody has sent yet. page: the name of its address."""

    case: Case
    approval: Approval
    uuid: UUID
    page: str


class CaseHooks:
    """The questions that casework asks. A subclass answers those that concern its app."""

    def count_unanswered_referrals(self, case: Case) -> int:
        """Count what was sent to somebody outside and waits for their answer: the case cannot close.

        See docs/requirements/helpline.md#referral-answers.
        """
        return 0

    def count_unsent_referrals(self, case: Case) -> int:
        """Count what was begun for somebody outside and is not sent, in the case and in all that was merged into it."""
        return 0

    def has_unsent_referral(self, case: Case) -> bool:
        """Return whether this very case has such a row, which a merge would leave between two cases."""
        return False

    def has_override(self, case: Case) -> bool:
        """Return whether something of the case was shared without consent, so that two people close it."""
        return False

    def rests_on_people(self, group: PersonGroup) -> bool:
        """Return whether something is about these people, so that they cannot be removed from the case."""
        return False

    def handle_age_changed_to_adult(self, case: Case) -> None:
        """Let go what was prepared for a child. The caller holds the lock on the case and the transaction."""

    def get_log(self, case: Case) -> DisclosureLog | None:
        """Return what was shared of the case, which a message to a reporter may not contradict; None where unknown."""
        return None

    def get_sent_referrals(self, case: Case) -> list[tuple[datetime, str]]:
        """Return when something was sent and to what kind of recipient, for the timeline."""
        return []

    def get_unsent_items(self, approvals: Collection[UUID]) -> list[UnsentItem]:
        """Return what these approvals were asked for, where it is not sent yet."""
        return []

    def get_rows_of_merge(self, kind: str, cases: list[UUID]) -> list[QuerySet]:
        """Return the rows of two merged cases whose change means that something new has happened since the merge."""
        return []

    def get_referrals_table(self, begins: datetime, ends: datetime, reader: User | None) -> Table | None:
        """Return the table of the monthly statistics about what went outside, without cases kept from the reader."""
        return None

    def get_referral_facts(self, begins: datetime, ends: datetime, reader: User | None) -> list[ReferralFact]:
        """Return a coded fact for each thing that went outside in the time, without cases kept from the reader."""
        return []

    def require_agreeable(self, approval: Approval, *, actor: User, keys: Keys) -> None:
        """Raise ActionRefused where nobody can say yes, for what was asked has changed or cannot be read."""

    def get_caution(self, approval: Approval) -> str:
        """Return the sentence to tick before a yes, where what was asked is out of the ordinary; else an empty text."""
        return ""

    def saves_life(self, approval: Approval, keys: Keys) -> bool:
        """Return whether what was asked may go ahead with nobody else on shift.

        See docs/requirements/helpline.md#small-teams.
        """
        return False

    def get_approval_context(
        self, approval: Approval, *, reader: User, keys: Keys, at: datetime, shows_pack: bool
    ) -> Context:
        """Return what the page of an approval shows of that for which it was asked."""
        return {}

    def get_page_after_override(self, approval: Approval) -> tuple[Any, ...] | None:
        """Return the name and arguments of the page to go on to after somebody went ahead alone."""
        return None


@cache
def registered() -> tuple[CaseHooks, ...]:
    """Return the hooks of the apps above, in the order of settings.CASE_HOOKS."""
    return tuple(import_string(name)() for name in settings.CASE_HOOKS)


def get_caution(approval: Approval) -> str:
    """Return the sentence of an app above to tick before a yes, or an empty text where there is none."""
    return next(filter(None, (hooks.get_caution(approval) for hooks in registered())), "")


def saves_life(approval: Approval, keys: Keys) -> bool:
    """Return whether one of the apps above says that what was asked may go ahead with nobody else on shift."""
    return any(hooks.saves_life(approval, keys) for hooks in registered())
