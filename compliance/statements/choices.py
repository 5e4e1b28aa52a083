"""States and ways of a statement. Codes are those of the Section 54 vocabulary."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from compliance.statements import vocabulary


class State(models.TextChoices):
    """Life of one version of a statement."""

    DRAFTING = "drafting", "Drafting"
    INTERNAL_REVIEW = "internal_review", "Internal review"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    READY_FOR_APPROVAL = "ready_for_approval", "Ready for approval"
    APPROVED = "approved", "Approved"
    SIGNED = "signed", "Signed"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Superseded by a later version"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DISCARDED = "discarded", "Discarded draft"


# What each state may become. Who may move it, and when, is in permissions.py and services.py.
STEPS: dict[State, frozenset[State]] = {
    State.DRAFTING: frozenset({State.INTERNAL_REVIEW, State.DISCARDED}),
    State.INTERNAL_REVIEW: frozenset({State.CHANGES_REQUESTED, State.READY_FOR_APPROVAL}),
    State.CHANGES_REQUESTED: frozenset({State.INTERNAL_REVIEW}),
    State.READY_FOR_APPROVAL: frozenset({State.APPROVED, State.SIGNED, State.DRAFTING}),
    State.APPROVED: frozenset({State.SIGNED, State.DRAFTING}),
    State.SIGNED: frozenset({State.PUBLISHED, State.DRAFTING}),
    State.PUBLISHED: frozenset({State.SUPERSEDED, State.WITHDRAWN}),
    State.SUPERSEDED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.DISCARDED: frozenset(),
}
EDITABLE = frozenset({State.DRAFTING, State.CHANGES_REQUESTED})
FROZEN = frozenset({State.READY_FOR_APPROVAL, State.APPROVED, State.SIGNED})
# One version of a year at a time is on its way.
OPEN = EDITABLE | FROZEN | {State.INTERNAL_REVIEW}


class Way(models.TextChoices):
    """How an approval or signature came to us; the public page says which."""

    ON_SCREEN = "on_screen", "Signed electronically on this website"
    RECORDED = "recorded", "Recorded on this website by the organisation"


class AmendmentKind(models.TextChoices):
    TYPOGRAPHIC = "typographic", "Correction that changes no meaning"
    SUBSTANTIVE = "substantive", "Change of content"
    LATE_PUBLICATION = "late_publication", "First publication after the expected date"
    GROUP_MEMBERSHIP = "group_membership", "Organisations added to or removed from a group statement"
    LINK_OR_CONTACT = "link_or_contact", "Web address or contact for copies only; text unchanged"


class SectionCode(models.TextChoices):
    """The tasks of a draft. The six areas stand in the order of the statutory guide, section 4."""

    PERIOD = "period", "Financial year and kind of statement"
    ORGANISATIONS = "organisations", "Who the statement covers"
    SIGNOFF = "signoff", "Who approves and who signs"
    INTRO = "intro", "Introduction"
    STRUCTURE = "structure", "Organisation's structure, business and supply chains"
    POLICIES = "policies", "Policies"
    RISK = "risk", "Assessing and managing risk"
    DUE_DILIGENCE = "due_diligence", "Due diligence, including remediation"
    TRAINING = "training", "Training"
    MONITORING = "monitoring", "Monitoring and evaluation: goals and KPIs, effectiveness"
    COVERAGE = "coverage", "Your business and your supply chains"
    WEB = "web", "Your website, or an address for copies"


AREAS = (
    SectionCode.STRUCTURE,
    SectionCode.POLICIES,
    SectionCode.RISK,
    SectionCode.DUE_DILIGENCE,
    SectionCode.TRAINING,
    SectionCode.MONITORING,
)


# Sections of the organisation's own, each under a heading that it chose.
EXTRAS = vocabulary.extra_sections()
SECTIONS = [*SectionCode.choices, *((code, code) for code in EXTRAS)]


class DocumentKind(models.TextChoices):
    """What is kept of a publication: the statement in three forms, and its certificate of publication, a PDF."""

    HTML = "html", "HTML"
    PDF = "pdf", "PDF"
    JSON = "json", "JSON"
    CERTIFICATE = "cert", "Certificate"


class RenderState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Being made"
    DONE = "done", "Ready"
    NEEDS_ATTENTION = "needs_attention", "Needs attention"


class NoticeKind(models.TextChoices):
    """Why somebody is told of a thread."""

    MENTIONED = "mentioned", _("You were named in a comment")
    ASKED = "asked", _("New comment")
    ANSWERED = "answered", _("Your comment was answered")
    REPLIED = "replied", _("New reply in a thread you wrote in")


class WordDecision(models.TextChoices):
    """What became of a part of a Word document that came back. SAME: it says what the draft said."""

    WAITING = "waiting", _("Needs a decision")
    SAME = "same", _("No change")
    TAKEN = "taken", _("Used")
    LEFT = "left", _("Left out")


class EvidenceKind(models.TextChoices):
    """What the registers offer to a section: one kind, one sentence."""

    SUPPLIERS = "suppliers", _("Suppliers and where they are")
    TIERS = "tiers", _("Suppliers by tier")
    SECTORS = "sectors", _("Sectors of suppliers")
    WORKERS = "workers", _("People who work at suppliers’ sites")
    EMPLOYER_PAYS = "employer_pays", _("Sites where the employer pays for recruitment")
    RISK = "risk", _("Risk at suppliers’ sites")
    HIGH_RISK = "high_risk", _("Sectors where the risk is highest")
    BEYOND_TIER_1 = "beyond_tier_1", _("Risk beyond tier 1")
    SELF_ASSESSMENT = "self_assessment", _("Self-assessment questionnaires")
    AUDITS = "audits", _("Social audits")
    FINDINGS = "findings", _("What the audits found")
    INTERVIEWS = "interviews", _("Workers interviewed")
    GRIEVANCE = "grievance", _("Ways for workers to complain")
    ACTIONS = "actions", _("Corrective actions")
    FEES = "fees", _("Recruitment fees repaid")
    SUPPLIER_TRAINING = "supplier_training", _("Training at suppliers’ sites")
    STAFF_TRAINING = "staff_training", _("Training for our own people")
    SOCIAL_AUDITS = "social_audits", _("Answer to the question on social audits")
    INDICATORS = "indicators", _("Answer to the question on signs of forced labour")
    REMEDIATIONS = "remediations", _("Answer to the question on help for people affected")
    SITES_AUDITED = "sites_audited", _("Measure: share of sites audited")
    COVERED = "covered", _("Measure: people at audited sites")
    VERIFIED = "verified", _("Measure: corrective actions verified")
    LATE = "late", _("Measure: overdue corrective actions")
    REPAID = "repaid", _("Measure: recruitment fees repaid")
    TRAINED_SITES = "trained_sites", _("Measure: sites trained")
    TRAINED_PEOPLE = "trained_people", _("Measure: our own people trained")
    ONE_AUDIT = "one_audit", _("One audit")


class Licence(models.TextChoices):
    """What others may do with a published statement; the organisation says so when it publishes."""

    ALL_RIGHTS_RESERVED = "all_rights_reserved", _("All rights reserved")
    CC_BY = "cc_by_4", _("Creative Commons Attribution 4.0")
    OGL = "ogl_3", _("Open Government Licence 3.0")
