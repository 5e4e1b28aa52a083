"""The enumerations of audits. Codes are those of the suppliers vocabulary and are never renamed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditType(models.TextChoices):
    """The type of an audit."""

    FULL_INITIAL = "full_initial", _("Full initial")
    PERIODIC = "periodic", _("Periodic")
    FULL_FOLLOW_UP = "full_follow_up", _("Full follow-up")
    PARTIAL_FOLLOW_UP = "partial_follow_up", _("Partial follow-up")
    DESKTOP_FOLLOW_UP = "desktop_follow_up", _("Desktop follow-up")
    REMOTE = "remote", _("Remote or virtual")
    SELF_ASSESSMENT = "self_assessment", _("Self-assessment only")
    OTHER = "other", _("Other")


class Announcement(models.TextChoices):
    """How an audit was announced to the site."""

    ANNOUNCED = "announced", _("Announced")
    SEMI_ANNOUNCED = "semi_announced", _("Semi-announced (date within a window)")
    UNANNOUNCED = "unannounced", _("Unannounced")
    UNKNOWN = "unknown", _("Not stated")


class CommissionedBy(models.TextChoices):
    """Who commissioned an audit."""

    OWN_STAFF = "own_staff", _("Carried out by our own staff")
    THIRD_PARTY_US = "third_party_us", _("Third party, arranged by us")
    SUPPLIER_STAFF = "supplier_staff", _("Carried out by the supplier's staff")
    THIRD_PARTY_SUPPLIER = "third_party_supplier", _("Third party, arranged by the supplier")


class AuditStatus(models.TextChoices):
    """The status of an audit. A draft never counts in risk; a superseded audit is history."""

    DRAFT = "draft", _("Draft")
    COMPLETE = "complete", _("Complete")
    SUPERSEDED = "superseded", _("Superseded")


class Grade(models.TextChoices):
    """The grades of findings, the worst first. The last two are notes."""

    BUSINESS_CRITICAL = "business_critical", _("Business critical")
    CRITICAL = "critical", _("Critical")
    MAJOR = "major", _("Major")
    MINOR = "minor", _("Minor")
    CAR = "collaborative_action_required", _("Collaborative action required (CAR)")
    OBSERVATION = "observation", _("Observation (SMETA 6.1 and other schemes only)")
    GOOD_EXAMPLE = "good_example", _("Good example")


# What is no breach: a weakness that could become one, and what is better than the code asks.
NOTE_GRADES = frozenset({Grade.OBSERVATION, Grade.GOOD_EXAMPLE})


class ManagementGrade(models.TextChoices):
    """How a site manages one area of the code (MSA of SMETA 7), the best first."""

    ROBUST = "robust", _("Robust management system")
    SOME_IMPROVEMENTS = "some_improvements", _("Some improvements recommended")
    FUNDAMENTAL_IMPROVEMENTS = "fundamental_improvements", _("Fundamental improvements required")
    NOT_ADDRESSED = "not_addressed", _("Not addressed")


class ManagementPart(models.TextChoices):
    """The parts of a management system, each graded by itself (docs/requirements/suppliers.md#management-systems)."""

    POLICIES_AND_PROCEDURES = "policies_and_procedures", _("Policies and procedures")
    RESOURCES = "resources", _("Resources")
    COMMUNICATION_AND_TRAINING = "communication_and_training", _("Communication and training")
    MONITORING = "monitoring", _("Monitoring")


class Strength(models.TextChoices):
    """The strength of a site's open indicators together. Words, never a verdict.

    See docs/requirements/suppliers.md#forced-labour-signs.
    """

    DEFINITE = "definite", _("Definite signs")
    STRONG = "strong", _("Strong signs")
    POSSIBLE = "possible", _("Possible signs")
    NONE = "none", _("No signs")


class Freshness(models.TextChoices):
    """How recent an audit is."""

    FRESH = "fresh", _("Fresh")
    AGEING = "ageing", _("Ageing")
    EXPIRED = "expired", _("Expired")


class FindingStatus(models.TextChoices):
    """The status of a finding or an action; ALLOWED_TRANSITIONS is the table of its changes."""

    OPEN = "open", _("Open")
    DISPUTED = "disputed", _("Disputed by the site")
    PLAN_AGREED = "plan_agreed", _("Plan agreed")
    IN_PROGRESS = "in_progress", _("In progress")
    EVIDENCE_SUBMITTED = "evidence_submitted", _("Evidence sent")
    VERIFIED_CLOSED = "verified_closed", _("Closed and verified")
    CLOSED_UNVERIFIED = "closed_unverified", _("Closed, not verified")
    CARRIED_OVER = "carried_over", _("Carried over to the next audit")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Findings that somebody still has to work on.
OPEN_STATUSES = frozenset(
    {
        FindingStatus.OPEN,
        FindingStatus.DISPUTED,
        FindingStatus.PLAN_AGREED,
        FindingStatus.IN_PROGRESS,
        FindingStatus.EVIDENCE_SUBMITTED,
    }
)
CLOSED_STATUSES = frozenset({FindingStatus.VERIFIED_CLOSED, FindingStatus.CLOSED_UNVERIFIED})
# Where work has ended: going on from here is reopening, and asks for a reason.
ENDED_STATUSES = CLOSED_STATUSES | {FindingStatus.CARRIED_OVER, FindingStatus.WITHDRAWN}

# From each status to those it may become. Sending evidence and closing are two steps; nobody verifies what is open.
ALLOWED_TRANSITIONS: dict[FindingStatus, frozenset[FindingStatus]] = {
    FindingStatus.OPEN: frozenset(
        {
            FindingStatus.DISPUTED,
            FindingStatus.PLAN_AGREED,
            FindingStatus.IN_PROGRESS,
            FindingStatus.EVIDENCE_SUBMITTED,
            FindingStatus.CLOSED_UNVERIFIED,
            FindingStatus.CARRIED_OVER,
            FindingStatus.WITHDRAWN,
        }
    ),
    FindingStatus.DISPUTED: frozenset(
        {
            FindingStatus.OPEN,
            FindingStatus.PLAN_AGREED,
            FindingStatus.IN_PROGRESS,
            FindingStatus.CARRIED_OVER,
            FindingStatus.WITHDRAWN,
        }
    ),
    FindingStatus.PLAN_AGREED: frozenset(
        {
            FindingStatus.DISPUTED,
            FindingStatus.IN_PROGRESS,
            FindingStatus.EVIDENCE_SUBMITTED,
            FindingStatus.CLOSED_UNVERIFIED,
            FindingStatus.CARRIED_OVER,
            FindingStatus.WITHDRAWN,
        }
    ),
    FindingStatus.IN_PROGRESS: frozenset(
        {
            FindingStatus.DISPUTED,
            FindingStatus.PLAN_AGREED,
            FindingStatus.EVIDENCE_SUBMITTED,
            FindingStatus.CLOSED_UNVERIFIED,
            FindingStatus.CARRIED_OVER,
            FindingStatus.WITHDRAWN,
        }
    ),
    FindingStatus.EVIDENCE_SUBMITTED: frozenset(
        {
            FindingStatus.DISPUTED,
            FindingStatus.IN_PROGRESS,
            FindingStatus.CLOSED_UNVERIFIED,
            FindingStatus.CARRIED_OVER,
            FindingStatus.WITHDRAWN,
        }
    ),
    FindingStatus.CLOSED_UNVERIFIED: frozenset({FindingStatus.VERIFIED_CLOSED, FindingStatus.OPEN}),
    FindingStatus.VERIFIED_CLOSED: frozenset({FindingStatus.OPEN}),
    FindingStatus.CARRIED_OVER: frozenset({FindingStatus.OPEN}),
    FindingStatus.WITHDRAWN: frozenset({FindingStatus.OPEN}),
}


class VerificationMethod(models.TextChoices):
    """The way in which an action was verified."""

    DESKTOP = "desktop", _("Desktop (documents, photos)")
    FOLLOW_UP = "follow_up", _("Follow-up visit")
    NEXT_AUDIT = "next_audit", _("At the next full audit")
    WORKER_VOICE = "worker_voice", _("Confirmed by workers")


class Unverifiable(models.TextChoices):
    """The reason why somebody may not verify an action, as the sentence that they read.

    See docs/requirements/suppliers.md#verifier.
    """

    NO_VERIFIER = (
        "no_verifier",
        _("Only a verifier can close it for good. Mark it as closed, and a verifier will check it."),
    )
    NOT_CLOSED = "not_closed", _("Only an action that is closed can be verified.")
    OWN_HAND = "own_hand", _("Someone else has to verify this: you closed it, or sent the evidence.")
    NO_EVIDENCE = "no_evidence", _("Nothing shows yet that it was done. Someone else has to add a file first.")


class AlertLevel(models.TextChoices):
    """The level by issue code, whatever grade the auditor wrote. C raises nothing and is never stored.

    See docs/requirements/suppliers.md#alert-levels.
    """

    A = "A", _("People may be at risk now")
    B = "B", _("Needs a named person within two working days")


class AlertClosing(models.TextChoices):
    """The reason why an A-alert may be closed (docs/requirements/suppliers.md#closing-alerts)."""

    REPORTED_TO_HELPLINE = "reported_to_helpline", _("Reported to the helpline")
    REPORTED_TO_AUTHORITY = "reported_to_authority", _("Reported to the police or an authority")
    ALREADY_REMEDIATED = "already_remediated", _("Already known and put right")
    NOT_AN_INDICATOR = "not_an_indicator", _("Not a sign of forced or child labour")


class Progress(models.IntegerChoices):
    """The progress of a collaborative action (docs/requirements/suppliers.md#collaborative-actions)."""

    NOT_STARTED = 0, _("Not started")
    TALKING = 1, _("In discussion")
    PLAN_AGREED = 2, _("Plan agreed")
    PARTLY_DONE = 3, _("Partly paid or done")
    DONE = 4, _("Done")


class OwnerRole(models.TextChoices):
    """The role of an organisation that shares a collaborative action."""

    SITE = "site", _("Site")
    SUPPLIER = "supplier", _("Supplier")
    LABOUR_PROVIDER = "labour_provider", _("Labour provider")
    BUYER = "buyer", _("Another buyer")
    US = "us", _("Us")
