"""The proofs by which an organisation shows who it is."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from compliance.organisations.choices import UNDECIDED_STATES, ProofMethod, ProofState
from compliance.organisations.models.organisation import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from portal.core.models import PublicIdModel
from portal.files.models import StoredFile
from portal.jobs.models import LeasedJob


class ControlProofQuerySet(OwnedQuerySet):
    """Queries of proofs."""

    def undecided(self) -> "ControlProofQuerySet":
        """Return the proofs that nobody has decided yet."""
        return self.filter(state__in=UNDECIDED_STATES)

    def for_staff(self) -> "ControlProofQuerySet":
        """Return the proofs that our staff must decide."""
        return self.filter(state=ProofState.CHECKING, needs_staff=True)


class ControlProof(PublicIdModel, LeasedJob):
    """An organisation's attempt to prove its identity.

    The check of a page or record is a job; this row is its truth: lease, attempts, next time.

    See docs/requirements/statements.md#verified-organisations, docs/requirements/security.md#background-jobs.
    """

    LEASE = timedelta(minutes=2)
    BACKOFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="proofs")
    method = models.CharField(max_length=10, choices=ProofMethod)
    state = models.CharField(max_length=10, choices=ProofState, default=ProofState.OPEN)
    code = models.CharField(max_length=64, blank=True)
    domain = models.CharField(max_length=253, blank=True)
    page_url = models.CharField(
        max_length=1024, blank=True, help_text="where the code stands, if not at its usual place"
    )
    evidence = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=1000, blank=True, help_text="what the organisation says of its evidence")
    is_dispute = models.BooleanField(
        default=False, help_text="another confirmed organisation holds this company number or name"
    )
    needs_staff = models.BooleanField(default=False, help_text="a person of ours has to look")
    seen_at = models.DateTimeField(null=True, blank=True, help_text="when the code was found")
    finding = models.CharField(max_length=500, blank=True, help_text="what the last check found, in a sentence")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=500, blank=True, help_text="what the organisation is told")

    objects = ControlProofQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation",), condition=Q(state__in=("open", "checking")), name="one_undecided_proof"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()}: {self.organisation}"

    @property
    def is_waiting_for_staff(self) -> bool:
        """Return whether our staff must decide it."""
        return self.state == ProofState.CHECKING and self.needs_staff
