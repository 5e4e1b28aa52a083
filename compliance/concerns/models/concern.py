"""A concern, and the code that opens it for its reporter.

No row here has a number that counts up, an address of a network, a browser, or a link to a user, an organisation, a
supplier or a finding. What anybody wrote is sealed under the concern's own data key.

See docs/requirements/helpline.md#no-links-from-concerns.
"""

from django.db import models
from django.db.models import Q

from compliance.concerns.choices import Channel, IdentityMode, Level, Status
from portal.vault.fields import SealedField
from portal.vault.models import DataKey, RandomIdModel

# The order of the desk's queue: false, about a child, sorts first.
QUEUE_ORDER = ("is_adult", "triage_level", "due_at", "arrived_hour", "uuid")


class Concern(RandomIdModel):
    """A concern. Coded facts are in the clear, so that the desk can queue and count; everything else is
    in `answers`.

    submit_token: of the draft that it was sent from; sent again, it makes no second concern.
    arrived_hour: rounded down. The exact time is sealed. due_at: counted from that hour, so that it tells no more.
    data_key: erased first of all, and then nothing opens.
    is_claimed: whether the desk has a contact of it; triggers of the desk keep it true.

    See docs/requirements/security.md#clear-columns.
    """

    data_key = models.OneToOneField(DataKey, null=True, on_delete=models.SET_NULL, related_name="+")
    submit_token = models.UUIDField(unique=True)
    channel = models.CharField(max_length=20, choices=Channel, default=Channel.WEBFORM)
    route = models.CharField(max_length=2)
    purpose = models.CharField(max_length=30, blank=True)
    danger_level = models.CharField(max_length=20)
    age_of_person = models.CharField(max_length=10)
    child_involved = models.BooleanField()
    exploitation_types = models.JSONField(default=list)
    sectors = models.JSONField(default=list)
    language = models.CharField(max_length=10, default="unknown")
    region = models.CharField(max_length=20, default="unknown")
    nation = models.CharField(max_length=20, blank=True)
    identity_mode = models.CharField(max_length=20, choices=IdentityMode)
    triage_level = models.CharField(max_length=2, choices=Level)
    wants_call = models.BooleanField(default=False)
    arrived_hour = models.DateTimeField()
    due_at = models.DateTimeField()
    is_claimed = models.BooleanField(default=False, editable=False)
    is_adult = models.GeneratedField(
        expression=Q(age_of_person="adult"),  # type: ignore[arg-type]  # the stubs know no Q here
        output_field=models.BooleanField(),
        db_persist=True,
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.RECEIVED)
    answers = SealedField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="concerns_arrived_on_the_hour",
                condition=Q(arrived_hour__minute=0, arrived_hour__second=0),
            )
        ]
        indexes = [models.Index(fields=("is_claimed", *QUEUE_ORDER), name="concerns_queue")]

    def __str__(self) -> str:
        return f"Concern {self.uuid}"


class Receipt(RandomIdModel):
    """A code, stored only as its derived key. `salt` and `wrapped` give the data key to whoever has the code.

    ends_on: the last day on which it opens; each message moves it. A retired code opens nothing, as a wrong one does.

    pending_since: of a new code, until the person says that they have it, or comes back with it; minutes at most.
    """

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="receipts")
    lookup = models.BinaryField(max_length=32, unique=True)
    salt = models.BinaryField(max_length=32)
    wrapped = SealedField()
    ends_on = models.DateField()
    retired_on = models.DateField(null=True)
    pending_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Receipt {self.uuid}"
