"""What people read of an archive: tables of audits and history, and who approved and signed what."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from compliance.archive.models import EarlierHistory
from compliance.archive.serialisers import encode_value
from compliance.audits.models import Action, Audit, Finding
from compliance.organisations.models import Organisation
from compliance.statements.choices import DocumentKind
from compliance.statements.models import Approval, Document, MemberApproval, Signature, Version
from portal.core.xlsx import Sheet, build_workbook
from portal.history import exports, selectors

SIGN_OFF_MODELS = {"approvals": Approval, "signatures": Signature, "member_approvals": MemberApproval}
# Of the sign-off: what is not told by where it stands.
OMITTED_FIELDS = ("id", "version", "version_number", "page")


def render_audits_workbook(organisation: Organisation) -> bytes:
    """Three sheets: audits, findings, actions; each row names what it belongs to."""
    return build_workbook(
        [
            Sheet(
                _("Audits"),
                ("audit_ref", "site", "supplier", "scheme", "type", "started_on", "ended_on", "result", "notes"),
                _audits(organisation),
            ),
            Sheet(
                _("Findings"),
                ("audit_ref", "finding_ref", "area", "issue", "grade", "title", "description", "evidence", "status",
                 "due_on", "closed_on"),
                _findings(organisation),
            ),
            Sheet(
                _("Actions"),
                ("audit_ref", "finding_ref", "number", "root_cause", "corrective_action", "preventive_action",
                 "responsible", "due_on", "status", "completed_on", "verified_by", "verified_on", "comment"),
                _actions(organisation),
            ),
        ]
    )  # fmt: skip


def _audits(organisation: Organisation) -> Iterator[list[Any]]:
    found = Audit.objects.for_organisation(organisation).select_related("site__supplier").order_by("ended_on", "pk")
    for one in found.iterator():
        site = one.site
        yield [
            one.audit_ref, site.name, site.supplier.name, one.scheme, one.audit_type, one.started_on, one.ended_on,
            one.overall_result, one.notes,
        ]  # fmt: skip


def _findings(organisation: Organisation) -> Iterator[list[Any]]:
    found = Finding.objects.for_organisation(organisation).select_related("audit").order_by("audit", "position", "pk")
    for one in found.iterator():
        yield [
            one.audit.audit_ref, one.finding_ref, one.code_area, one.issue_code, one.grade, one.title, one.description,
            one.evidence, one.status, one.due_on, one.closed_on,
        ]  # fmt: skip


def _actions(organisation: Organisation) -> Iterator[list[Any]]:
    found = Action.objects.for_organisation(organisation).select_related("finding__audit").order_by("finding", "number")
    for one in found.iterator():
        yield [
            one.finding.audit.audit_ref, one.finding.finding_ref, one.number, one.root_cause, one.corrective_action,
            one.preventive_action, one.responsible_name, one.due_on, one.status, one.completed_on, one.verified_by,
            one.verified_on, one.comment,
        ]  # fmt: skip


def get_history(organisation: Organisation, *, by: str, at: datetime) -> dict[str, Any]:
    """What it brought from other portals, and its lines here; each chain can be checked (docs/history.md)."""
    earlier = EarlierHistory.objects.for_organisation(organisation).order_by("number")
    return {
        "earlier": [
            {"portal": one.portal, "brought_at": encode_value(one.brought_at), "sha256": one.sha256, "chain": one.chain}
            for one in earlier
        ],
        "here": exports.export_chain(organisation.uuid, by=by, at=at),
    }


def render_history_csv(organisation: Organisation, *, by: str, at: datetime) -> bytes:
    heads, *rows = exports.export_rows(selectors.entries_for_scope(organisation.uuid), by=by, at=at, narrowed_by="")
    return build_workbook([Sheet(_("Activity"), tuple(heads), rows)])


def get_signatures(organisation: Organisation) -> list[dict[str, Any]]:
    """By version, the earliest first: its fingerprint, who approved and signed it, and what was published of it."""
    found = (
        Version.objects.for_organisation(organisation)
        .select_related("statement", "publication")
        .prefetch_related(
            Prefetch("publication__documents", Document.objects.defer("body").order_by("kind")),
        )
        .order_by("statement__year", "number")
    )
    records: dict[int, dict[str, list[dict[str, Any]]]] = {}
    for name, model in SIGN_OFF_MODELS.items():
        for one in model._default_manager.for_organisation(organisation).select_related("by").order_by("pk"):  # type: ignore[attr-defined]
            records.setdefault(one.version_id, {}).setdefault(name, []).append(_describe_sign_off(one))
    return [
        {
            "year": version.statement.year,
            "version": version.number,
            "state": version.state,
            "content_hash": version.content_hash,
            **{name: records.get(version.pk, {}).get(name, []) for name in SIGN_OFF_MODELS},
            "publication": _describe_publication(version),
        }
        for version in found
    ]


def _describe_sign_off(one: Any) -> dict[str, Any]:
    told = {
        field.name: encode_value(field.value_from_object(one))
        for field in one._meta.concrete_fields
        if field.name not in OMITTED_FIELDS and not field.is_relation
    }
    return told | {"by": one.by.email if one.by else None}


def _describe_publication(version: Version) -> dict[str, Any] | None:
    published = getattr(version, "publication", None)
    if published is None:
        return None
    return {
        "content_hash": published.content_hash,
        "published_at": encode_value(published.published_at),
        "withdrawn_at": encode_value(published.withdrawn_at),
        "is_current": published.is_current,
        "signoff": published.signoff,
        "pdf_sha256": {
            one.kind: one.sha256
            for one in published.documents.all()
            if one.kind in (DocumentKind.PDF, DocumentKind.CERTIFICATE)
        },
    }
