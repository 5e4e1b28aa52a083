"""The pages by hand: who asks is looked up, what the page shows is fetched, one f-string writes it.

A floor answers at the address of its page and `floor/`. What stands around its rows, the frame of the portal and the
empty form of the filter, has the bytes of that page: it is cut out of it once a process and kept as text.
"""

import json
import re
from collections.abc import Sequence
from copy import copy
from html import escape
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import timezone

from compliance.suppliers.models import RiskScore, Site, Supplier
from portal.core.distinct_values import count_distinct_values, get_distinct_values

SUFFIX = "floor/"
TABLE = r"<tbody.*?</tbody>"
LIST = r'<ul class="portal-list">.*?</ul>'
FORM = r"<form(?:(?!</form>).)*<textarea.*?</form>"
FRAMES: dict[str, tuple[str, str]] = {}

MEMBER = """SELECT o.id FROM organisations_organisation o
    JOIN organisations_membership m ON m.organisation_id = o.id AND m.ended_at IS NULL
    WHERE o.slug = %s AND m.user_id = %s AND o.closed_at IS NULL"""


def fetch(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def organisation_key(request: HttpRequest, slug: str) -> int:
    """Return the key of the organisation that the visitor belongs to. Raises Http404."""
    rows = fetch(MEMBER, [slug, request.user.pk])
    if not rows:
        raise Http404
    return rows[0][0]


def dashed(key: Any) -> str:
    """Return a UUID as addresses have it; SQLite keeps it without dashes."""
    return str(key if isinstance(key, UUID) else UUID(key))


def page(request: HttpRequest, title: str, rows: str, place: str = TABLE) -> HttpResponse:
    """Return the page with these rows. place: a pattern of what holds them in ours."""
    address = request.get_full_path()
    if address not in FRAMES:
        FRAMES[address] = cut_frame(request, place)
    before, after = FRAMES[address]
    return HttpResponse(f"{before}<h1>{title}</h1>{rows}{after}")


def cut_frame(request: HttpRequest, place: str) -> tuple[str, str]:
    """Return what stands before and after the rows of the page whose floor is asked for."""
    path = request.path.removesuffix(SUFFIX)
    match, asked = resolve(path), copy(request)
    asked.path = asked.path_info = path
    asked.resolver_match = match
    answer = match.func(asked, *match.args, **match.kwargs)
    if not getattr(answer, "is_rendered", True):
        answer.render()
    before, *_between, after = re.split(place, answer.content.decode(), maxsplit=1, flags=re.DOTALL)
    return before, after


def options(values: Sequence[tuple[Any, ...]]) -> str:
    return "".join(f'<option value="{escape(str(row[0]))}">{escape(str(row[-1]))}</option>' for row in values)


def suppliers(request: HttpRequest, organisation: str) -> HttpResponse:
    key = organisation_key(request, organisation)
    ((count,),) = fetch(
        "SELECT COUNT(*) FROM suppliers_supplier WHERE organisation_id = %s AND status <> 'ended'", [key]
    )
    rows = fetch(
        """SELECT s.uuid, s.name, s.supplier_ref, s.country, s.status,
        (SELECT COUNT(*) FROM suppliers_site p WHERE p.supplier_id = s.id),
        (SELECT MIN(r.tier) FROM suppliers_supplyrelation r WHERE r.supplier_id = s.id AND r.tier > 0
            AND (r.ended_on IS NULL OR r.ended_on > %s)),
        (SELECT c.band FROM suppliers_riskscore c WHERE c.supplier_id = s.id AND c.is_current
            ORDER BY c.residual DESC NULLS LAST LIMIT 1),
        (SELECT MAX(f.last_audit_on) FROM suppliers_sitefacts f JOIN suppliers_site p ON p.id = f.site_id
            WHERE p.supplier_id = s.id),
        (SELECT COALESCE(SUM(f.open_actions), 0) FROM suppliers_sitefacts f JOIN suppliers_site p ON p.id = f.site_id
            WHERE p.supplier_id = s.id),
        (SELECT MAX(p.year) FROM statements_publication p WHERE p.company_number = s.company_number
            AND p.withdrawn_at IS NULL AND p.is_current = %s),
        (SELECT MAX(l.year) FROM statements_listing l
            WHERE l.company_number = s.company_number AND l.gone_at IS NULL),
        (SELECT MAX(l.year) FROM statements_listing l WHERE l.name_key = s.likeness AND l.gone_at IS NULL)
        FROM suppliers_supplier s WHERE s.organisation_id = %s AND s.status <> 'ended'
        ORDER BY s.name, s.id LIMIT 50""",
        [timezone.localdate(), True, key],
    )
    lines = "".join(
        f'<tr><th><a href="/o/{organisation}/suppliers/{dashed(uuid)}/">{escape(name)}</a> {escape(ref)} {status}'
        f" {sites}</th><td>{country}</td><td>{tier}</td><td>{band}</td><td>{audited}</td><td>{actions}</td>"
        f"<td>{here or listed or named}</td></tr>"
        for uuid, name, ref, country, status, sites, tier, band, audited, actions, here, listed, named in rows
    )
    countries = [(code,) for code in get_distinct_values([Supplier, Site], "country", organisation=key)]
    categories = [(name,) for name in get_distinct_values([Supplier], "category", organisation=key)]
    owners = fetch(
        """SELECT u.uuid, u.first_name, u.email FROM organisations_membership m JOIN accounts_user u ON u.id = m.user_id
        WHERE m.organisation_id = %s AND m.ended_at IS NULL""",
        [key],
    )
    views = fetch("SELECT query, name FROM suppliers_savedview WHERE organisation_id = %s", [key])
    return page(request, f"{count} suppliers", options([*countries, *categories, *owners, *views]) + lines)


def risk(request: HttpRequest, organisation: str) -> HttpResponse:
    key = organisation_key(request, organisation)
    countries = count_distinct_values(RiskScore, "country", max_count=1001, organisation=key, is_current=True)
    current = "is_current = 1" if connection.vendor == "sqlite" else "is_current"
    rows = fetch(
        f"""SELECT p.uuid, p.name, s.uuid, s.name, c.country, c.band, c.residual, c.inherent_band, c.inherent,
        c.confidence, c.has_alert
        FROM (SELECT * FROM suppliers_riskscore WHERE organisation_id = %s AND {current}
            ORDER BY has_alert DESC, urgency DESC, id LIMIT 50) c
        JOIN suppliers_supplier s ON s.id = c.supplier_id LEFT JOIN suppliers_site p ON p.id = c.site_id
        ORDER BY c.has_alert DESC, c.urgency DESC, c.id""",
        [key],
    )
    lines = "".join(
        f'<tr><th><a href="/o/{organisation}/suppliers/{f"sites/{dashed(site)}" if site else dashed(supplier)}/risk/">'
        f"{escape(name or supplier_name)}</a> {escape(supplier_name)} {alert}</th><td>{iso2}</td>"
        f"<td>{band} {residual}</td><td>{inherent_band} {inherent} {confidence}</td></tr>"
        for (
            site, name, supplier, supplier_name, iso2, band, residual, inherent_band, inherent, confidence, alert,
        ) in rows
    )  # fmt: skip
    listed = "".join(f"<tr><td>{iso2}</td><td>{places}</td></tr>" for iso2, places in countries.items())
    total = sum(countries.values())
    return page(request, f"{total} places", lines + listed)


def findings(request: HttpRequest, organisation: str) -> HttpResponse:
    key = organisation_key(request, organisation)
    tables = """audits_finding f JOIN audits_audit a ON a.id = f.audit_id
        JOIN suppliers_site s ON s.id = a.site_id WHERE a.organisation_id = %s"""
    ((count,),) = fetch(f"SELECT COUNT(*) FROM {tables}", [key])
    rows = fetch(
        f"""SELECT f.uuid, f.finding_ref, f.title, f.description, s.name, f.grade, f.status, a.status, f.due_on
        FROM {tables} ORDER BY a.ended_on DESC, a.ended_on DESC, a.id DESC, f.position, f.id LIMIT 50""",
        [key],
    )
    lines = "".join(
        f'<tr><th><a href="/o/{organisation}/audits/findings/{dashed(uuid)}/">{escape(ref)}:'
        f" {escape((title or words)[:90])}</a></th><td>{escape(site)}</td><td>{grade}</td><td>{status} {of_audit}</td>"
        f"<td>{due}</td></tr>"
        for uuid, ref, title, words, site, grade, status, of_audit, due in rows
    )
    months = " UNION ALL ".join(
        f"""SELECT grade, {month}, COUNT(*) FROM audits_finding WHERE organisation_id = %s AND NOT ({month} = '')
        GROUP BY 1, 2"""
        for month in ("opened_month", "closed_month")
    )
    chart = "".join(
        f"<tr><th>{month}</th><td>{grade}</td><td>{number}</td></tr>"
        for grade, month, number in fetch(months, [key, key])
    )
    return page(request, f"{count} findings", lines + chart)


def queue(request: HttpRequest) -> HttpResponse:
    """New concerns and open cases in one order; the numbers of the queue's four parts."""
    ended = "('closed', 'merged')"
    waiting = "('awaiting_contact', 'awaiting_partner', 'safeguarding_hold')"
    due = """(SELECT MIN(t.due_at) FROM casework_task t
        WHERE t.case_id = c.uuid AND t.done_at IS NULL AND t.due_at IS NOT NULL)"""
    due = f"CASE WHEN {due} < c.due_at THEN {due} ELSE c.due_at END"
    new = "NOT EXISTS (SELECT 1 FROM casework_contact k WHERE k.concern_id = n.uuid)"
    ((cases, mine, free, waits),) = fetch(
        f"""SELECT COUNT(*), COALESCE(SUM(CASE WHEN owner_id = %s THEN 1 END), 0),
        COALESCE(SUM(CASE WHEN owner_id IS NULL THEN 1 END), 0),
        COALESCE(SUM(CASE WHEN status IN {waiting} THEN 1 END), 0)
        FROM casework_case WHERE status NOT IN {ended}""",
        [request.user.pk],
    )
    ((concerns,),) = fetch(f"SELECT COUNT(*) FROM concerns_concern n WHERE {new}")
    rows = fetch(
        f"""SELECT kind, uuid, age, level, due, reference, status, types, region, language, channel, owner, news FROM (
        SELECT 'cases' AS kind, c.uuid AS uuid, c.age_of_person AS age, c.level AS level, {due} AS due,
            c.arrived_hour AS arrived, c.reference AS reference, c.status AS status,
            c.exploitation_types AS types, c.region AS region,
            c.language AS language, c.channel AS channel, u.email AS owner, c.has_news AS news
        FROM casework_case c LEFT JOIN accounts_user u ON u.id = c.owner_id WHERE c.status NOT IN {ended}
        UNION ALL SELECT 'concerns', n.uuid, n.age_of_person, n.triage_level, n.due_at, n.arrived_hour, '', '',
            n.exploitation_types, n.region, n.language, n.channel, NULL, NULL
        FROM concerns_concern n WHERE {new}) AS q
        ORDER BY CASE WHEN age = 'adult' THEN 1 ELSE 0 END, level, due, arrived, uuid LIMIT 50"""
    )
    lines = "".join(
        f'<tr><th>{level} {age} {news}</th><td>{due_at}</td><td><a href="/desk/{kind}/{dashed(uuid)}/">{reference}</a>'
        f" {status} {types}</td><td>{region} {language} {channel}</td><td>{owner}</td></tr>"
        for kind, uuid, age, level, due_at, reference, status, types, region, language, channel, owner, news in rows
    )
    title = f"Queue: {cases + concerns}, {mine}, {free + concerns}, {waits}"
    return page(request, title, lines)


def statements(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").split()
    hidden = "SELECT id FROM organisations_organisation WHERE confirmed_at IS NULL OR taken_down_at IS NOT NULL"
    is_sqlite = connection.vendor == "sqlite"
    current = "is_current = 1" if is_sqlite else "is_current"
    where = f"{current} AND withdrawn_at IS NULL AND organisation_id NOT IN ({hidden})"
    if is_sqlite:
        named = " AND {key} IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH %s)"
        values = [" AND ".join(f'"{word}"' for word in words)]
    else:
        named = " AND searched LIKE %s" * len(words)
        values = [f"%{word}%" for word in words]
    table, listings = "statements_publication", "statements_listing"
    found = named.format(table=table, key="id")
    # In the order of an index, as the page is read.
    in_order = named.format(table=table, key="+id")
    elsewhere = named.format(table=listings, key="id")
    ((count,),) = fetch(f"SELECT COUNT(*) FROM (SELECT 1 FROM {table} WHERE {where}{found} LIMIT 500) AS q", values)
    ((listed,),) = fetch(
        f"SELECT COUNT(*) FROM (SELECT 1 FROM {listings} WHERE gone_at IS NULL{elsewhere} LIMIT 500) AS q", values
    )
    rows = fetch(
        f"""SELECT organisation_slug, year, organisation_name, period_start, period_end, first_published_on, is_late,
        due_on, kind, is_group, company_number FROM {table} WHERE {where}{in_order}
        ORDER BY organisation_name, year DESC, id LIMIT 20""",
        values,
    )
    lines = "".join(
        f'<li><h3><a href="/statements/{slug}/{year}/">{escape(name)}, {year}</a></h3><p>{start} {end}</p>'
        f"<p>{published} {late} {due}</p><p>{kind} {group} {number}</p></li>"
        for slug, year, name, start, end, published, late, due, kind, group, number in rows
    )
    return page(request, f"{count + listed} statements", f"<ul>{lines}</ul>", LIST)


def section(request: HttpRequest, organisation: str, year: int) -> HttpResponse:
    """This year's section: its answers in the form, the other sections, last year's, and what colleagues said of it."""
    key = organisation_key(request, organisation)
    ((version, code, answers, revision),) = fetch(
        """SELECT v.id, s.code, s.answers, s.revision FROM statements_section s
        JOIN statements_version v ON v.id = s.version_id JOIN statements_statement t ON t.id = v.statement_id
        WHERE t.organisation_id = %s AND t.year = %s AND s.code = 'policies' ORDER BY v.number DESC LIMIT 1""",
        [key, year],
    )
    outline = fetch(
        "SELECT code, heading, is_complete FROM statements_section WHERE version_id = %s AND removed_at IS NULL",
        [version],
    )
    before = fetch(
        """SELECT content FROM statements_publication WHERE organisation_id = %s AND year < %s AND is_current
        ORDER BY year DESC LIMIT 1""",
        [key, year],
    )
    before += fetch(
        "SELECT texts FROM statements_earliertext WHERE organisation_id = %s AND year = %s", [key, year - 1]
    )
    comments = fetch(
        """SELECT u.email, c.text, c.written_at FROM statements_comment c
        LEFT JOIN accounts_user u ON u.id = c.author_id
        WHERE c.version_id = %s AND c.section = %s ORDER BY c.written_at""",
        [version, code],
    )
    fields = json.loads(answers) if isinstance(answers, str) else answers
    lines = "".join(
        f'<p><label>{name}</label><textarea name="{name}">{escape(str(value))}</textarea></p>'
        for name, value in fields.items()
    )
    lines += "".join(f"<p>{escape(str(text))}</p>" for (text,) in before)
    lines += "".join(f"<li>{name} {escape(heading)} {is_complete}</li>" for name, heading, is_complete in outline)
    lines += "".join(f"<tr><th>{by}</th><td>{escape(words)} {at}</td></tr>" for by, words, at in comments)
    return page(request, f"{code}, {revision}", f"<form method=post>{lines}<button>Save</button></form>", FORM)
