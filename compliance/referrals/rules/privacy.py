"""What a recipient is told about who told us, and how to contact them safely. Pure, so that a table can prove it.

A victim who reports for themselves is no informant: police and children's services have to speak to them. Somebody
else who told us is protected from being found. Of whom nobody knows which of the two they are, neither is said, and
both are protected. Three facts decide: who told us, how private they want to be, and their rules for safe contact.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from compliance.concerns.rules.tellers import CODE_WORD, TellerRole
from compliance.referrals.rules.disclosure import ANONYMOUS, CONFIDENTIAL, NOT_ASKED, REPORTER, get_kinds


class Notice(StrEnum):
    """A statement in the privacy text of a package; services.privacy_text has the words."""

    NOT_SAID = "not_said"
    VICTIM_TOLD = "victim_told"
    AT_RISK = "at_risk"
    OTHER_TOLD = "other_told"
    DO_NOT_LOOK = "do_not_look"
    NOT_KNOWN_WHO = "not_known_who"
    MAY_BE_AT_RISK = "may_be_at_risk"
    NAMED = "named"
    NAME_SHARED = "name_shared"
    NAME_OVERRIDDEN = "name_overridden"
    NAME_LEFT_OUT = "name_left_out"
    NAME_KEPT = "name_kept"
    NO_NAME = "no_name"
    PRIVACY_NOT_ASKED = "privacy_not_asked"
    NAME_WITHOUT_ASKING = "name_without_asking"


@dataclass(frozen=True)
class TellerFacts:
    """is_named: this package says who they are. safety: codes of contact_safety. code_word: the agreed word."""

    role: TellerRole
    identity_mode: str
    is_named: bool = False
    safety: tuple[str, ...] = ()
    safe_times: str = field(default="", repr=False)
    code_word: str = field(default="", repr=False)

    @property
    def may_be_contacted(self) -> bool:
        """Return whether the recipient may meet or reach them, and so needs their rules."""
        return self.is_victim or self.is_named

    @property
    def is_victim(self) -> bool:
        return self.role is TellerRole.SELF

    @property
    def has_code_word(self) -> bool:
        return bool(self.code_word) or CODE_WORD in self.safety


def may_learn_who_told(target: str) -> bool:
    """Return whether this kind of recipient may learn anything of who told us. A business learns nothing."""
    return REPORTER in get_kinds(target)


def get_notices(teller: TellerFacts) -> tuple[Notice, ...]:
    """Return what the recipient is told about one person who told us, in the order of the text."""
    if teller.is_victim:
        return (Notice.VICTIM_TOLD, *_about_name(teller), Notice.AT_RISK)
    if teller.role is TellerRole.NOT_KNOWN:
        return (Notice.NOT_KNOWN_WHO, *_about_name(teller), Notice.MAY_BE_AT_RISK)
    looking = () if teller.is_named else (Notice.DO_NOT_LOOK,)
    return (Notice.OTHER_TOLD, *_about_name(teller), *looking)


def sort_tellers(tellers: Iterable[TellerFacts]) -> list[TellerFacts]:
    """Return each set of facts once, victims first."""
    return sorted(dict.fromkeys(tellers), key=lambda teller: not teller.is_victim)


def _about_name(teller: TellerFacts) -> tuple[Notice, ...]:
    if teller.identity_mode == ANONYMOUS:
        return (Notice.NO_NAME,)
    if teller.identity_mode == NOT_ASKED:
        return (Notice.NAMED, Notice.NAME_WITHOUT_ASKING) if teller.is_named else (Notice.PRIVACY_NOT_ASKED,)
    is_confidential = teller.identity_mode == CONFIDENTIAL
    if teller.is_named:
        return (Notice.NAMED, Notice.NAME_OVERRIDDEN if is_confidential else Notice.NAME_SHARED)
    return (Notice.NAME_KEPT if is_confidential else Notice.NAME_LEFT_OUT,)
