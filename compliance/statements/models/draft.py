"""A statement is one organisation's for one statement year; its versions hold the text, section by section."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from compliance.statements.choices import EDITABLE, EXTRAS, FROZEN, OPEN, SECTIONS, AmendmentKind, SectionCode, State
from portal.core.models import PublicIdModel


class Statement(PublicIdModel):
    """All versions of one statement year: the year of its expected date, six months after the year end (TISC 5.4)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="statements")
    year = models.PositiveSmallIntegerField(help_text="statement year: the year of the expected date")
    homepage_link_confirmed = models.BooleanField(default=False)
    homepage_link_checked_on = models.DateField(null=True, blank=True)
    homepage_link_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    registry_submitted_on = models.DateField(null=True, blank=True)
    registry_url = models.URLField(max_length=1024, blank=True)
    has_logo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-year",)
        constraints = [models.UniqueConstraint(fields=("organisation", "year"), name="one_statement_a_year")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}"


class Version(PublicIdModel):
    """One version: its state, and, once it is frozen for approval, the hash of its canonical content."""

    organisation_path = "statement__organisation"

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFTING)
    is_short = models.BooleanField(default=False, help_text="the short path: level 1 only")
    content_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the frozen content")
    editors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", help_text="who saved any part of it")
    amendment_kind = models.CharField(max_length=20, choices=AmendmentKind, blank=True)
    amendment_note = models.CharField(max_length=500, blank=True, help_text="public: what changed")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("statement", "number"), name="one_version_a_number"),
            models.UniqueConstraint(
                fields=("statement",),
                condition=Q(state__in=sorted(state.value for state in OPEN)),
                name="one_open_version",
            ),
            models.UniqueConstraint(
                fields=("statement",), condition=Q(state="published"), name="one_published_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement} version {self.number}"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_frozen(self) -> bool:
        return self.state in FROZEN


class Section(models.Model):
    """One task of a draft: its answers by field code, and the number of its last save.

    One of the organisation's own has a heading, and stands after an area; those after the same one stand by place.
    """

    organisation_path = "version__statement__organisation"

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="sections")
    code = models.CharField(max_length=20, choices=SECTIONS)
    heading = models.CharField(max_length=120, blank=True, help_text="of a section of the organisation's own")
    after = models.CharField(max_length=20, blank=True, choices=SectionCode)
    place = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, help_text="taken out of the statement; its text is kept")
    answers = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    is_complete = models.BooleanField(default=False)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField(null=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("version", "code"), name="one_section_a_code"),
            models.UniqueConstraint(
                "version", Lower("heading"), condition=Q(code__in=EXTRAS, removed_at=None), name="one_section_a_heading"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.title}"

    @property
    def is_own(self) -> bool:
        """Tell whether it is one of the organisation's own."""
        return self.code in EXTRAS

    @property
    def title(self) -> str:
        return self.heading if self.is_own else str(SectionCode(self.code).label)

    @property
    def known_as(self) -> str:
        """Return its name for the history: what the organisation called it, for its codes are used again."""
        return self.heading if self.is_own else self.code


class SectionRevision(models.Model):
    """A section as it stood before a later save: what two people who write at once both began from."""

    organisation_path = "section__version__statement__organisation"

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="revisions")
    revision = models.PositiveIntegerField()
    answers = models.JSONField(default=dict)
    is_complete = models.BooleanField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField(null=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("section", "revision"), name="one_row_a_revision")]

    def __str__(self) -> str:
        return f"{self.section} at revision {self.revision}"


class SectionDraft(models.Model):
    """What somebody typed and has not saved: the draft of the draft, offered when they come back."""

    organisation_path = "section__version__statement__organisation"

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField(help_text="the form as typed: field name to list of values")
    base_revision = models.PositiveIntegerField()
    saved_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("section", "user"), name="one_draft_a_person")]

    def __str__(self) -> str:
        return f"{self.section} as typed by {self.user}"
