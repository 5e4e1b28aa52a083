"""A canary in every private text column of one organisation: text that must never reach anybody else."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from portal.files.models import StoredFile
from tests.support.database_snapshot import triggers_disabled

CANARY = "CANARY-A"
# Columns that the public register shows, or that are no text of a person.
PUBLIC_COLUMNS = {
    "organisations.Organisation": {
        "name",
        "likeness",
        "slug",
        "company_number",
        "country",
        "website",
        "confirmed_domain",
    },
    "organisations.GroupRequest": {"company_number"},
    "statements.Version": {"amendment_note"},
    "statements.MemberApproval": {"member", "legal_name", "body_name"},
    "statements.EarlierYear": {"url", "signatory", "job_title"},
    "files.StoredFile": {"content_type"},
    "organisations.Invitation": {"token_hash"},
}
PUBLIC_MODELS = {"statements.Publication"}


NO_TEXT = {
    *("ruleset", "outcome", "criterion", "turnover_band", "body", "role", "sha256", "digest", "fingerprint"),
    *("products_key", "query", "event", "language"),
}


def owned_models() -> list[type[models.Model]]:
    """Every model whose rows belong to one organisation."""
    return [model for model in apps.get_models() if isinstance(model._default_manager.all(), OwnedQuerySet)]


def rows_of(organisation: Organisation) -> Iterator[tuple[type[models.Model], models.QuerySet]]:
    yield Organisation, Organisation.objects.filter(pk=organisation.pk)
    yield StoredFile, StoredFile.objects.filter(scope=organisation.uuid)
    for model in owned_models():
        yield model, model._default_manager.for_organisation(organisation)


def text_columns(model: type[models.Model], *, with_public: bool = False) -> list[models.Field]:
    """Columns of free text, as a rule the private ones; codes, hashes and keys are not text."""
    public = set() if with_public else PUBLIC_COLUMNS.get(model._meta.label, set())
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.name not in public
        and "hash" not in field.name
        and (field.max_length or 100) >= len(CANARY)
        and field.name not in NO_TEXT
    ]


# References: no two rows of an organisation have the same.
UNIQUE = {"key", "products_key"}
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"


def put_hostile_text(organisation: Organisation, text: str = HOSTILE) -> None:
    """Markup, or another text that would act, in every text column, the public ones too.

    See docs/requirements/security.md#stored-markup.
    """
    with triggers_disabled():
        for model, rows in rows_of(organisation):
            for field in text_columns(model, with_public=True):
                is_address = isinstance(field, models.EmailField | models.URLField) or field.name.endswith("slug")
                if field.name in UNIQUE:
                    for pk in rows.values_list("pk", flat=True):
                        rows.filter(pk=pk).update(**{field.name: f"{pk}{text}"[: field.max_length]})
                elif not is_address and field.name not in {"company_number", "country", "content_type", "legal_form"}:
                    rows.update(**{field.name: text[: field.max_length]})


def canary(model: type[models.Model], field: models.Field, pk: int) -> str:
    if isinstance(field, models.EmailField):
        return f"{CANARY}-{pk}@example.org".lower()
    if isinstance(field, models.URLField):
        return f"https://{CANARY.lower()}.example.org/"
    # The number in front: a reference is no other row's, however much of it fits.
    return f"{CANARY}-{pk}-{model._meta.model_name}-{field.name}"[: field.max_length]


def put_canaries(organisation: Organisation) -> None:
    for model, rows in rows_of(organisation):
        if model._meta.label in PUBLIC_MODELS:
            continue
        for pk in list(rows.values_list("pk", flat=True)):
            values = {field.name: canary(model, field, pk) for field in text_columns(model)}
            if values:
                model._default_manager.filter(pk=pk).update(**values)
