"""The rows of a feed, and the files in which they leave. The preview, the hash and the partner get the same bytes.

See docs/requirements/helpline.md#feeds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from compliance.casework.services.case_keys import Keys
from compliance.hotspots.labels import describe_reporting_bias
from compliance.hotspots.selectors import runs
from compliance.sharing.choices import FeedKind
from compliance.sharing.labels import label_cell, label_column
from compliance.sharing.models import Agreement
from compliance.sharing.rules import columns as rules
from compliance.sharing.rules.feed_files import (
    ABOUT_NAME,
    CSV_NAME,
    JSON_NAME,
    REPORT_NAME,
    compute_hash,
    write_csv,
    write_json,
    write_zip,
)
from compliance.sharing.rules.sites import join_reports
from compliance.sharing.selectors.records import read_records
from portal.core import pdf
from portal.core.exceptions import ActionRefused
from portal.core.types import JsonObject

SCHEMA = "feed/1"


@dataclass(frozen=True)
class Selection:
    """What a lead chose. begins, ends: first and last day on which cases were opened; none for hotspots."""

    kind: FeedKind
    begins: date | None = None
    ends: date | None = None
    handling: str = ""
    exploitation_type: str = ""
    sector: str = ""

    def as_json(self) -> dict[str, str]:
        return {
            name: value.isoformat() if isinstance(value, date) else str(value)
            for name, value in vars(self).items()
            if value and name != "kind"
        }


@dataclass(frozen=True)
class Content:
    """columns: those that leave, without the watermark, which every row has besides."""

    columns: tuple[str, ...]
    rows: Sequence[JsonObject] = field(repr=False)
    left_out: Mapping[str, int]
    notes: Sequence[str]


def read_content(agreement: Agreement, selection: Selection, *, watermark: str, keys: Keys) -> Content:
    """Return what would leave. Raises ActionRefused where the kind was not agreed, or there is nothing to send."""
    columns = rules.get_agreed_columns(selection.kind, agreement.columns)
    if not columns:
        raise ActionRefused(_("This agreement does not cover this kind of feed."))
    read = _read_hotspots if selection.kind == FeedKind.HOTSPOTS else _read_records
    rows, left_out, notes = read(agreement, selection, keys)
    if not rows:
        raise ActionRefused(_("There is nothing to send: %(why)s") % {"why": " ".join(notes)})
    cut = [rules.cut_row(row, columns, watermark=watermark) for row in rows]
    return Content(columns, cut, left_out, notes)


# Any: cells of rows.
def _read_hotspots(
    agreement: Agreement, selection: Selection, _keys: Keys
) -> tuple[list[dict[str, Any]], dict[str, int], list[str]]:
    run = runs.get_last_run()
    if run is None:
        raise ActionRefused(_("Hotspots have not been calculated yet. Calculate them first."))
    chosen = [
        analysis
        for analysis in runs.get_analyses(run)
        if (analysis.exploitation_type, analysis.sector) == (selection.exploitation_type, selection.sector)
    ]
    if not chosen or chosen[0].is_refused:
        raise ActionRefused(_("There are fewer than 30 contacts, which is too few to compare places."))
    found = runs.get_hotspots(chosen[0], areas=agreement.partner.places)
    campaigns = [
        _("Campaign: %(name)s, %(begins)s to %(ends)s.")
        % {"name": campaign.name, "begins": campaign.begins_on.isoformat(), "ends": campaign.ends_on.isoformat()}
        for campaign in runs.get_campaigns_in(run.quarter)
    ]
    notes = [
        describe_reporting_bias(),
        *(campaigns or [_("No campaign is recorded for this quarter.")]),
        _("Only councils with at least 5 contacts from at least 3 people are included."),
        _("An average counts 2 contacts for each quarter with too few to show."),
    ]
    return [runs.as_row(hotspot, chosen[0], run) for hotspot in found], {}, notes


def _read_records(
    agreement: Agreement, selection: Selection, keys: Keys
) -> tuple[list[dict[str, Any]], dict[str, int], list[str]]:
    if selection.begins is None or selection.ends is None:
        raise ActionRefused(_("Enter the dates when cases were opened."))
    read = read_records(agreement, begins=selection.begins, ends=selection.ends, handling=selection.handling, keys=keys)
    notes = [
        _("Each case has the same age, gender, nationality group, type and region as at least 9 others."),
        _("The people in each case agreed to share it with this recipient."),
        _("What people told us is not confirmed. No one named here has been found to have done anything wrong."),
    ]
    if selection.kind == FeedKind.OPERATIONAL:
        return [dict(record.row) for record in read.records], dict(read.left_out), notes
    sites = [site for record in read.records for site in record.sites]
    return join_reports(sites), dict(read.left_out), notes


def build_files(
    agreement: Agreement, selection: Selection, content: Content, *, reference: str, made_on: date
) -> dict[str, bytes]:
    """Return the files by name, in English, whatever language the person at the desk reads."""
    with translation.override("en"):
        about = _about(agreement, selection, content, reference, made_on)
        names = (*content.columns, rules.WATERMARK)
        files = {
            CSV_NAME: write_csv(names, content.rows),
            JSON_NAME: write_json(about, content.rows),
        }
        if selection.kind == FeedKind.OPERATIONAL:
            files[REPORT_NAME] = _render_report(content, about, made_on)
        hashes = {name: compute_hash(body) for name, body in files.items()}
        return {ABOUT_NAME: _write_about(about, agreement, hashes).encode()} | files


def build_zip(files: Mapping[str, bytes]) -> bytes:
    """Return the one file that leaves."""
    return write_zip(files)


# Any: texts and lists of them.
def _about(
    agreement: Agreement, selection: Selection, content: Content, reference: str, made_on: date
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "feed": reference,
        "kind": str(selection.kind),
        "title": str(selection.kind.label),
        "from": settings.PORTAL_NAME,
        "to": agreement.partner.name,
        "agreement": agreement.reference,
        "made_on": made_on.isoformat(),
        "selection": selection.as_json(),
        "columns": list(content.columns),
        "rows": len(content.rows),
        "notes": list(content.notes),
        "keep_days": agreement.retention_days,
        "onward_sharing": agreement.onward_sharing,
        "breach_contact": agreement.breach_contact,
        "contact": agreement.our_contact,
    }


def _write_about(about: JsonObject, agreement: Agreement, hashes: Mapping[str, str]) -> str:
    """Return what a person reads first who opens the file."""
    lines = [
        _("%(title)s: feed %(feed)s from %(from)s to %(to)s, made on %(made_on)s.") % about,
        _("For named recipients only. Every row has this feed’s watermark."),
        "",
        _("Agreement: %(reference)s. Purpose: %(purpose)s")
        % {"reference": agreement.reference, "purpose": agreement.description},
        _("Rows: %(rows)s. Columns: %(columns)s") % (about | {"columns": ", ".join(about["columns"])}),
        _("Delete every copy within %(keep_days)s days of the date it was sent, then confirm this on this website.")
        % about,
        _("Onward sharing: %(onward_sharing)s") % about,
        _("Tell this contact about a data breach: %(breach_contact)s") % about,
        _("Questions: %(contact)s") % about,
        "",
        *about["notes"],
        "",
        *(f"SHA-256 {name}: {digest}" for name, digest in hashes.items()),
    ]
    return "\n".join(lines) + "\n"


def _render_report(content: Content, about: JsonObject, made_on: date) -> bytes:
    reports = [
        [(label_column(column), label_cell(column, row[column])) for column in content.columns if row[column]]
        for row in content.rows
    ]
    context = {"about": about, "reports": reports, "created": made_on.isoformat()}
    html = render_to_string("casework/sharing/report_pdf.html", context)
    return pdf.render_pdf_in_sandbox(html, identifier=about["feed"].encode())
