"""States of what goes to others: consent, referrals and packs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from compliance.casework.choices import ApprovalState


class ConsentState(models.TextChoices):
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    NOT_ASKED = "not_asked", _("Not asked")
    LACKS_CAPACITY = "lacks_capacity", _("Lacks capacity: decided in their best interests")
    NOT_REQUIRED = "not_required", _("Not required: child or danger")
    UNKNOWN = "unknown", _("Not known")


class Source(models.TextChoices):
    """Where an answer of a preparation pack comes from (docs/requirements/helpline.md#preparation-pack)."""

    PERSON = "person", _("In the person’s words")
    REPORTER = "reporter", _("From someone who told us")
    ASKED = "asked", _("Asked by us")
    HANDLER = "handler", _("Recorded by the handler")
    AGENCY = "agency", _("From another agency")
    NOT_RECORDED = "not_recorded", _("Source not recorded")


class OverrideGround(models.TextChoices):
    IMMINENT_DANGER = "imminent_danger", _("Danger to life now")
    CHILD_AT_RISK = "child_at_risk", _("A child at risk")
    LEGAL_OBLIGATION = "legal_obligation", _("Court order or legal duty")
    SERIOUS_CRIME = "serious_crime", _("To prevent or detect serious crime")


class ReferralKind(models.TextChoices):
    REFERRAL = "referral", _("Referral")
    WARM_TRANSFER = "warm_transfer", _("Call transferred live")
    NOTIFICATION = "notification", _("For information")


class Route(models.TextChoices):
    """How a referral goes out."""

    PHONE = "phone", _("By phone")
    SECURE_EMAIL = "secure_email", _("Encrypted file by email, passphrase by phone")
    PARTNER_ACCOUNT = "partner_account", _("To the partner’s account here")


class ReferralStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVAL_PENDING = "approval_pending", _("Waiting for a second person")
    IN_PROGRESS = "in_progress", _("Sent")
    NO_RESPONSE = "no_response", _("No response by the due time")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    DONE = "done", _("Done")
    REVOKED = "revoked", _("Revoked")


# What is said of a referral that is not sent, by the answer of the second person.
UNSENT_LABELS = {
    ApprovalState.APPROVED: _("Approved, not sent yet"),
    ApprovalState.REFUSED: _("Not approved, not sent"),
    ApprovalState.WENT_AHEAD: _("Going ahead without approval, not sent yet"),
    ApprovalState.WITHDRAWN: ReferralStatus.DRAFT.label,
}
# A case cannot close while one of these waits for an answer (docs/requirements/helpline.md#referral-answers).
UNANSWERED_STATUSES = frozenset({ReferralStatus.IN_PROGRESS, ReferralStatus.NO_RESPONSE})
# Not sent, so that it would hang between two cases once one is merged.
UNSENT_STATUSES = frozenset({ReferralStatus.DRAFT, ReferralStatus.APPROVAL_PENDING})
REFERRAL_STEPS: dict[ReferralStatus, frozenset[ReferralStatus]] = {
    ReferralStatus.DRAFT: frozenset(
        {ReferralStatus.APPROVAL_PENDING, ReferralStatus.IN_PROGRESS, ReferralStatus.REVOKED}
    ),
    ReferralStatus.APPROVAL_PENDING: frozenset(
        {ReferralStatus.DRAFT, ReferralStatus.IN_PROGRESS, ReferralStatus.REVOKED}
    ),
    ReferralStatus.IN_PROGRESS: frozenset(
        {
            ReferralStatus.ACCEPTED,
            ReferralStatus.REJECTED,
            ReferralStatus.NO_RESPONSE,
            ReferralStatus.DONE,
            ReferralStatus.REVOKED,
        }
    ),
    ReferralStatus.NO_RESPONSE: frozenset(
        {ReferralStatus.ACCEPTED, ReferralStatus.REJECTED, ReferralStatus.DONE, ReferralStatus.REVOKED}
    ),
    ReferralStatus.ACCEPTED: frozenset({ReferralStatus.DONE, ReferralStatus.REVOKED}),
    ReferralStatus.REJECTED: frozenset({ReferralStatus.DONE}),
    ReferralStatus.DONE: frozenset(),
    ReferralStatus.REVOKED: frozenset(),
}


class Pathway(models.TextChoices):
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    CHILD_REFERRAL = "child_referral", _("Child: referral, no consent needed")
    ADULT_CONSENT_YES = "adult_consent_yes", _("Adult who consents: referral")
    ADULT_CONSENT_NO_COOPERATES = (
        "adult_consent_no_cooperates",
        _("Adult who does not consent but helps authorities: duty to notify with details"),
    )
    ADULT_CONSENT_NO = "adult_consent_no", _("Adult who does not consent: anonymous duty to notify")
    AGE_UNKNOWN = "age_unknown", _("Age unknown: treated as a child")
    UNDECIDED = "undecided", _("Adult who has not decided: no referral yet")


# Nobody asks a child for consent, nor somebody who may be one.
CHILD_PATHWAYS = frozenset({Pathway.CHILD_REFERRAL, Pathway.AGE_UNKNOWN})


class PackStage(models.TextChoices):
    PACK_IN_PREPARATION = "pack_in_preparation", _("Preparing the pack")
    PACK_SENT = "pack_sent_to_first_responder", _("Pack sent to a first responder")
    REFERRED = "referred", _("Referred")
    DTN_SUBMITTED = "dtn_submitted", _("Duty to notify submitted")
    RG_PENDING = "rg_pending", _("Reasonable grounds pending")
    RG_POSITIVE = "rg_positive", _("Reasonable grounds positive")
    RG_NEGATIVE = "rg_negative", _("Reasonable grounds negative")
    CG_PENDING = "cg_pending", _("Conclusive grounds pending")
    CG_POSITIVE = "cg_positive", _("Conclusive grounds positive")
    CG_NEGATIVE = "cg_negative", _("Conclusive grounds negative")
    SUSPENDED = "suspended", _("Suspended")
    WITHDRAWN = "withdrawn", _("Withdrawn")
