"""The states that casework decides by, and the steps between them. Codes are those of the helpline vocabulary.

Longer lists (languages, sectors, signs, kinds of places …) are data of portal.reference and are kept as codes.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    P1 = "p1", _("1 Immediate")
    P2 = "p2", _("2 Urgent")
    P3 = "p3", _("3 Standard")
    P4 = "p4", _("4 Advice")


class Age(models.TextChoices):
    """Whether somebody under 18 is affected. Not sure means child until decided otherwise."""

    UNDER_18 = "under_18", _("Under 18")
    ADULT = "adult", _("Adult")
    NOT_SURE = "not_sure", _("Age not sure")


class Danger(models.TextChoices):
    HAPPENING_NOW = "happening_now", _("Danger now")
    WITHIN_24H = "within_24h", _("Danger within 24 hours")
    NOT_IMMEDIATE = "not_immediate", _("No danger known")
    UNKNOWN = "unknown", _("Danger not known")


class Category(models.TextChoices):
    MODERN_SLAVERY = "modern_slavery", _("Modern slavery")
    LABOUR_ABUSE = "labour_abuse", _("Labour abuse")
    OTHER_ABUSE = "other_abuse", _("Other abuse or vulnerability")
    INTERNATIONAL = "international", _("International")
    GENERAL_INFORMATION = "general_information", _("General information")
    NOT_RELATED = "not_related", _("Not related")


class Marking(models.TextChoices):
    """Who may know of a case. `open` and `business` are for what is no case."""

    CASEWORK = "casework", _("All handlers and leads")
    RESTRICTED = "restricted", _("Restricted: named people only")
    SEALED = "sealed", _("Sealed: two people must agree to open it")


class Status(models.TextChoices):
    NEW = "new", _("New")
    TRIAGED = "triaged", _("Triaged")
    IN_PROGRESS = "in_progress", _("In progress")
    AWAITING_CONTACT = "awaiting_contact", _("Waiting for the reporter")
    AWAITING_PARTNER = "awaiting_partner", _("Waiting for a partner")
    SAFEGUARDING_HOLD = "safeguarding_hold", _("Safeguarding hold")
    CLOSURE_REQUESTED = "closure_requested", _("Closure requested")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Reopened")
    MERGED = "merged", _("Merged into another case")


ENDED_STATUSES = frozenset({Status.CLOSED, Status.MERGED})
WAITING_STATUSES = frozenset({Status.AWAITING_CONTACT, Status.AWAITING_PARTNER, Status.SAFEGUARDING_HOLD})
_WORK = frozenset({Status.IN_PROGRESS, *WAITING_STATUSES})

# From each status to those it may become. What each step asks besides is in rules.
# See docs/requirements/helpline.md#case-status.
STATUS_STEPS: dict[Status, frozenset[Status]] = {
    Status.NEW: frozenset({Status.TRIAGED, Status.MERGED}),
    Status.TRIAGED: _WORK | {Status.CLOSURE_REQUESTED, Status.CLOSED, Status.MERGED},
    **{
        status: (_WORK - {status}) | {Status.CLOSURE_REQUESTED, Status.CLOSED, Status.MERGED}
        for status in (Status.IN_PROGRESS, *sorted(WAITING_STATUSES))
    },
    Status.CLOSURE_REQUESTED: frozenset({Status.IN_PROGRESS, Status.CLOSED}),
    Status.REOPENED: _WORK | {Status.CLOSURE_REQUESTED, Status.CLOSED, Status.MERGED},
    Status.CLOSED: frozenset({Status.REOPENED}),
    Status.MERGED: frozenset(),
}


class Closure(models.TextChoices):
    REFERRED = "referred", _("Referred, nothing more to do")
    SIGNPOSTED = "signposted", _("Signposted")
    ADVICE_GIVEN = "advice_given", _("Advice given")
    INSUFFICIENT_INFORMATION = "insufficient_information", _("Not enough information to act")
    CONTACT_LOST = "contact_lost", _("Lost contact")
    CONTACT_DECLINED = "contact_declined", _("The person did not want help")
    DUPLICATE = "duplicate", _("Duplicate")
    OUT_OF_SCOPE = "out_of_scope", _("Out of scope")
    MALICIOUS = "malicious", _("Malicious or hoax")


class NoteKind(models.TextChoices):
    """A decision stays as it was written (docs/requirements/helpline.md#decisions-unchanged)."""

    LOG = "log", _("Log")
    DECISION = "decision", _("Decision")
    SAFEGUARDING = "safeguarding", _("Safeguarding")
    LEGAL = "legal", _("Legal")


class TaskKind(models.TextChoices):
    CALL_BACK = "call_back", _("Call back")
    CONTACT_REQUEST = "contact_request", _("Call someone who asked us to")
    REPLY = "reply", _("Answer a message")
    CHASE_REFERRAL = "chase_referral", _("Chase a partner for an answer")
    CHILD_ACTION = "child_action", _("Protect the child")
    REVIEW = "review", _("Review")
    OTHER = "other", _("Something else")


class ChildAction(models.TextChoices):
    """What a case with a child needs done (docs/requirements/helpline.md#child-actions)."""

    CALLED_999 = "called_999", _("Emergency services called")
    LA_CHILDREN_CONTACTED = "la_children_contacted", _("Children's services contacted")
    LA_CONTACT_RECORDED = "la_contact_recorded", _("Council contact: name, phone and email recorded")
    ICTG_REFERRED = "ictg_referred", _("Referred to the child trafficking guardians")
    ICTG_NOT_AVAILABLE = "ictg_not_available", _("Child trafficking guardians do not cover the area")
    NRM_FIRST_RESPONDER_IDENTIFIED = "nrm_first_responder_identified", _("First responder identified")
    INFORMATION_PACK_GIVEN = "information_pack_given", _("Information suited to their age given")
    STRATEGY_DISCUSSION = "strategy_discussion", _("Strategy discussion held")


class Direction(models.TextChoices):
    IN = "in", _("They contacted us")
    OUT = "out", _("We contacted them")


class CallOutcome(models.TextChoices):
    """How an attempt to reach somebody, or a call without a case, ended."""

    SPOKE = "spoke", _("Spoke with the person")
    NO_ANSWER = "no_answer", _("No answer")
    SOMEBODY_ELSE = "somebody_else", _("Someone else answered")
    NOT_SAFE = "not_safe", _("Not safe to continue")
    MESSAGE_LEFT = "message_left", _("Message left, as agreed")
    SILENT = "silent", _("Silent call")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    INFORMATION_GIVEN = "information_given", _("Information given")
    LINE_DROPPED = "line_dropped", _("The line dropped")


# Ends a call without a case; in one press only while its form holds nothing about anybody (rules.call_endings).
CALL_ENDINGS = (
    CallOutcome.SILENT,
    CallOutcome.LINE_DROPPED,
    CallOutcome.WRONG_NUMBER,
    CallOutcome.INFORMATION_GIVEN,
)


class ContactCategory(models.TextChoices):
    """The classes in which contacts are counted: those of a case, and two of calls in which nobody told us anything.

    A silent or abandoned call may have been somebody who could not speak, so it is never "not related".
    """

    MODERN_SLAVERY = Category.MODERN_SLAVERY.value, Category.MODERN_SLAVERY.label
    LABOUR_ABUSE = Category.LABOUR_ABUSE.value, Category.LABOUR_ABUSE.label
    OTHER_ABUSE = Category.OTHER_ABUSE.value, Category.OTHER_ABUSE.label
    INTERNATIONAL = Category.INTERNATIONAL.value, Category.INTERNATIONAL.label
    GENERAL_INFORMATION = Category.GENERAL_INFORMATION.value, Category.GENERAL_INFORMATION.label
    NOT_RELATED = Category.NOT_RELATED.value, Category.NOT_RELATED.label
    SILENT = "silent", _("Silent call")
    ABANDONED = "abandoned", _("Abandoned call: the line dropped or the caller hung up")


class Removable(models.TextChoices):
    """What can be removed from a case. The codes are those of the pages that describe a case, and a file."""

    PEOPLE = "people", _("People affected")
    EXPLOITER = "exploiter", _("Who may be responsible")
    PLACE = "place", _("Place")
    SUPPLY = "supply", _("Business and supply chain")
    FILE = "file", _("File")


class IdentityMode(models.TextChoices):
    NAMED_SHARE = "named_share", _("Named, details may be shared")
    CONFIDENTIAL = "confidential", _("Confidential: known to us only")
    ANONYMOUS = "anonymous", _("Anonymous")
    NOT_ASKED = "not_asked", _("Not asked")


class RevealReason(models.TextChoices):
    """Why somebody asks to see who a person is. Kept in the history, so nothing of the case."""

    CALL_BACK = "call_back", _("To contact them")
    SAFETY = "safety", _("To keep someone safe")
    REFERRAL = "referral", _("For a referral they agreed to, or one needed because of danger")
    IDENTITY_CHECK = "identity_check", _("To check I am speaking to the right person")
    RIGHTS = "rights", _("To answer a request about their data")


class FileReason(models.TextChoices):
    """Why somebody opens a file of the desk, or one that may tell who made it. Kept in the history."""

    WORK = "work", _("To work on the case")
    EVIDENCE = "evidence", _("To pass it on as evidence")
    NO_COPY = "no_copy", _("There is no cleaned copy, or it does not show enough")
    RIGHTS = "rights", _("To answer a request about their data")


class ApprovalKind(models.TextChoices):
    """What needs a second person (docs/requirements/helpline.md#second-person)."""

    OVERRIDE = "override", _("Share without consent")
    IDENTITY_RELEASE = "identity_release", _("Share someone’s identity with others")
    CLOSURE = "closure", _("Close the case")
    LEVEL = "level", _("Lower the level of a case")
    NRM_HANDOVER = "nrm_handover", _("Hand over an NRM pack")
    UNSEALING = "unsealing", _("Let someone open a sealed case, or unseal it")
    DELETION = "deletion", _("Delete")
    SHARING_AGREEMENT = "sharing_agreement", _("Add a new partner")
    FEED = "feed", _("Send the first feed of its kind to a partner")
    ACCESS_REQUEST = "access_request", _("Answer a request about personal data")


# Needs two people beside the one who asks.
KINDS_WITH_TWO_APPROVERS = frozenset({ApprovalKind.UNSEALING})
# Saves a life, so that it never waits for a second person (docs/requirements/helpline.md#small-teams).
LIFE_SAVING_KINDS = frozenset({ApprovalKind.OVERRIDE, ApprovalKind.IDENTITY_RELEASE})


class ApprovalState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    WENT_AHEAD = "went_ahead", _("Went ahead with no one else on shift")


class AlarmKind(models.TextChoices):
    NOT_OPENED = "not_opened", _("An immediate concern that no one has opened")
    CASE_IN_DANGER = "case_in_danger", _("A caller is in immediate danger and no one has acted on their case")
    NEW_MESSAGE = "new_message", _("A new message in an immediate case that no one has read")
    CALL_LEFT_OPEN = "call_left_open", _("A call form about someone at risk has been left open")
    NOBODY_UNLOCKED = "nobody_unlocked", _("No one has unlocked the desk")
    NO_WORKER = "no_worker", _("The background worker is not running")
    BULK_READING = "bulk_reading", _("Someone is opening an unusual number of cases")
    MANY_REVEALS = "many_reveals", _("Someone is revealing an unusual number of identities")


class InterpreterMode(models.TextChoices):
    NONE = "none", _("Not needed")
    THREE_WAY_CALL = "three_way_call", _("Interpreter on the call")
    CALLBACK = "callback_with_interpreter", _("Call back with an interpreter")
    BILINGUAL_HANDLER = "bilingual_handler", _("Handler speaks the language")
    SIGN_LANGUAGE = "sign_language", _("Sign language")
    TRANSLATED_FORM = "translated_form", _("Form in another language")
    INFORMAL_REFUSED = "informal_refused", _("Companion's offer to interpret declined")


class InterpreterOutcome(models.TextChoices):
    COMPLETED = "completed", _("Completed")
    UNAVAILABLE = "unavailable", _("No interpreter available")
    CALLER_DECLINED = "caller_declined", _("The person declined")
    GENDER_UNAVAILABLE = "gender_unavailable", _("Preferred gender not available")
    STOPPED_DISTRESS = "stopped_distress", _("Stopped because of distress")
    DROPPED = "dropped", _("The line dropped")
    CONFLICT = "conflict", _("Stopped: conflict of interest")


class RetentionClass(models.TextChoices):
    CONTACT_NO_CASE = "contact_no_case", _("Contact without a case")
    CASE_ADULT = "case_adult", _("Adult case")
    CASE_CHILD = "case_child", _("Child case")
    NRM_PACK = "nrm_pack", _("NRM pack")
