"""The enumerations of organisations. Codes are those of the Section 54 vocabulary and are never renamed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalForm(models.TextChoices):
    """The kind of organisation, which decides who approves and who signs. Source: Modern Slavery Act 2015 s.54(6)."""

    COMPANY = "company", _("Company")
    BODY_CORPORATE = "body_corporate", _("Another kind of incorporated body, for example one set up by royal charter")
    LLP = "llp", _("Limited liability partnership")
    LIMITED_PARTNERSHIP = (
        "limited_partnership",
        _("Limited partnership registered under the Limited Partnerships Act 1907"),
    )
    OTHER_PARTNERSHIP = (
        "other_partnership",
        _("Any other partnership, including a similar foreign firm (Partnership Act 1890)"),
    )
    PUBLIC_BODY = "public_body", _("Public body")
    OTHER_UNINCORPORATED = (
        "other_unincorporated",
        _("Other unincorporated body, trust or sole trader"),
    )


class DateOrder(models.TextChoices):
    """The order in which a date such as 03/04/2026 in a file is read, where nothing else in its column says so."""

    DAY_FIRST = "day_first", _("Day first: 03/04/2026 is 3 April 2026")
    MONTH_FIRST = "month_first", _("Month first: 03/04/2026 is 4 March 2026")


class Role(models.TextChoices):
    """A member's role in a business (docs/requirements/statements.md#business-roles)."""

    VIEWER = "viewer", _("Member")
    EDITOR = "editor", _("Editor")
    APPROVER = "approver", _("Approver")
    ADMINISTRATOR = "administrator", _("Administrator")


# Who may write drafts.
WRITER_ROLES = frozenset({Role.EDITOR, Role.ADMINISTRATOR})
# Of whom a second factor is demanded, beside our own staff (docs/requirements/security.md#second-factor).
SECOND_FACTOR_ROLES = frozenset({Role.APPROVER, Role.ADMINISTRATOR})

# One line that says what each role may do; shown wherever a role is chosen.
ROLE_MEANINGS = {
    Role.VIEWER: _("Reads drafts, suppliers and audits, and comments on them."),
    Role.EDITOR: _("Writes drafts and manages suppliers and audits."),
    Role.APPROVER: _("Approves and signs statements that other people wrote."),
    Role.ADMINISTRATOR: _("Has an editor’s rights, publishes statements, and manages people and settings."),
}


class TrainingGroup(models.TextChoices):
    """The group that people assigned to a course belong to: codes of the section 54 list training_target."""

    WHOLE_ORGANISATION = "whole_organisation", _("People from the whole organisation")
    FRONT_LINE = "front_line_staff", _("Front-line staff")
    HUMAN_RESOURCES = "human_resources", _("Human resources")
    EXECUTIVES = "executives", _("Executives")
    PROCUREMENT = "procurement", _("Procurement")
    OTHER = "other", _("Other people")


class ReminderKind(models.TextChoices):
    """The kinds of mail about an assignment. Each is sent to a person once; the latest that is due is sent alone.

    By hand as often as an administrator asks, once a day at most: the row holds the latest.
    """

    ASKED = "asked", _("Assigned")
    SOON = "soon", _("A week before the due date")
    LATE = "late", _("After the due date")
    REFRESH = "refresh", _("Before a completion expires")
    BY_HAND = "by_hand", _("An administrator sent a reminder")


class GroupRole(models.TextChoices):
    """The answer to the group question; codes of section 54 question q_group."""

    NOT_IN_GROUP = "not_in_group", _("No, it is not part of a group")
    PARENT = "parent", _("Yes, it is a parent")
    SUBSIDIARY = "subsidiary", _("Yes, it is a subsidiary")


class TurnoverBand(models.TextChoices):
    """Turnover in the financial year. A band holds its lower end and not its upper: £36 million exactly is in scope."""

    NOT_PROVIDED = "not_provided", _("Not provided")
    UNDER_36M = "under_36m", _("Under £36 million")
    FROM_36M = "36m_60m", _("£36 million to £60 million")
    FROM_60M = "60m_100m", _("£60 million to £100 million")
    FROM_100M = "100m_500m", _("£100 million to £500 million")
    OVER_500M = "over_500m", _("Over £500 million")


class ProofMethod(models.TextChoices):
    """The ways in which an organisation proves its identity.

    See docs/requirements/statements.md#verified-organisations.
    """

    PAGE = "page", _("A code on a page of our website")
    DNS = "dns", _("A code in a DNS record of our domain")
    EVIDENCE = "evidence", _("A document for your staff to check")
    EMAIL = "email", _("An email address at our domain")


class ProofState(models.TextChoices):
    """The states of a proof; UNDECIDED_STATES names those that can still change."""

    OPEN = "open", _("You need to act")
    CHECKING = "checking", _("Being checked")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# A proof that may still become an answer; an organisation has at most one.
UNDECIDED_STATES = frozenset({ProofState.OPEN, ProofState.CHECKING})


class ExportList(models.TextChoices):
    """The lists that a worker can write as a file; settings.EXPORTS names what writes each."""

    SUPPLIERS = "suppliers", _("Suppliers")
    ACTION_PLAN = "action-plan", _("Open findings and actions")
    SUPPLY_CHAIN = "supply-chain", _("Supply chain")


class ExportState(models.TextChoices):
    """The state of a download that a worker makes."""

    WAITING = "waiting", _("Waiting to start")
    MAKING = "making", _("In progress")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")
