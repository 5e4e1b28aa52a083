"""Every address of the portal, and what each kind of visitor gets there.

A new address needs an entry here, or tests/test_access.py fails. An entry says how to build the address from the
rows of organisation A, and the answer to GET and to an empty POST for each visitor:

    "statements:draft": inside("year", get={VIEWER: 200, EDITOR: 200, APPROVER: 200, ADMINISTRATOR: 200}),

Visitors who are not named get what a stranger gets: 404 inside an organisation, the sign-in page when signed out.
HEAD must answer as GET does. A method that is not offered answers 405 or, to strangers, 404.
"""

from dataclasses import dataclass, replace

from tests.factories.world import VISITORS
from tests.url_register.answers import (
    ADMINISTRATOR,
    ADMINISTRATOR_HANDLED,
    ADMINISTRATOR_ONLY,
    ADMINISTRATORS,
    ADMINISTRATORS_HANDLED,
    APPROVER,
    AWAY,
    CONTENT_EDITOR,
    EDITOR,
    HANDLED,
    HANDLER,
    HELPLINE_MANAGER,
    NOT_OFFERED,
    PARTNER,
    SITE_ADMINISTRATOR,
    STATISTICIAN,
    TRIAGE_LEAD,
    VIEWER,
    WRITERS_ASKED,
    WRITERS_AWAY,
    WRITERS_HANDLED,
    WRITERS_ONLY,
    Address,
    business_people,
    by_link,
    inside,
    number_of_a,
    public,
    published,
    published_version,
    row_of_a,
    signed_in,
    site_administrator_of,
    staff,
)
from tests.url_register.archive import ARCHIVES
from tests.url_register.audits import AUDITS
from tests.url_register.concerns import CONCERNS
from tests.url_register.data_protection import DUTIES
from tests.url_register.desk import DESK
from tests.url_register.directory import DIRECTORY
from tests.url_register.guidance import GUIDANCE
from tests.url_register.referrals import SHARING
from tests.url_register.training import TRAINING
from tests.url_register.uploads import UPLOADS

DASHBOARD = signed_in()
REGISTER: dict[str, Address] = {
    # The public register: open to all.
    "register:index": public(),
    "register:result_csv": public(),
    "register:result_json": public(),
    "register:compare": public(query="?with=alder"),
    "register:feed": public(),
    "register:feed_of": public(kwargs=lambda world: {"organisation": "alder"}),
    "register:verify": public(query="?code=" + "0" * 64),
    "register:organisation": public(kwargs=lambda world: {"organisation": "alder"}),
    "register:statement": public(kwargs=published),
    "register:pdf": public(kwargs=published),
    "register:json": public(kwargs=published),
    "register:versions": public(kwargs=published),
    "register:members": public(kwargs=published),
    "register:member": public(kwargs=lambda world: published(world) | {"member": "invented-shop-limited"}),
    # The world's file has no bytes: 410 is what it answers once the door is open.
    "register:earlier_pdf": public(get=410, kwargs=lambda world: {"organisation": "alder", "year": 2020}),
    "register:version": public(kwargs=published_version),
    "register:version_pdf": public(kwargs=published_version),
    "register:version_json": public(kwargs=published_version),
    "register:figure": public(kwargs=lambda world: published_version(world) | {"figure": 1}),
    "organisations:scope_start": public(),
    "organisations:scope_question": public(post=422, kwargs=lambda world: {"question": "kind"}),
    "organisations:scope_result": public(get=AWAY),
    "organisations:scope_clear": public(get=NOT_OFFERED, post=AWAY),
    "organisations:new": business_people(get=AWAY),
    "organisations:new_details": business_people(post=422),
    "organisations:join": business_people(post=422),
    "organisations:join_sent": signed_in(),
    "organisations:join_known": business_people(post=HANDLED, kwargs=number_of_a),
    "organisations:handover_by_number": business_people(post=422, kwargs=number_of_a, but={ADMINISTRATOR: 404}),
    "organisations:invitation": public(get=404, post=404, kwargs=lambda world: {"token": "guess"}),
    "organisations:home": inside(),
    "organisations:leave": inside(post=HANDLED),
    "organisations:scope": inside(),
    "organisations:own_scope_result": inside(WRITERS_AWAY, WRITERS_HANDLED),
    "organisations:own_scope_question": inside(WRITERS_ASKED, WRITERS_HANDLED, question="kind"),
    "organisations:scope_kept": inside(uuid=row_of_a("scope_answer")),
    "organisations:people": inside(ADMINISTRATORS),
    "organisations:invite": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:invitation_resend": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_of_a("invitation")),
    "organisations:invitation_withdraw": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_of_a("invitation")),
    "organisations:join_request": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED, uuid=row_of_a("join_request")),
    "organisations:member": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED, uuid=row_of_a("viewer_membership")),
    "organisations:member_end": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED, uuid=row_of_a("viewer_membership")),
    "organisations:member_second_factor": inside(
        ADMINISTRATORS, ADMINISTRATORS_HANDLED, uuid=row_of_a("viewer_membership")
    ),
    # What the team completed: writers read it, administrators ask for courses and take the list away.
    "organisations:training": inside(),
    "organisations:training_assign": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:training_assignment": inside(WRITERS_ONLY, uuid=row_of_a("training_assignment")),
    "organisations:training_end": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_of_a("training_assignment")),
    "organisations:training_remind": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_of_a("training_assignment")),
    "organisations:training_csv": inside(ADMINISTRATORS),
    "organisations:training_xlsx": inside(ADMINISTRATORS),
    "organisations:handover": inside(
        {VIEWER: 200, EDITOR: 200, APPROVER: 200, ADMINISTRATOR: 404},
        {VIEWER: 422, EDITOR: 422, APPROVER: 422, ADMINISTRATOR: 404},
    ),
    "organisations:settings": inside(),
    "organisations:details": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:sectors": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:year": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:dates": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:group": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:group_answer": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_of_a("group_question")),
    "organisations:group_withdraw": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_of_a("group_asked")),
    "organisations:group_end": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_of_a("subsidiary")),
    "organisations:confirm": inside(ADMINISTRATORS),
    "organisations:confirm_page": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:confirm_dns": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED),
    "organisations:confirm_evidence": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:confirm_check": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED),
    "organisations:staff": staff(SITE_ADMINISTRATOR),
    "organisations:staff_proof": site_administrator_of("proof", post=HANDLED),
    # The world's file has no bytes: 410 is what it answers once the door is open.
    "organisations:staff_proof_evidence": site_administrator_of("proof", get=410),
    "organisations:staff_handover": site_administrator_of("handover", post=HANDLED),
    "organisations:staff_handover_evidence": site_administrator_of("handover", get=410),
    "organisations:staff_organisation": staff(
        SITE_ADMINISTRATOR, kwargs=lambda world: {"uuid": world.a.organisation.uuid}
    ),
    **{
        f"organisations:staff_{act}": staff(
            SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"uuid": world.a.organisation.uuid}
        )
        for act in ("take_down", "give_back", "unconfirm")
    },
    # Alerts. Of an A-alert, those who may not see the details do not learn which there are.
    "alerts:list": inside(),
    "alerts:notice": inside({ADMINISTRATOR: AWAY}, {ADMINISTRATOR: HANDLED}),
    "alerts:escalation": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "alerts:alert": inside({ADMINISTRATOR: 200}, uuid=row_of_a("alert")),
    "alerts:report": inside({ADMINISTRATOR: 200}, {ADMINISTRATOR: HANDLED}, uuid=row_of_a("alert")),
    "alerts:close": inside({ADMINISTRATOR: 200}, {ADMINISTRATOR: HANDLED}, uuid=row_of_a("alert")),
    **{
        f"alerts:{act}": inside(NOT_OFFERED, {ADMINISTRATOR: HANDLED}, uuid=row_of_a("alert"))
        for act in ("acknowledge", "take_back_report", "confirm", "keep_open")
    },
    # Links of suppliers: whoever holds one sees its supplier's open actions, signed in or not.
    "links:list": inside(),
    "links:send": inside(WRITERS_ONLY, WRITERS_HANDLED),
    "links:resend": inside(NOT_OFFERED, WRITERS_HANDLED, uuid=row_of_a("link")),
    "links:revoke": inside(NOT_OFFERED, WRITERS_HANDLED, uuid=row_of_a("link")),
    "plan:home": by_link(),
    "plan:action": by_link(post=HANDLED, uuid=row_of_a("action")),
    # Notes on concerns: the sender's and the safeguarding leads'. The one of the world is the editor's.
    "concern_notes:list": inside(),
    "concern_notes:add": inside(post=HANDLED),
    "concern_notes:raise": inside(NOT_OFFERED, 303),
    "concern_notes:raise_finding": inside(NOT_OFFERED, 303, uuid=row_of_a("finding")),
    "concern_notes:raise_alert": inside(NOT_OFFERED, {ADMINISTRATOR: 303}, uuid=row_of_a("alert")),
    "concern_notes:raise_supplier": inside(NOT_OFFERED, 303, uuid=row_of_a("supplier")),
    "concern_notes:note": inside({EDITOR: 200}, {EDITOR: HANDLED}, uuid=row_of_a("concern_note")),
    # The API: JSON for programs, open to all.
    "api:api-root": public(),
    "api:docs": public(),
    "api:openapi-json": public(),
    "api:statements": public(),
    "api:statement": public(kwargs=published),
    "api:version": public(kwargs=published_version),
    "api:organisations": public(),
    "api:organisation": public(kwargs=lambda world: {"slug": "alder"}),
    "api:nothing": public(get=404, kwargs=lambda world: {"rest": "nothing"}),
    "statements:list": inside(),
    "statements:start": inside(WRITERS_ONLY, WRITERS_HANDLED),
    "statements:take_over": inside(WRITERS_ONLY, WRITERS_HANDLED),
    "statements:earlier_text_remove": inside(WRITERS_ONLY, WRITERS_HANDLED, earlier=row_of_a("earlier_text")),
    "statements:copies": inside(),
    "statements:copy_add": inside(WRITERS_ONLY, WRITERS_HANDLED),
    "statements:copy_sent": inside(WRITERS_ONLY, WRITERS_HANDLED, copy=row_of_a("copy_request")),
    "statements:earlier_add": inside(ADMINISTRATOR_ONLY, ADMINISTRATOR_HANDLED),
    "statements:earlier_remove": inside(ADMINISTRATOR_ONLY, ADMINISTRATOR_HANDLED, earlier=row_of_a("earlier_year")),
    "statements:expected_day": inside(day="2026-09-30"),
    "statements:opening": inside(year=2026),
    "statements:compare": inside(year=2026),
    "statements:changes": inside(year=2026),
    "statements:members": inside(year=2026),
    "statements:members_workbook": inside(WRITERS_ONLY, WRITERS_HANDLED, year=2026),
    "statements:members_confirm": inside(
        {VIEWER: 403, EDITOR: 303, APPROVER: 403, ADMINISTRATOR: 303}, WRITERS_HANDLED, year=2026
    ),
    "statements:members_xlsx": inside(year=2026),
    "statements:members_csv": inside(year=2026),
    "statements:member_approvals": inside(
        {VIEWER: 403, EDITOR: 403, APPROVER: 200, ADMINISTRATOR: 200},
        {VIEWER: 403, EDITOR: 403, APPROVER: HANDLED, ADMINISTRATOR: HANDLED},
        year=2024,
    ),
    "statements:look": inside(NOT_OFFERED, WRITERS_HANDLED, year=2026),
    "statements:tasks": inside(year=2026),
    "statements:section": inside(post=WRITERS_HANDLED, year=2026, section="risk"),
    "statements:own_sections": inside(post=WRITERS_HANDLED, year=2026),
    "statements:own_section": inside(WRITERS_ONLY, WRITERS_HANDLED, year=2026, section="extra_1"),
    "statements:own_section_take_out": inside(WRITERS_ONLY, WRITERS_HANDLED, year=2026, section="extra_1"),
    "statements:autosave": inside(NOT_OFFERED, WRITERS_HANDLED, year=2026, section="risk"),
    "statements:merge": inside(303, WRITERS_HANDLED, year=2026, section="risk"),
    "statements:drop_unsaved": inside(NOT_OFFERED, WRITERS_HANDLED, year=2026, section="risk"),
    "statements:evidence_use": inside(303, WRITERS_HANDLED, year=2026, section="risk"),
    "statements:evidence": inside(year=2026, evidence=row_of_a("evidence")),
    "statements:evidence_take_away": inside(NOT_OFFERED, WRITERS_HANDLED, year=2026, evidence=row_of_a("evidence")),
    "statements:use_audit": inside(WRITERS_ONLY, WRITERS_HANDLED, audit=row_of_a("audit")),
    "statements:check": inside(post={VIEWER: 403, EDITOR: 404, APPROVER: 403, ADMINISTRATOR: 404}, year=2026),
    "statements:preview": inside(year=2026),
    "statements:draft_pdf": inside(year=2026),
    "statements:review": inside(post=HANDLED, year=2022),
    "statements:approve": inside(post={VIEWER: 403, EDITOR: 403, APPROVER: HANDLED, ADMINISTRATOR: 403}, year=2024),
    "statements:sign": inside(post={VIEWER: 403, EDITOR: 403, APPROVER: HANDLED, ADMINISTRATOR: 403}, year=2024),
    "statements:decline": inside(
        {VIEWER: 403, EDITOR: 403, APPROVER: 200, ADMINISTRATOR: 403},
        {VIEWER: 403, EDITOR: 403, APPROVER: HANDLED, ADMINISTRATOR: 403},
        year=2024,
    ),
    "statements:reopen": inside(WRITERS_ONLY, WRITERS_HANDLED, year=2024),
    "statements:discard": inside(WRITERS_ONLY, WRITERS_HANDLED, year=2026),
    "statements:board_pack": inside(post={VIEWER: 403, EDITOR: 404, APPROVER: 403, ADMINISTRATOR: 404}, year=2026),
    "statements:figures": inside(post=WRITERS_HANDLED, year=2026),
    "statements:figure": inside(WRITERS_ONLY, WRITERS_HANDLED, year=2026, figure=row_of_a("figure")),
    "statements:figure_picture": inside(year=2026, figure=1),
    "statements:word": inside(post=WRITERS_HANDLED, year=2026),
    "statements:word_draft": inside(year=2026),
    "statements:word_return": inside(year=2026, word=row_of_a("word_return")),
    "statements:word_part": inside(
        post=WRITERS_HANDLED, year=2026, word=row_of_a("word_return"), part=row_of_a("word_part")
    ),
    "statements:word_picture": inside(
        post=WRITERS_HANDLED,
        year=2026,
        word=row_of_a("word_return"),
        part=row_of_a("word_part"),
        picture=row_of_a("word_picture"),
    ),
    "statements:word_picture_file": inside(
        year=2026, word=row_of_a("word_return"), part=row_of_a("word_part"), picture=row_of_a("word_picture")
    ),
    "statements:amend": inside(WRITERS_ONLY, WRITERS_HANDLED, year=2025),
    "statements:registry": inside(WRITERS_ONLY, WRITERS_HANDLED, year=2025),
    "statements:signed_page": inside(
        {VIEWER: 404, EDITOR: 410, APPROVER: 410, ADMINISTRATOR: 410}, year=2023, page=lambda world: world.a.file.uuid
    ),
    "statements:publish": inside(ADMINISTRATOR_ONLY, ADMINISTRATOR_HANDLED, year=2023),
    "statements:published": inside(year=2025),
    "statements:certificate": inside(year=2025),
    "statements:registry_answers": inside(year=2025),
    "statements:registry_table": inside(year=2025),
    "statements:homepage_link": inside(WRITERS_ONLY, WRITERS_HANDLED, year=2025),
    "statements:next_year": inside(year=2025),
    "statements:withdraw": inside(ADMINISTRATOR_ONLY, ADMINISTRATOR_HANDLED, year=2025),
    "statements_staff:index": staff(SITE_ADMINISTRATOR, kwargs=lambda world: {"uuid": world.a.organisation.uuid}),
    "statements_staff:withdraw": staff(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"uuid": world.a.organisation.uuid, "year": 2025}
    ),
    **AUDITS,
    **DESK,
    **SHARING,
    **TRAINING,
    **DUTIES,
    "suppliers:index": inside(),
    "suppliers:export": inside(ADMINISTRATORS),
    "suppliers:save_view": inside(WRITERS_ONLY, WRITERS_HANDLED),
    "suppliers:remove_view": inside(NOT_OFFERED, WRITERS_HANDLED, uuid=row_of_a("view")),
    "suppliers:doubles": inside(),
    "suppliers:double": inside(
        WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("supplier"), other=row_of_a("labour_provider")
    ),
    "suppliers:add": inside(WRITERS_ONLY, WRITERS_HANDLED),
    "suppliers:supplier": inside(uuid=row_of_a("supplier")),
    "suppliers:edit": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("supplier")),
    "suppliers:end": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("supplier")),
    "suppliers:resume": inside(NOT_OFFERED, WRITERS_HANDLED, uuid=row_of_a("ended_supplier")),
    "suppliers:licence": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("labour_provider")),
    "suppliers:add_supply": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("supplier")),
    "suppliers:edit_supply": inside(
        WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("supplier"), key=lambda world: world.a.rows["supply"].pk
    ),
    "suppliers:add_site": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("supplier")),
    "suppliers:site": inside(uuid=row_of_a("site")),
    "suppliers:edit_site": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("site")),
    "suppliers:count_workers": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("site")),
    "suppliers:edit_workers": inside(
        WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("site"), key=lambda world: world.a.rows["figures"].pk
    ),
    "suppliers:add_control": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("site")),
    "suppliers:remove_control": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("control")),
    "suppliers:providers": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("site")),
    "suppliers:risk": inside(),
    "suppliers:site_risk": inside(uuid=row_of_a("site")),
    "suppliers:supplier_risk": inside(uuid=row_of_a("labour_provider")),
    "suppliers:goods": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("supplier")),
    "suppliers_staff:risk": staff(SITE_ADMINISTRATOR),
    "suppliers_staff:table": staff(SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"table": "tip_tiers"}),
    "suppliers_staff:download": staff(SITE_ADMINISTRATOR, kwargs=lambda world: {"table": "dol_goods"}),
    "suppliers_staff:shipped": staff(SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"table": "tip_tiers"}),
    "suppliers_staff:edition": staff(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"uuid": world.accounts["edition"].uuid}
    ),
    "suppliers_staff:index_values": staff(SITE_ADMINISTRATOR, post=HANDLED),
    "suppliers_staff:remove_index_value": staff(
        SITE_ADMINISTRATOR, get=NOT_OFFERED, post=HANDLED, kwargs=lambda world: {"iso2": "GB"}
    ),
    "suppliers_staff:weights": staff(SITE_ADMINISTRATOR, post=HANDLED),
    # Those who read figures only are led to their own page.
    "dashboard:home": replace(DASHBOARD, get=DASHBOARD.get | {STATISTICIAN: 302, HELPLINE_MANAGER: 302}),
    **ARCHIVES,
    **UPLOADS,
    "organisations:activity": inside({VIEWER: 403, EDITOR: 200, APPROVER: 200, ADMINISTRATOR: 200}),
    "organisations:activity_csv": inside({VIEWER: 403, EDITOR: 403, APPROVER: 403, ADMINISTRATOR: 200}),
    "organisations:activity_json": inside({VIEWER: 403, EDITOR: 403, APPROVER: 403, ADMINISTRATOR: 200}),
    "history:log": staff(HANDLER, TRIAGE_LEAD, CONTENT_EDITOR, SITE_ADMINISTRATOR),
    "history:verify": staff(SITE_ADMINISTRATOR, get=NOT_OFFERED, post=200),
    # One's own account.
    "people:account": signed_in(),
    "people:second_step": signed_in(),
    "people:lost": public(),
    "people:session": signed_in(),
    "people:name": signed_in(post=422),
    "people:discard_kept": signed_in(get=NOT_OFFERED, post=AWAY),
    "people:stop_reset": public(post=AWAY, kwargs=lambda world: {"reset": world.accounts["reset"].uuid}),
    "people:invitation": staff(PARTNER, post=AWAY, kwargs=lambda world: {"invitation": world.accounts["offer"].uuid}),
    # People, for site administrators.
    "staffing:people": staff(SITE_ADMINISTRATOR, TRIAGE_LEAD),
    "staffing:invite": staff(SITE_ADMINISTRATOR, post=HANDLED),
    "staffing:confirm": staff(
        SITE_ADMINISTRATOR,
        TRIAGE_LEAD,
        post=HANDLED,
        kwargs=lambda world: {"invitation": world.accounts["accepted_offer"].uuid},
    ),
    "staffing:withdraw": staff(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"invitation": world.accounts["offer"].uuid}
    ),
    "staffing:take_role": staff(
        SITE_ADMINISTRATOR,
        post=HANDLED,
        kwargs=lambda world: {"person": world.staff[HANDLER].uuid, "role": HANDLER},
    ),
    "staffing:find": staff(SITE_ADMINISTRATOR, post=HANDLED),
    "staffing:account": staff(SITE_ADMINISTRATOR, kwargs=lambda world: {"person": world.staff[HANDLER].uuid}),
    "staffing:reset": staff(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"person": world.staff[HANDLER].uuid}
    ),
    "staffing:close": staff(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"person": world.staff[HANDLER].uuid}
    ),
    "staffing:open": staff(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"person": world.accounts["closed"].uuid}
    ),
    "healthz": public(),
    "readyz": public(),
    "security_txt": public(),
    # The demo's mail is there in a demo only.
    "demo_mail": public(get=404, post=404),
    "robots": public(),
    "sitemap": public(),
    "sitemap_section": public(kwargs=lambda world: {"section": "pages"}),
    "share_picture": public(get=404, post=404, kwargs=lambda world: {"page": 1, "digest": "nothing"}),
    "rendition": public(get=404, post=404, kwargs=lambda world: {"name": "nothing.webp"}),
    # Browsers send it by themselves, so it asks for no token; an empty one is refused.
    "policy_report": public(get=NOT_OFFERED, post=400),
    "for_business": public(),
    # Doors of later releases (decision 32).
    "existing:check": public(post=HANDLED),
    "statistics": public(),
    **CONCERNS,
    **DIRECTORY,
    **GUIDANCE,
}


@dataclass(frozen=True)
class Group:
    """Addresses of a package we did not write: told by the beginning of their route and of their name.

    allowed: who may see pages there; everybody else is sent away or finds nothing, never a page.
    """

    route: str
    names: tuple[str, ...]
    why: str
    allowed: tuple[str, ...]
    # Names of pages in it that are harmless and open to all.
    open_names: tuple[str, ...] = ()


GROUPS = (
    Group(
        "cms/",
        ("wagtail", ""),
        "Wagtail's admin: for those who publish",
        (CONTENT_EDITOR, SITE_ADMINISTRATOR),
        open_names=("wagtailadmin_javascript_catalog", "wagtailadmin_sprite"),
    ),
    Group("documents/", ("wagtaildocs_",), "Wagtail's documents: never a business's", VISITORS),
    Group("accounts/", ("account_", "mfa_", "usersessions_"), "allauth: one's own account", VISITORS),
    Group("_util/", ("wagtailcore_", ""), "Wagtail's doors to private pages", VISITORS),
    Group("", ("wagtail_serve",), "Wagtail's pages: published guidance", VISITORS),
)
