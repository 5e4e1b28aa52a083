"""The table of models that belong to an organisation, and which of them an archive contains.

A model that leads to an organisation and stands in neither list fails tests/compliance/archive/test_manifest.py.
"""

from collections.abc import Iterator
from functools import cache

from django.apps import apps
from django.db import models

from compliance.organisations.models import Organisation
from portal.core.triggers import get_derived_columns

# In the order in which they can be written again: what is pointed at comes first.
EXPORTED_MODELS: tuple[str, ...] = (
    "organisations.Organisation",
    "organisations.Membership",
    "organisations.ScopeAnswer",
    "organisations.Learner",
    "organisations.TrainingAssignment",
    "organisations.TrainingAssignment_members",
    "organisations.TrainingAssignment_learners",
    "organisations.TrainingAssignee",
    "organisations.TrainingReminder",
    "suppliers.Supplier",
    "suppliers.SupplyRelation",
    "suppliers.Site",
    "suppliers.Site_labour_providers",
    "suppliers.WorkerFigures",
    "suppliers.Control",
    "suppliers.SiteFacts",
    "suppliers.DuplicateAnswer",
    "suppliers.GoodsAnswer",
    "suppliers.SavedView",
    "audits.Audit",
    "audits.AuditFile",
    "audits.Finding",
    "audits.Action",
    "audits.ActionFile",
    "audits.CarPlan",
    "audits.CarOwner",
    "audits.Questionnaire",
    "audits.Alert",
    "audits.AlertSettings",
    "workbooks.Import",
    "workbooks.StagedRow",
    "workbooks.SavedMapping",
    "statements.Statement",
    "statements.Version",
    "statements.Version_editors",
    "statements.Section",
    "statements.SectionRevision",
    "statements.SectionDraft",
    "statements.Comment",
    "statements.Comment_mentioned",
    "statements.Reply",
    "statements.Reply_mentioned",
    "statements.CheckRun",
    "statements.CheckAnswer",
    "statements.Evidence",
    "statements.Figure",
    "statements.WordReturn",
    "statements.WordPart",
    "statements.WordPicture",
    "statements.Approval",
    "statements.Signature",
    "statements.MemberApproval",
    "statements.Publication",
    "statements.Facet",
    "statements.Document",
    "statements.PublishedFigure",
    "statements.Covered",
    "statements.EarlierYear",
    "statements.EarlierText",
    "statements.CopyRequest",
    "statements.Reminded",
)
EXCLUDED_MODELS: dict[str, str] = {
    "organisations.ControlProof": "how this portal's staff came to trust it, with codes; import may ask for it anew",
    "organisations.GroupRequest": "a question between two organisations, of which the other stays here",
    "organisations.Handover": "what somebody told this portal's staff about the organisation, not the organisation",
    "organisations.Invitation": "its link is of this portal; who was invited is in the history",
    "organisations.JoinRequest": "a question of somebody who is no member; the answer is in the history",
    "organisations.Export": "made from lists that are taken, and made again",
    "suppliers.StatementChange": "worked out from the registry's files that this portal loaded",
    "suppliers.ColumnChoice": "how one person reads a list of this portal",
    "suppliers.CompanyLookup": "a job of this portal",
    "suppliers.CompanyMatch": "looked up at Companies House, and looked up again",
    "suppliers.DuplicateSearch": "worked out from the register, and worked out again",
    "suppliers.RiskScore": "worked out from the register and this portal's tables, and worked out again",
    "suppliers.RiskRun": "a job of this portal",
    "audits.SupplierLink": "a secret address of this portal; what came back by it is in the actions",
    "audits.AuditRequest": "a mail of this portal; the audit that answers it is taken",
    "audits.VerifierMail": "that a mail of this portal went",
    "audits.ConcernNote": "the sender and safeguarding leads alone may read it, an administrator may not",
    "workbooks.Package": "made from actions that are taken, and made again",
    "statements.StatementText": "worked out from publications that are taken, and worked out again",
    "statements.Render": "a job of this portal; what it made is taken",
    "statements.UrlCheck": "a job of this portal, which looks again",
    "statements.Notice": "a mail that is owed for the next morning",
    "archive.Archive": "an archive is not in the archive",
    "archive.EarlierHistory": "stands in history.json, beside the history of this portal",
}
EXCLUDED_FIELDS: dict[str, str] = {
    "organisations.Organisation.parent": "another organisation, which stays where it is",
    "organisations.Organisation.likeness": "worked out from the name",
    "organisations.Organisation.closed_at": "how it left this portal",
    "organisations.Organisation.closed_by": "how it left this portal",
    "organisations.Organisation.emptied_at": "how it left this portal",
}
# The page and the data file are drawn from the publication, anew wherever it stands; the PDFs are taken as they are.
PDF_FIELDS = ("pdf", "cert")
# Of a table that others read too, a row is known by a name of its own.
NATURAL_KEY_FIELDS: dict[str, str] = {"training.Course": "slug"}
USER, FILE = "accounts.User", "files.StoredFile"


def get_model(label: str) -> type[models.Model]:
    """Return the model of a label, in this project's apps."""
    app, name = label.split(".")
    return apps.get_app_config(app).get_model(name)


def get_exported_models() -> list[type[models.Model]]:
    """Return the models that an archive contains, in the order of import."""
    return [get_model(label) for label in EXPORTED_MODELS]


def get_exported_fields(model: type[models.Model]) -> list[models.Field]:
    """Return the columns that are exported; the primary key is replaced by the row's name in the archive.

    What the database works out is left out: it works it out again from the rows that are imported.
    """
    label = model._meta.label
    derived = get_derived_columns(model._meta.db_table)
    return [
        field
        for field in model._meta.concrete_fields
        if f"{label}.{field.name}" not in EXCLUDED_FIELDS and not (field.primary_key and not field.is_relation)
        if not field.generated and field.column not in derived
    ]


def get_target_label(field: models.Field) -> str:
    """Return the label of the model that a foreign key points at."""
    return field.related_model._meta.label  # type: ignore[union-attr]


def get_rows(model: type[models.Model], organisation: Organisation) -> models.QuerySet:
    """Return the organisation's rows, in the order in which they were created."""
    rows = model._base_manager.filter(**{get_tenant_paths()[model._meta.label]: organisation.pk})
    if model._meta.label == "statements.Document":
        rows = rows.filter(kind__in=PDF_FIELDS)
    return rows.order_by("pk")


@cache
def get_tenant_paths() -> dict[str, str]:
    """Return the lookup of the organisation for every model that has one, by the model's label.

    It is what the fence goes by; else the first key that may not be empty and leads to such a model, a child or the
    table between two. Models of the helpline lead to no organisation.
    """
    paths = {Organisation._meta.label: "pk"}
    remaining = [model for model in apps.get_models(include_auto_created=True) if model is not Organisation]
    while True:
        new = {model._meta.label: path for model in remaining if (path := _get_tenant_path(model, paths))}
        if not new:
            return paths
        paths |= new
        remaining = [model for model in remaining if model._meta.label not in new]


def _get_tenant_path(model: type[models.Model], paths: dict[str, str]) -> str:
    if path := getattr(model, "organisation_path", ""):
        return path
    for field in _get_foreign_keys(model):
        target = get_target_label(field)
        if target == Organisation._meta.label and (field.name == "organisation" or not field.null):
            return field.name
    for field in _get_foreign_keys(model):
        target = get_target_label(field)
        if target in paths and target != Organisation._meta.label and not field.null:
            return f"{field.name}__{paths[target]}"
    return ""


def _get_foreign_keys(model: type[models.Model]) -> Iterator[models.Field]:
    return (field for field in model._meta.concrete_fields if field.is_relation and field.related_model is not model)
