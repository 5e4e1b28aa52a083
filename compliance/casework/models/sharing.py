"""What goes to others: consent, disclosures, referrals, partners, NRM packs, interpreters."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from compliance.casework.choices import ApprovalState
from compliance.casework.choices_sharing import (
    UNSENT_LABELS,
    ConsentState,
    InterpreterMode,
    InterpreterOutcome,
    OverrideGround,
    PackStage,
    Pathway,
    ReferralKind,
    ReferralStatus,
    Route,
)
from compliance.casework.models.base import CaseRow, SealedRow, code, codes, own_key, somebody
from compliance.casework.models.case import Contact
from compliance.casework.models.people import PersonGroup, Reporter
from compliance.casework.models.work import Approval
from portal.vault.fields import SealedField
from portal.vault.models import RandomIdModel


class Partner(RandomIdModel):
    """An agency that we refer to by an account of its own, under a key that it made at its onboarding.

    private_key: under a passphrase that only the agency knows. A partner without a live agreement gets single
    referrals only (helpline 6.5).
    """

    name = models.CharField(max_length=160)
    target_type = models.CharField(max_length=40)
    places = codes("codes of the forces or councils that it covers")
    email_domains = codes("where its people have their work addresses")
    emergency_line = models.CharField(max_length=60, blank=True)
    public_key = models.BinaryField(null=True)
    private_key = SealedField(null=True)
    key_salt = models.BinaryField(null=True)
    agreement = models.JSONField(default=dict, blank=True, help_text="purpose, gateway, basis, condition, contact")
    agreement_ends_on = models.DateField(null=True, blank=True)
    added_by = somebody()
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class PartnerMember(RandomIdModel):
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="members")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.partner}: {self.user}"


class Consent(CaseRow):
    """What somebody agreed to, for one recipient. The one in force is the newest."""

    reporter = models.ForeignKey(Reporter, null=True, blank=True, on_delete=models.CASCADE, related_name="consents")
    group = models.ForeignKey(PersonGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="consents")
    recipient = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=ConsentState)
    how_given = code(30)
    language = code(10)
    with_interpreter = models.BooleanField(default=False)
    on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_by = somebody()
    recorded_at = models.DateTimeField(null=True)
    words = SealedField(blank=True)

    class Meta:
        ordering = ("-on",)

    def __str__(self) -> str:
        return f"{self.case} {self.recipient} {self.state}"


class Disclosure(CaseRow):
    """That something of a case was shown to somebody outside, on which ground, and exactly which fields."""

    recipient_type = models.CharField(max_length=40)
    basis = code(40)
    condition = code(40)
    override_ground = code(choices=OverrideGround)
    approval = models.ForeignKey(Approval, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    fields_sent = codes("names of the fields, not their values")
    shows_reporter = models.BooleanField(default=False)
    file_hash = models.CharField(max_length=64, blank=True)
    is_person_told = models.BooleanField(null=True)
    by = somebody()
    at = models.DateTimeField()
    words = SealedField(help_text="JSON: recipient, facts relied on, why the person was not told")

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.case} {self.recipient_type}"


class Referral(CaseRow):
    """Something passed to one recipient. Who that is tells the place, so it is sealed; its kind is a coded fact.

    package: what a partner with an account may open, under a key of its own sealed to the partner; nothing else.
    """

    kind = models.CharField(max_length=20, choices=ReferralKind)
    target_type = models.CharField(max_length=40)
    route = code(20, choices=Route)
    status = models.CharField(max_length=20, choices=ReferralStatus, default=ReferralStatus.DRAFT)
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals")
    disclosure = models.OneToOneField(Disclosure, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approval = models.ForeignKey(Approval, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by = somebody()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    response_due_at = models.DateTimeField(null=True, blank=True)
    call_back_due_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    outcome = code(40)
    outcome_on = models.DateField(null=True, blank=True)
    package = SealedField(null=True)
    package_key = SealedField(null=True)
    package_expires_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    target = SealedField(help_text="JSON: force or council or service, name, phone, email, office hours")
    fields = SealedField(blank=True, help_text="JSON: what is shared, each field with its value, while it is a draft")
    call = SealedField(blank=True, help_text="JSON: who took it, when, their reference, call-back number")

    class Meta:
        ordering = ("-made_at",)
        indexes = [models.Index(fields=("status", "response_due_at"), name="casework_referral_due")]

    def __str__(self) -> str:
        return f"{self.case} {self.target_type}"

    @property
    def state_label(self) -> str:
        """Where it stands, with the second person's answer while it is not sent."""
        approval, is_unsent = self.approval, self.status in {ReferralStatus.DRAFT, ReferralStatus.APPROVAL_PENDING}
        if not is_unsent or approval is None or approval.used_at is not None:
            return self.get_status_display()
        return str(UNSENT_LABELS.get(ApprovalState(approval.state), ReferralStatus(self.status).label))


class NrmPackQuerySet(models.QuerySet["NrmPack"]):
    def drop_links(self) -> int:
        """What a link would have opened goes; the pack itself stays. How many."""
        return self.filter(link_package__isnull=False).update(link_package=None)


class NrmPack(CaseRow):
    """A preparation pack for a first responder, one a person. Never a referral (helpline 3.4)."""

    group = models.ForeignKey(PersonGroup, on_delete=models.CASCADE, related_name="packs")
    pathway = models.CharField(max_length=30, choices=Pathway)
    stage = models.CharField(max_length=30, choices=PackStage, default=PackStage.PACK_IN_PREPARATION)
    form_edition = models.CharField(max_length=20)
    answered = models.PositiveSmallIntegerField(default=0)
    needed = models.PositiveSmallIntegerField(default=0)
    consent = models.ForeignKey(Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approval = models.ForeignKey(Approval, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by = somebody()
    made_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    delete_on = models.DateField(null=True, blank=True, help_text="28 days after the hand-over was confirmed")
    deleted_at = models.DateTimeField(null=True, blank=True, help_text="its answers went; stage and dates stay")
    stage_dates = models.JSONField(default=dict, blank=True)
    link_hash = models.CharField(max_length=64, blank=True)
    link_expires_at = models.DateTimeField(null=True, blank=True)
    link_used_at = models.DateTimeField(null=True, blank=True)
    link_package = SealedField(null=True, help_text="under a key that is in the link only")
    version = models.PositiveIntegerField(default=1)
    answers = SealedField(blank=True, help_text="JSON: form key to value, whose words they are, why it is missing")
    recipient = SealedField(blank=True, help_text="JSON: first responder, person, work email, their reference")

    objects = NrmPackQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        constraints = [
            models.UniqueConstraint(fields=("link_hash",), condition=~Q(link_hash=""), name="one_pack_a_link")
        ]

    def __str__(self) -> str:
        return f"{self.case} pack {self.pk}"


class InterpreterProvider(RandomIdModel):
    """Who links an interpreter onto a call. pin: of level P3, under the keyring."""

    name = models.CharField(max_length=120)
    languages = codes()
    genders = codes()
    dial_in = models.CharField(max_length=60)
    pin = models.BinaryField(null=True)
    hours = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0, help_text="the lower is tried first")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name


class InterpreterSession(SealedRow):
    """One request for an interpreter. Clear are its hour and how long things took; the exact times are sealed.

    call: the token of a call form that is still open, which is the uuid of the contact that it becomes. Until then
    there is no other key, so that it has its own.
    """

    data_key = own_key()
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="interpreter_sessions"
    )
    call = models.UUIDField(null=True, blank=True, db_index=True)
    provider = models.ForeignKey(
        InterpreterProvider, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(max_length=10)
    mode = models.CharField(max_length=30, choices=InterpreterMode)
    outcome = code(30, choices=InterpreterOutcome)
    preferred_gender = code(10)
    is_gender_met = models.BooleanField(null=True)
    is_independent = models.BooleanField(null=True)
    booking_reference = models.CharField(max_length=40, blank=True)
    hour = models.DateTimeField(help_text="rounded down")
    wait_seconds = models.PositiveIntegerField(null=True, blank=True)
    talk_seconds = models.PositiveIntegerField(null=True, blank=True)
    by = somebody()
    times = SealedField(blank=True, help_text="JSON: asked, joined, ended")
    complaint = SealedField(blank=True)

    class Meta:
        ordering = ("-hour",)

    def __str__(self) -> str:
        return f"{self.contact or self.call} {self.language}"
