"""A case: one situation. A contact: one call, form or e-mail. They are counted apart.

See docs/requirements/helpline.md#contacts-and-cases.
"""

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import cached_property

from compliance.casework.choices import (
    ENDED_STATUSES,
    WAITING_STATUSES,
    Age,
    CallOutcome,
    Category,
    Closure,
    ContactCategory,
    Danger,
    Direction,
    Level,
    Marking,
    RetentionClass,
    Status,
)
from compliance.casework.models.base import SealedRow, code, codes, own_key, somebody
from compliance.concerns.choices import Author
from compliance.concerns.models import Concern, Message
from compliance.concerns.rules.tellers import SELF_ANSWERS, TellerRole, derive_teller
from portal.vault.fields import SealedField

# As rules.queue.get_sort_key: false, about a child, sorts first.
QUEUE_ORDER = ("is_adult", "level", "next_due_at", "arrived_hour", "uuid")


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        return self.filter(is_ended=False)

    def waiting(self) -> "CaseQuerySet":
        return self.filter(status__in=WAITING_STATUSES)

    def with_new_message(self) -> "CaseQuerySet":
        """Add has_message: a reporter of the case wrote, and nobody has read it."""
        concerns = Contact.objects.filter(case=OuterRef(OuterRef("pk"))).values("concern")
        unread = Message.objects.filter(author=Author.REPORTER, is_seen=False, concern__in=concerns)
        return self.annotate(has_message=Exists(unread))

    def with_child(self) -> "CaseQuerySet":
        """A child, or somebody whose age nobody is sure of."""
        return self.exclude(age_of_person=Age.ADULT)


class NextDueField(models.DateTimeField):
    """A new case has no tasks: its own deadline is the next. Later the database's triggers keep the column."""

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        if add:
            setattr(model_instance, self.attname, model_instance.due_at)
        return super().pre_save(model_instance, add)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs


class Case(SealedRow):
    """reference: MSH- and 8 characters, for the desk and partners; a reporter is never shown it.

    arrived_hour: of the first contact, rounded down; the exact time is sealed with what was said.
    next_due_at: the deadline of the case, or of its first open task where that is earlier; the queue, the bar of the
    case and the page of leads show this one time. Triggers keep it true.
    police_force: of the place of exploitation, a coded fact of the yearly tables; what a handler sets, stays.

    See docs/requirements/helpline.md#coded-facts.
    """

    data_key = own_key()
    reference = models.CharField(max_length=12, unique=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.NEW)
    marking = models.CharField(max_length=12, choices=Marking, default=Marking.CASEWORK)
    level = models.CharField(max_length=2, choices=Level)
    was_immediate = models.BooleanField(default=False, help_text="the level is or once was 1: two people close it")
    age_of_person = models.CharField(max_length=10, choices=Age)
    danger_level = models.CharField(max_length=15, choices=Danger, default=Danger.UNKNOWN)
    category = code(choices=Category)
    channel = code(20)
    purpose = code()
    exploitation_types = codes()
    exploitation_subtypes = codes()
    sectors = codes()
    nationalities = codes("of the people affected")
    language = code(10, help_text="of the reporter")
    nation = code(20)
    region = code(30)
    police_force = code()
    owner = somebody()
    arrived_hour = models.DateTimeField()
    opened_at = models.DateTimeField(help_text="when a handler took it")
    due_at = models.DateTimeField(help_text="the next deadline")
    next_due_at = NextDueField(editable=False)
    is_first_action_in_time = models.BooleanField(null=True)
    is_referral_in_time = models.BooleanField(null=True)
    is_told = models.BooleanField(default=False, help_text="the reporter knows what became of it")
    has_news = models.BooleanField(default=False, help_text="somebody else acted since the owner last opened it")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = somebody()
    closure_reason = code(choices=Closure)
    is_ended = models.GeneratedField(
        expression=Q(status__in=sorted(ENDED_STATUSES)),  # type: ignore[arg-type]  # the stubs know no Q here
        output_field=models.BooleanField(),
        db_persist=True,
    )
    is_adult = models.GeneratedField(
        expression=Q(age_of_person=Age.ADULT),  # type: ignore[arg-type]  # the stubs know no Q here
        output_field=models.BooleanField(),
        db_persist=True,
    )
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    retention_class = code(choices=RetentionClass)
    keep_until = models.DateField(null=True, blank=True, help_text="set at closing, by the retention class")
    version = models.PositiveIntegerField(default=1)
    title = SealedField(blank=True)
    summary = SealedField(blank=True)
    summary_for_partners = SealedField(blank=True)
    closing_note = SealedField(blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("arrived_hour",)
        constraints = [
            models.CheckConstraint(condition=Q(merged_into=None) | Q(status=Status.MERGED), name="merged_says_whereto"),
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED) | (Q(closed_at__isnull=False) & ~Q(closure_reason="")),
                name="closed_says_when_and_why",
            ),
        ]
        # The first two are in the order of rules.queue, the third holds all that is counted.
        indexes = [
            models.Index(fields=("is_ended", *QUEUE_ORDER), name="casework_queue"),
            models.Index(fields=("owner", "is_ended", *QUEUE_ORDER), name="casework_queue_of_owner"),
            models.Index(
                fields=("status", "owner", "level", "language", "region", "uuid"),
                name="casework_queue_counts",
            ),
            models.Index(fields=("is_ended", "next_due_at"), name="casework_overdue"),
            models.Index(
                fields=("merged_into", "uuid"), condition=Q(merged_into__isnull=False), name="casework_merged"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, **kwargs: Any) -> None:
        self.was_immediate = self.was_immediate or self.level == Level.P1
        super().save(**kwargs)

    @property
    def is_open(self) -> bool:
        return self.status not in ENDED_STATUSES

    @property
    def concerns_child(self) -> bool:
        return self.age_of_person != Age.ADULT

    @property
    def goes_on_in(self) -> "Case":
        """The case that it was merged into, and that one perhaps into another; itself where it was not."""
        return self.merged_into.goes_on_in if self.merged_into else self

    @cached_property
    def parts(self) -> tuple["Case", ...]:
        """It and all that was merged into it, however often: what they hold is read together (services.merged_cases).

        Asked once of each object, as a relation is.
        """
        cases: list[Case] = [self]
        newest = [self.pk]
        while newest:
            merged = Case.objects.filter(merged_into__in=newest).select_related("data_key").order_by("opened_at")
            newest = [case.pk for case in merged]
            cases += merged
        return tuple(cases)

    def forget_parts(self) -> None:
        """Let `parts` be asked again: something was merged into the case, or is a case of its own again."""
        self.__dict__.pop("parts", None)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.forget_parts()
        super().refresh_from_db(*args, **kwargs)


class ContactQuerySet(models.QuerySet["Contact"]):
    def awaiting_review(self) -> "ContactQuerySet":
        """Calls that ended without a case although their form described somebody at risk."""
        return self.filter(case=None, review_due_at__isnull=False, reviewed_at=None)


class Contact(SealedRow):
    """One call, form, message or attempt to reach somebody, in or out.

    reference: what a caller may be told and say again; it opens nothing by itself. Of a concern, the words stay with
    the concern and its key; every other contact has a key of its own, also after it came to a case.
    for_self: whether the caller is the person affected; empty where nobody asked. repeats: the earlier contact whose
    reference or code the caller gave.
    """

    data_key = own_key()
    concern = models.OneToOneField(Concern, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts")
    reference = models.CharField(max_length=8, unique=True)
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.IN)
    channel = models.CharField(max_length=20)
    purpose = code()
    category = code(choices=ContactCategory)
    outcome = code(choices=CallOutcome)
    for_self = code(10, default="", db_default="")
    reporter_type = code()
    reporter_proximity = code(20)
    language = code(10)
    hour = models.DateTimeField(help_text="rounded down")
    duration_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    handler = somebody()
    keep_until = models.DateField(null=True, blank=True, help_text="of a contact without a case")
    review_due_at = models.DateTimeField(null=True, blank=True, help_text="a lead reviews why it has no case")
    reviewed_by = somebody()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    repeats = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    words = SealedField(blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ("-hour",)
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | Q(handler=None) | ~Q(reviewed_by=F("handler")),
                name="nobody_reviews_their_own_call",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def keeper(self) -> Any:
        return self if self.data_key_id else self.concern

    @property
    def teller_role(self) -> TellerRole:
        """Return who told us, by what was said in this contact, else in the earlier one that it repeats."""
        told: list[dict[str, str]] = []
        contact: Contact | None = self
        while contact is not None:
            told.append({name: getattr(contact, name) for name in SELF_ANSWERS})
            contact = contact.repeats
        return derive_teller(*told)

    @property
    def is_same_teller_again(self) -> bool:
        """Return whether the person of the earlier contact was in touch again, as far as anybody said."""
        return self.repeats is not None and self.repeats.teller_role is self.teller_role


class CallDraft(SealedRow):
    """An open call form, sealed anew at every save to the team's public key: saving needs no unlocked desk.

    token: of the form in the browser; the same form saved twice, or handed in twice, is one contact. level,
    danger_level and age_of_person: as typed at the last save, clear for the queue; empty in a form that was saved
    before they were kept. taken_from: whose form it was until somebody took it over.
    """

    data_key = own_key()
    token = models.UUIDField(unique=True)
    handler = somebody()
    began_hour = models.DateTimeField()
    saved_at = models.DateTimeField()
    level = code(2, choices=Level, default="", db_default="")
    danger_level = code(20, choices=Danger, default="", db_default="")
    age_of_person = code(10, choices=Age, default="", db_default="")
    taken_from = somebody()
    answers = SealedField()

    class Meta:
        ordering = ("saved_at",)

    def __str__(self) -> str:
        return str(self.token)
