"""Checks between imported rows, and what this portal computes from them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models

from compliance.archive.import_state import ImportState
from compliance.archive.models import EarlierHistory
from compliance.archive.selectors import entry_from_json
from compliance.archive.services.export import PICTURE_SUFFIXES
from compliance.archive.validation import Refused
from compliance.organisations.models import Organisation
from compliance.organisations.rules.names import lookalike_key
from compliance.statements.choices import DocumentKind, RenderState
from compliance.statements.models import Document, Publication, PublishedFigure, Render
from compliance.statements.publication import documents
from compliance.statements.publication.services.search_index import index_publication
from compliance.statements.rules.content import content_hash
from compliance.suppliers.models import Supplier
from compliance.suppliers.services import risk_job
from portal.history import event_labels, exports
from portal.history.chain import find_export_breaks
from portal.history.services import record

MAX_PORTAL_LENGTH = 200
MAX_PORTALS = 50


def check_rows(model: type[models.Model], rows: Sequence[Any]) -> None:  # Any: rows of whichever model it is
    """Check, before rows are written, that published content matches its fingerprint. Raises Refused."""
    for row in rows:
        if model is Organisation:
            row.likeness = lookalike_key(row.name)
        elif model is Publication and _publication_hash(row) != row.content_hash:
            raise Refused(f"the text of the statement {row.year} version {row.number} is not the text that was signed")
        elif model is Document and (row.kind not in ("pdf", "cert") or not _matches_fingerprint(row)):
            raise Refused("a PDF of a statement is not the one that was published")
        elif model is PublishedFigure and (row.content_type not in PICTURE_SUFFIXES or not _matches_fingerprint(row)):
            raise Refused("a figure of a statement is not the one that was published")


def _matches_fingerprint(row: Any) -> bool:
    return hashlib.sha256(row.body).hexdigest() == row.sha256


def _publication_hash(row: Publication) -> str:
    try:
        return content_hash(row.content)
    except (AttributeError, KeyError, TypeError, ValueError):
        return ""


def finish_import(restoring: ImportState, organisation: Organisation) -> None:
    """Compute what this portal derives from the imported rows. Raises Refused."""
    for publication in Publication.objects.filter(organisation=organisation).select_related("statement", "version"):
        _publish_again(publication, organisation)
    _import_history(restoring, organisation)
    if Supplier.objects.filter(organisation=organisation).exists():
        risk_job.register_changed(organisation)
    portal = str(_get_portal_name(restoring.opened.manifest))
    facts = {"portal": portal, "sha256": restoring.opened.sha256}
    scope = organisation.uuid
    record("system", "archive.organisation.brought", organisation, facts, scope=scope, at=restoring.at)


def _publish_again(publication: Publication, organisation: Organisation) -> None:
    """Draw the page and the data file here; PDFs that do not exist yet are queued."""
    stands_at = (publication.organisation_slug, publication.year, publication.number)
    if stands_at != (organisation.slug, publication.statement.year, publication.version.number):
        raise Refused(f"the statement {publication.year} is at an address that does not belong to its organisation")
    try:
        bodies = (("html", documents.render_html(publication)), ("json", documents.render_json(publication)))
    except Exception as error:
        raise Refused(f"the statement {publication.year} cannot be shown ({type(error).__name__})") from error
    for kind, body in bodies:
        Document.objects.create(publication=publication, kind=kind, body=body, sha256=documents.sha256(body))
    index_publication(publication)
    existing = set(publication.documents.values_list("kind", flat=True))
    is_done = {DocumentKind.PDF, DocumentKind.CERTIFICATE} <= existing
    Render.objects.create(publication=publication, state=RenderState.DONE if is_done else RenderState.WAITING)


def _import_history(restoring: ImportState, organisation: Organisation) -> None:
    histories = restoring.opened.json("history.json")
    if (
        not isinstance(histories, dict)
        or not isinstance(histories.get("earlier"), list)
        or len(histories["earlier"]) > MAX_PORTALS
    ):
        raise Refused("history.json is not one of an archive")
    here = {
        "portal": _get_portal_name(restoring.opened.manifest),
        "brought_at": restoring.at.isoformat(),
        "sha256": restoring.opened.sha256,
        "chain": histories.get("here"),
    }
    for number, history in enumerate([*histories["earlier"], here], start=1):
        try:
            earlier = EarlierHistory(
                organisation=organisation,
                number=number,
                portal=history["portal"],
                brought_at=datetime.fromisoformat(history["brought_at"]),
                sha256=history["sha256"],
                chain=history["chain"],
            )
            earlier.clean_fields(exclude=["organisation"])
            holds = history["chain"]["scope"] == str(organisation.uuid) and not find_export_breaks(history["chain"])
            for entry in history["chain"]["entries"]:
                event_labels.get_entry_sentence(entry_from_json(entry))
        except Exception as error:
            raise Refused(f"we could not read history.json ({type(error).__name__})") from error
        if not holds or history["chain"].get("format") != exports.FORMAT:
            raise Refused("history.json is not whole: lines were changed, or are missing")
        earlier.save()


def _get_portal_name(manifest: Any) -> str:
    portal = manifest.get("portal")
    address = portal.get("address") if isinstance(portal, dict) else None
    return address[:MAX_PORTAL_LENGTH] if isinstance(address, str) and address else "?"
