"""Keys, all of them sealed but the public ones. The scheme: docs/decisions/0007-vault.md"""

import hashlib
import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q, Value

from portal.vault.fields import SealedField


def fingerprint(public_key: bytes) -> str:
    """Return 16 digits in groups of four, to be compared by voice."""
    digest = hashlib.sha256(b"portal.vault.fingerprint.v1" + public_key).digest()
    digits = f"{int.from_bytes(digest) % 10**16:016d}"
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))


class RandomIdModel(models.Model):
    """A row whose only id is random, so that it tells no order."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class EpochQuerySet(models.QuerySet["Epoch"]):
    def current(self) -> "EpochQuerySet":
        """Return the epoch that is sealed to."""
        return self.filter(retired_at=None)

    def live(self) -> "EpochQuerySet":
        """Return those whose private key somebody can still open."""
        return self.filter(destroyed_at=None)


class Epoch(RandomIdModel):
    """One key pair of the team. The private half exists only wrapped, in TeamWrap.

    signing_half: encryption.get_signing_half of it. voucher: by the epoch before, of this one's keys
    (services.team_key).
    """

    number = models.PositiveIntegerField(unique=True)
    public_key = models.BinaryField()
    signing_half = models.BinaryField(null=True)
    voucher = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    objects = EpochQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(Value(1), condition=Q(retired_at=None), name="one_current_epoch"),
            models.CheckConstraint(
                condition=Q(destroyed_at=None) | Q(retired_at__isnull=False), name="no_current_epoch_is_destroyed"
            ),
        ]

    def __str__(self) -> str:
        return f"Epoch {self.number}"


class HandlerKeyQuerySet(models.QuerySet["HandlerKey"]):
    def active(self) -> "HandlerKeyQuerySet":
        return self.filter(revoked_at=None)

    def waiting(self) -> "HandlerKeyQuerySet":
        """Return keys of people who have chosen a passphrase, and to whom nobody has given the team's key."""
        return self.active().exclude(wraps__epoch__in=Epoch.objects.current())


class HandlerKey(RandomIdModel):
    """A handler's own key pair. The private half is locked by the passphrase, which only its owner knows."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="handler_keys")
    public_key = models.BinaryField()
    locked_private_key = SealedField()
    salt = models.BinaryField()
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = HandlerKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user",), condition=Q(revoked_at=None), name="one_active_key_a_handler")
        ]

    def __str__(self) -> str:
        return f"Key of {self.user}"

    @property
    def fingerprint(self) -> str:
        """Return what giver and receiver compare: a key that was put in between shows other digits."""
        return fingerprint(bytes(self.public_key))


class RecoveryKey(RandomIdModel):
    """The public half of a key that lies printed in two safes."""

    public_key = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    last_drill_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(Value(1), condition=Q(retired_at=None), name="one_current_recovery_key")]

    def __str__(self) -> str:
        return f"Recovery key of {self.made_at:%Y-%m-%d}"


class TeamWrap(RandomIdModel):
    """The private key of an epoch, sealed to one handler or to the recovery key.

    proof: made with that private key of whom it was given to (services.key_wrapping). A public key that was put into
    the database, or changed there, has none, and a rotation gives it nothing.
    """

    epoch = models.ForeignKey(Epoch, on_delete=models.CASCADE, related_name="wraps")
    handler_key = models.ForeignKey(HandlerKey, null=True, on_delete=models.CASCADE, related_name="wraps")
    recovery_key = models.ForeignKey(RecoveryKey, null=True, on_delete=models.CASCADE, related_name="wraps")
    wrapped_private_key = SealedField()
    proof = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(handler_key=None, recovery_key__isnull=False)
                | Q(handler_key__isnull=False, recovery_key=None),
                name="wrapped_to_a_handler_or_to_recovery",
            ),
            models.UniqueConstraint(fields=("epoch", "handler_key"), name="one_wrap_a_handler_and_epoch"),
            models.UniqueConstraint(fields=("epoch", "recovery_key"), name="one_wrap_a_recovery_key_and_epoch"),
        ]

    def __str__(self) -> str:
        return f"{self.epoch} for {self.handler_key or self.recovery_key}"


class UnlockQuerySet(models.QuerySet["Unlock"]):
    def valid(self, now: datetime) -> "UnlockQuerySet":
        return self.filter(idle_until__gt=now, ends_at__gt=now, handler_key__revoked_at=None)

    def over(self, now: datetime) -> "UnlockQuerySet":
        return self.filter(Q(idle_until__lte=now) | Q(ends_at__lte=now))


class Unlock(RandomIdModel):
    """A handler's unlock in one web session. What opens the sealed keys is in that browser's cookie only.

    session: SHA-256 of the web session's key, in hex.
    """

    handler_key = models.ForeignKey(HandlerKey, on_delete=models.CASCADE, related_name="unlocks")
    session = models.CharField(max_length=64, unique=True)
    sealed_keys = SealedField()
    made_at = models.DateTimeField()
    idle_until = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = UnlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(idle_until__lte=models.F("ends_at")), name="idle_ends_with_the_unlock_at_the_latest"
            )
        ]

    def __str__(self) -> str:
        return f"Unlocked by {self.handler_key.user}"


class DataKey(RandomIdModel):
    """The key of one concern and all that belongs to it, sealed to the team. Without this row nothing of it opens."""

    epoch = models.ForeignKey(Epoch, on_delete=models.PROTECT, related_name="+")
    wrapped_key = SealedField()

    def __str__(self) -> str:
        return f"Data key {self.uuid}"


class IndexKey(RandomIdModel):
    """The key of the lookup index, which is one key for the whole team.

    It is kept as any data key is, so that a rotation and a handover carry it and only an unlocked desk opens it.
    proof: made with the private key of the epoch that the data key is sealed to (services.lookup_index). A key that
    somebody wrote into the database has none, and nothing is hashed with it.
    """

    data_key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="index_key")
    proof = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(Value(1), name="one_index_key")]

    def __str__(self) -> str:
        return "Index key"


class IndexedWords(RandomIdModel):
    """That the words under a data key are in the lookup index as they are now; without this row they have to be added.

    It goes with the data key: whatever is erased is in the index no longer.
    """

    data_key = models.OneToOneField(DataKey, on_delete=models.CASCADE, related_name="indexed_words")

    def __str__(self) -> str:
        return f"Indexed words of {self.data_key_id}"


class IndexEntry(RandomIdModel):
    """A keyed hash of one value that stands in some words: a phone number, a plate, an address.

    digest: HMAC-SHA256 under the index key. It says nothing without that key; that two entries are equal shows.
    """

    words = models.ForeignKey(IndexedWords, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10)
    digest = models.BinaryField(max_length=32, db_index=True)

    class Meta:
        verbose_name_plural = "index entries"
        constraints = [models.UniqueConstraint(fields=("words", "digest"), name="one_entry_a_value_and_words")]

    def __str__(self) -> str:
        return f"Index entry {self.uuid}"


class KeyHandoverQuerySet(models.QuerySet["KeyHandover"]):
    def open(self) -> "KeyHandoverQuerySet":
        return self.filter(done_at=None, withdrawn_at=None)


class KeyHandover(RandomIdModel):
    """A handover of all data keys to another operator: proposed, confirmed by a second person, exported, shown to open.

    count: how many keys went out. code_hash: SHA-256 of this row's uuid and of the code that says they were opened.
    taken_at: in the new operator's copy of the database, when these keys became theirs.
    """

    public_key = models.BinaryField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    count = models.PositiveIntegerField(null=True)
    code_hash = models.BinaryField(null=True)
    exported_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    objects = KeyHandoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Value(1), condition=Q(done_at=None, withdrawn_at=None), name="one_open_key_handover"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("proposed_by")),
                name="another_person_confirms_a_handover",
            ),
            models.CheckConstraint(
                condition=Q(exported_at=None) | Q(confirmed_by__isnull=False), name="no_export_before_two_people"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(exported_at__isnull=False), name="no_handover_is_done_before_its_export"
            ),
        ]

    def __str__(self) -> str:
        return f"Handover proposed {self.proposed_at:%Y-%m-%d}"

    @property
    def fingerprint(self) -> str:
        """Return what the second person compares with the new operator."""
        return fingerprint(bytes(self.public_key))
