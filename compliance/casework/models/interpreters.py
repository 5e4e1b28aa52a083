"""Interpreters on calls: who provides them, and each request for one."""

from django.db import models

from compliance.casework.choices import InterpreterMode, InterpreterOutcome
from compliance.casework.models.base import SealedRow, code, codes, own_key, somebody
from compliance.casework.models.case import Contact
from portal.vault.fields import SealedField
from portal.vault.models import RandomIdModel


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
