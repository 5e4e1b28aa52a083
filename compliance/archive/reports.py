"""The readable parts of an archive: tables of audits and history, and who approved and signed what."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from compliance.archive.models import EarlierHistory
from compliance.archive.serialisers import encode_value
from compliance.audits.models import Audit, Finding
from compliance.audits.selectors.querysets import get_actions, with_finding_alerts
from compliance.audits.templatetags.audits import alert_rule
from compliance.organisations.models import Organisation
from compliance.statements.choices import DocumentKind
from compliance.statements.models import Approval, Document, MemberApproval, Signature, Version
from portal.core.xlsx import Sheet, build_workbook
from portal.history import exports, selectors

SIGN_OFF_MODELS = {"approvals": Approval, "signatures": Signature, "member_approvals": MemberApproval}
# Of the sign-off: what is not told by where it stands.
OMITTED_FIELDS = ("id", "version", "version_number", "page")


def render_audits_workbook(organisation: Organisation) -> bytes:
    """Return a workbook of three sheets: audits, findings, actions; each row names its parent."""
    return build_workbook(
        [
            Sheet(
                _("Audits"),
                ("audit_ref", "site", "supplier", "scheme", "type", "started_on", "ended_on", "result", "notes"),
                _audits(organisation),
            ),
            Sheet(
                _("Findings"),
                ("audit_ref", "finding_ref", "alert", "area", "issue", "grade", "title", "description", "evidence",
                 "status", "due_on", "closed_on"),
                _findings(organisation),
            ),
            Sheet(
                _("Actions"),
                ("audit_ref", "finding_ref", "alert", "number", "root_cause", "corrective_action",
                 "preventive_action", "responsible", "due_on", "status", "completed_on", "verified_by", "verified_on",
                 "comment"),
                _actions(organisation),
            ),
        ]
    )  # fmt: skip


def _audits(organisation: Organisation) -> Iterator[list[Any]]:
    audits = Audit.objects.for_organisation(organisation).select_related("site__supplier").order_by("ended_on", "pk")
    for audit in audits.iterator():
        site = audit.site
        yield [
            audit.audit_ref, site.name, site.supplier.name, audit.scheme, audit.audit_type, audit.started_on,
            audit.ended_on, audit.overall_result, audit.notes,
        ]  # fmt: skip


def _findings(organisation: Organisation) -> Iterator[list[Any]]:
    findings = with_finding_alerts(Finding.objects.for_organisation(organisation)).order_by("audit", "position", "pk")
    for finding in findings.iterator():
        yield [
            finding.audit.audit_ref, finding.finding_ref, _alert(finding), finding.code_area, finding.issue_code,
            finding.grade, finding.title, finding.description, finding.evidence, finding.status, finding.due_on,
            finding.closed_on,
        ]  # fmt: skip


def _alert(row: Any) -> str:  # Any: a finding or an action, with has_alert beside its columns
    return f"{_('An alert is open.')} {alert_rule()}" if row.has_alert else ""


def _actions(organisation: Organisation) -> Iterator[list[Any]]:
    actions = get_actions(organisation).order_by("finding", "number")
    for action in actions.iterator():
        yield [
            action.finding.audit.audit_ref, action.finding.finding_ref, _alert(action), action.number,
            action.root_cause, action.corrective_action, action.preventive_action, action.responsible_name,
            action.due_on, action.status,
            action.completed_on, action.verified_by, action.verified_on, action.comment,
        ]  # fmt: skip


def get_history(organisation: Organisation, *, by: str, at: datetime) -> dict[str, object]:
    """Return the history brought from other portals and the lines of this one; each chain can be verified
    (docs/history.md).
    """
    earlier = EarlierHistory.objects.for_organisation(organisation).order_by("number")
    return {
        "earlier": [
            {"portal": row.portal, "brought_at": encode_value(row.brought_at), "sha256": row.sha256, "chain": row.chain}
            for row in earlier
        ],
        "here": exports.export_chain(organisation.uuid, by=by, at=at),
    }


def render_history_csv(organisation: Organisation, *, by: str, at: datetime) -> bytes:
    """Return the lines of history as the bytes of a CSV file."""
    heads, *rows = exports.export_rows(selectors.entries_for_scope(organisation.uuid), by=by, at=at, narrowed_by="")
    return build_workbook([Sheet(_("Activity"), tuple(heads), rows)])


def get_signatures(organisation: Organisation) -> list[dict[str, object]]:
    """Return by version, the earliest first: its fingerprint, who approved and signed it, and what was published."""
    versions = (
        Version.objects.for_organisation(organisation)
        .select_related("statement", "publication")
        .prefetch_related(
            Prefetch("publication__documents", Document.objects.defer("body").order_by("kind")),
        )
        .order_by("statement__year", "number")
    )
    records: dict[int, dict[str, list[dict[str, object]]]] = {}
    for name, model in SIGN_OFF_MODELS.items():
        for row in model._default_manager.for_organisation(organisation).select_related("by").order_by("pk"):  # type: ignore[attr-defined]
            records.setdefault(row.version_id, {}).setdefault(name, []).append(_describe_sign_off(row))
    return [
        {
            "year": version.statement.year,
            "version": version.number,
            "state": version.state,
            "content_hash": version.content_hash,
            **{name: records.get(version.pk, {}).get(name, []) for name in SIGN_OFF_MODELS},
            "publication": _describe_publication(version),
        }
        for version in versions
    ]


def _describe_sign_off(row: Any) -> dict[str, object]:
    facts = {
        field.name: encode_value(field.value_from_object(row))
        for field in row._meta.concrete_fields
        if field.name not in OMITTED_FIELDS and not field.is_relation
    }
    return facts | {"by": row.by.email if row.by else None}


def _describe_publication(version: Version) -> dict[str, object] | None:
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
            document.kind: document.sha256
            for document in published.documents.all()
            if document.kind in (DocumentKind.PDF, DocumentKind.CERTIFICATE)
        },
    }
