"""Every address of the portal, and what each kind of visitor gets there.

A new address needs an entry here, or tests/test_access.py fails. An entry says how to build the address from the
rows of organisation A, and the answer to GET and to an empty POST for each visitor:

    "statements:draft": inside("year", get={VIEWER: 200, EDITOR: 200, APPROVER: 200, ADMINISTRATOR: 200}),

Visitors who are not named get what a stranger gets: 404 inside an organisation, the sign-in page when signed out.
HEAD must answer as GET does. A method that is not offered answers 405 or, to strangers, 404.
"""

from dataclasses import dataclass, replace

from tests.factories.world import VISITORS
from tests.url_register.archive import ARCHIVES
from tests.url_register.audits import AUDITS
from tests.url_register.concerns import CONCERNS
from tests.url_register.data_protection import DUTIES
from tests.url_register.desk import DESK
from tests.url_register.directory import DIRECTORY
from tests.url_register.expectations import (
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
    WRITERS_AWAY,
    WRITERS_FORM,
    WRITERS_HANDLED,
    WRITERS_ONLY,
    Address,
    account_page,
    business_page,
    company_number,
    link_page,
    organisation_page,
    public_page,
    published_statement,
    published_version,
    row_uuid,
    site_administrator_page,
    staff_page,
)
from tests.url_register.guidance import GUIDANCE
from tests.url_register.published_figures import PUBLISHED_FIGURES
from tests.url_register.referrals import SHARING
from tests.url_register.statistics import STATISTICS
from tests.url_register.training import TRAINING
from tests.url_register.uploads import UPLOADS

DASHBOARD = account_page()
ADDRESSES: dict[str, Address] = {
    # The public register: open to all.
    "register:index": public_page(),
    "register:result_csv": public_page(),
    "register:result_json": public_page(),
    "register:compare": public_page(query="?with=alder"),
    "register:feed": public_page(),
    "register:feed_of": public_page(kwargs=lambda world: {"organisation": "alder"}),
    "register:verify": public_page(query="?code=" + "0" * 64),
    "register:organisation": public_page(kwargs=lambda world: {"organisation": "alder"}),
    "register:statement": public_page(kwargs=published_statement),
    "register:pdf": public_page(kwargs=published_statement),
    "register:json": public_page(kwargs=published_statement),
    "register:versions": public_page(kwargs=published_statement),
    "register:members": public_page(kwargs=published_statement),
    "register:member": public_page(
        kwargs=lambda world: published_statement(world) | {"member": "invented-shop-limited"}
    ),
    # The world's file has no bytes: 410 is what it answers once the door is open.
    "register:earlier_pdf": public_page(get=410, kwargs=lambda world: {"organisation": "alder", "year": 2020}),
    "register:version": public_page(kwargs=published_version),
    "register:version_pdf": public_page(kwargs=published_version),
    "register:version_json": public_page(kwargs=published_version),
    "register:figure": public_page(kwargs=lambda world: published_version(world) | {"figure": 1}),
    "organisations:scope_start": public_page(),
    "organisations:scope_question": public_page(post=422, kwargs=lambda world: {"question": "kind"}),
    "organisations:scope_result": public_page(get=AWAY),
    "organisations:scope_clear": public_page(get=NOT_OFFERED, post=AWAY),
    "organisations:new": business_page(get=AWAY),
    "organisations:new_details": business_page(post=422),
    "organisations:join": business_page(post=422),
    "organisations:join_sent": account_page(),
    "organisations:join_known": business_page(post=HANDLED, kwargs=company_number),
    "organisations:handover_by_number": business_page(post=422, kwargs=company_number, but={ADMINISTRATOR: 404}),
    "organisations:invitation": public_page(get=404, post=404, kwargs=lambda world: {"token": "guess"}),
    "organisations:home": organisation_page(),
    "organisations:leave": organisation_page(post=HANDLED),
    "organisations:scope": organisation_page(),
    "organisations:own_scope_result": organisation_page(WRITERS_AWAY, WRITERS_HANDLED),
    "organisations:own_scope_question": organisation_page(WRITERS_FORM, WRITERS_HANDLED, question="kind"),
    "organisations:scope_kept": organisation_page(uuid=row_uuid("scope_answer")),
    "organisations:people": organisation_page(ADMINISTRATORS),
    "organisations:invite": organisation_page(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:invitation_resend": organisation_page(
        NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_uuid("invitation")
    ),
    "organisations:invitation_withdraw": organisation_page(
        NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_uuid("invitation")
    ),
    "organisations:join_request": organisation_page(
        ADMINISTRATORS, ADMINISTRATORS_HANDLED, uuid=row_uuid("join_request")
    ),
    "organisations:member": organisation_page(
        ADMINISTRATORS, ADMINISTRATORS_HANDLED, uuid=row_uuid("viewer_membership")
    ),
    "organisations:member_end": organisation_page(
        ADMINISTRATORS, ADMINISTRATORS_HANDLED, uuid=row_uuid("viewer_membership")
    ),
    "organisations:member_second_factor": organisation_page(
        ADMINISTRATORS, ADMINISTRATORS_HANDLED, uuid=row_uuid("viewer_membership")
    ),
    # What the team completed: writers read it, administrators ask for courses and take the list away.
    "organisations:training": organisation_page(),
    "organisations:training_assign": organisation_page(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:training_assignment": organisation_page(WRITERS_ONLY, uuid=row_uuid("training_assignment")),
    "organisations:training_end": organisation_page(
        NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_uuid("training_assignment")
    ),
    "organisations:training_remind": organisation_page(
        NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_uuid("training_assignment")
    ),
    "organisations:learners": organisation_page(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:learner_end": organisation_page(NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_uuid("learner")),
    "organisations:own_courses": account_page(),
    "organisations:training_csv": organisation_page(ADMINISTRATORS),
    "organisations:training_xlsx": organisation_page(ADMINISTRATORS),
    "organisations:handover": organisation_page(
        {VIEWER: 200, EDITOR: 200, APPROVER: 200, ADMINISTRATOR: 404},
        {VIEWER: 422, EDITOR: 422, APPROVER: 422, ADMINISTRATOR: 404},
    ),
    "organisations:settings": organisation_page(),
    "organisations:details": organisation_page(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:sectors": organisation_page(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:year": organisation_page(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:dates": organisation_page(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:group": organisation_page(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:group_answer": organisation_page(
        NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_uuid("group_question")
    ),
    "organisations:group_withdraw": organisation_page(
        NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_uuid("group_asked")
    ),
    "organisations:group_end": organisation_page(NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_uuid("subsidiary")),
    "organisations:confirm": organisation_page(ADMINISTRATORS),
    "organisations:confirm_page": organisation_page(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:confirm_email": organisation_page(NOT_OFFERED, ADMINISTRATORS_HANDLED),
    "organisations:confirm_dns": organisation_page(NOT_OFFERED, ADMINISTRATORS_HANDLED),
    "organisations:confirm_evidence": organisation_page(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:confirm_check": organisation_page(NOT_OFFERED, ADMINISTRATORS_HANDLED),
    "organisations:staff": staff_page(SITE_ADMINISTRATOR),
    "organisations:staff_proof": site_administrator_page("proof", post=HANDLED),
    # The world's file has no bytes: 410 is what it answers once the door is open.
    "organisations:staff_proof_evidence": site_administrator_page("proof", get=410),
    "organisations:staff_handover": site_administrator_page("handover", post=HANDLED),
    "organisations:staff_handover_evidence": site_administrator_page("handover", get=410),
    "organisations:staff_organisation": staff_page(
        SITE_ADMINISTRATOR, kwargs=lambda world: {"uuid": world.a.organisation.uuid}
    ),
    **{
        f"organisations:staff_{act}": staff_page(
            SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"uuid": world.a.organisation.uuid}
        )
        for act in ("take_down", "give_back", "unconfirm")
    },
    # Alerts. Of an A-alert, those who may not see the details do not learn which there are.
    "alerts:list": organisation_page(),
    "alerts:notice": organisation_page({ADMINISTRATOR: AWAY}, {ADMINISTRATOR: HANDLED}),
    "alerts:escalation": organisation_page(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "alerts:alert": organisation_page({ADMINISTRATOR: 200}, uuid=row_uuid("alert")),
    "alerts:report": organisation_page({ADMINISTRATOR: 200}, {ADMINISTRATOR: HANDLED}, uuid=row_uuid("alert")),
    "alerts:close": organisation_page({ADMINISTRATOR: 200}, {ADMINISTRATOR: HANDLED}, uuid=row_uuid("alert")),
    **{
        f"alerts:{act}": organisation_page(NOT_OFFERED, {ADMINISTRATOR: HANDLED}, uuid=row_uuid("alert"))
        for act in ("acknowledge", "take_back_report", "confirm", "keep_open")
    },
    # Links of suppliers: whoever holds one sees its supplier's open actions, signed in or not.
    "links:list": organisation_page(),
    "links:send": organisation_page(WRITERS_ONLY, WRITERS_HANDLED),
    "links:returned": organisation_page(uuid=row_uuid("link")),
    "links:resend": organisation_page(NOT_OFFERED, WRITERS_HANDLED, uuid=row_uuid("link")),
    "links:revoke": organisation_page(NOT_OFFERED, WRITERS_HANDLED, uuid=row_uuid("link")),
    "plan:home": link_page(),
    "plan:language": link_page(get=NOT_OFFERED, post=HANDLED),
    "plan:action": link_page(post=HANDLED, uuid=row_uuid("action")),
    # Notes on concerns: the sender's and the safeguarding leads'. The one of the world is the editor's.
    "concern_notes:list": organisation_page(),
    "concern_notes:add": organisation_page(post=HANDLED),
    "concern_notes:raise": organisation_page(NOT_OFFERED, 303),
    "concern_notes:raise_finding": organisation_page(NOT_OFFERED, 303, uuid=row_uuid("finding")),
    "concern_notes:raise_alert": organisation_page(NOT_OFFERED, {ADMINISTRATOR: 303}, uuid=row_uuid("alert")),
    "concern_notes:raise_supplier": organisation_page(NOT_OFFERED, 303, uuid=row_uuid("supplier")),
    "concern_notes:note": organisation_page({EDITOR: 200}, {EDITOR: HANDLED}, uuid=row_uuid("concern_note")),
    # The API: JSON for programs, open to all.
    "api:api-root": public_page(),
    "api:docs": public_page(),
    "api:openapi-json": public_page(),
    "api:statements": public_page(),
    "api:statement": public_page(kwargs=published_statement),
    "api:version": public_page(kwargs=published_version),
    "api:organisations": public_page(),
    "api:organisation": public_page(kwargs=lambda world: {"slug": "alder"}),
    "api:nothing": public_page(get=404, kwargs=lambda world: {"rest": "nothing"}),
    "statements:list": organisation_page(),
    "statements:start": organisation_page(WRITERS_ONLY, WRITERS_HANDLED),
    "statements:take_over": organisation_page(WRITERS_ONLY, WRITERS_HANDLED),
    "statements:earlier_text_remove": organisation_page(
        WRITERS_ONLY, WRITERS_HANDLED, earlier=row_uuid("earlier_text")
    ),
    "statements:copies": organisation_page(),
    "statements:copy_add": organisation_page(WRITERS_ONLY, WRITERS_HANDLED),
    "statements:copy_sent": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, copy=row_uuid("copy_request")),
    "statements:earlier_add": organisation_page(ADMINISTRATOR_ONLY, ADMINISTRATOR_HANDLED),
    "statements:earlier_remove": organisation_page(
        ADMINISTRATOR_ONLY, ADMINISTRATOR_HANDLED, earlier=row_uuid("earlier_year")
    ),
    "statements:expected_day": organisation_page(day="2026-09-30"),
    "statements:opening": organisation_page(year=2026),
    "statements:one_page": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, year=2026),
    "statements:compare": organisation_page(year=2026),
    "statements:changes": organisation_page(year=2026),
    "statements:members": organisation_page(year=2026),
    "statements:members_workbook": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, year=2026),
    "statements:members_confirm": organisation_page(
        {VIEWER: 403, EDITOR: 303, APPROVER: 403, ADMINISTRATOR: 303}, WRITERS_HANDLED, year=2026
    ),
    "statements:members_xlsx": organisation_page(year=2026),
    "statements:members_csv": organisation_page(year=2026),
    "statements:member_approvals": organisation_page(
        {VIEWER: 403, EDITOR: 403, APPROVER: 200, ADMINISTRATOR: 200},
        {VIEWER: 403, EDITOR: 403, APPROVER: HANDLED, ADMINISTRATOR: HANDLED},
        year=2024,
    ),
    "statements:look": organisation_page(NOT_OFFERED, WRITERS_HANDLED, year=2026),
    "statements:tasks": organisation_page(year=2026),
    "statements:section": organisation_page(post=WRITERS_HANDLED, year=2026, section="risk"),
    "statements:own_sections": organisation_page(post=WRITERS_HANDLED, year=2026),
    "statements:own_section": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, year=2026, section="extra_1"),
    "statements:own_section_take_out": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, year=2026, section="extra_1"),
    "statements:autosave": organisation_page(NOT_OFFERED, WRITERS_HANDLED, year=2026, section="risk"),
    "statements:merge": organisation_page(303, WRITERS_HANDLED, year=2026, section="risk"),
    "statements:drop_unsaved": organisation_page(NOT_OFFERED, WRITERS_HANDLED, year=2026, section="risk"),
    "statements:evidence_use": organisation_page(303, WRITERS_HANDLED, year=2026, section="risk"),
    "statements:evidence": organisation_page(year=2026, evidence=row_uuid("evidence")),
    "statements:evidence_take_away": organisation_page(
        NOT_OFFERED, WRITERS_HANDLED, year=2026, evidence=row_uuid("evidence")
    ),
    "statements:use_audit": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, audit=row_uuid("audit")),
    "statements:check": organisation_page(
        post={VIEWER: 403, EDITOR: 404, APPROVER: 403, ADMINISTRATOR: 404}, year=2026
    ),
    "statements:preview": organisation_page(year=2026),
    "statements:draft_pdf": organisation_page(year=2026),
    "statements:review": organisation_page(post=HANDLED, year=2022),
    "statements:approve": organisation_page(
        post={VIEWER: 403, EDITOR: 403, APPROVER: HANDLED, ADMINISTRATOR: 403}, year=2024
    ),
    "statements:sign": organisation_page(
        post={VIEWER: 403, EDITOR: 403, APPROVER: HANDLED, ADMINISTRATOR: 403}, year=2024
    ),
    "statements:decline": organisation_page(
        {VIEWER: 403, EDITOR: 403, APPROVER: 200, ADMINISTRATOR: 403},
        {VIEWER: 403, EDITOR: 403, APPROVER: HANDLED, ADMINISTRATOR: 403},
        year=2024,
    ),
    "statements:reopen": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, year=2024),
    "statements:discard": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, year=2026),
    "statements:board_pack": organisation_page(
        post={VIEWER: 403, EDITOR: 404, APPROVER: 403, ADMINISTRATOR: 404}, year=2026
    ),
    "statements:figures": organisation_page(post=WRITERS_HANDLED, year=2026),
    "statements:figure": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, year=2026, figure=row_uuid("figure")),
    "statements:figure_picture": organisation_page(year=2026, figure=1),
    "statements:word": organisation_page(post=WRITERS_HANDLED, year=2026),
    "statements:word_draft": organisation_page(year=2026),
    "statements:word_return": organisation_page(year=2026, word=row_uuid("word_return")),
    "statements:word_part": organisation_page(
        post=WRITERS_HANDLED, year=2026, word=row_uuid("word_return"), part=row_uuid("word_part")
    ),
    "statements:word_picture": organisation_page(
        post=WRITERS_HANDLED,
        year=2026,
        word=row_uuid("word_return"),
        part=row_uuid("word_part"),
        picture=row_uuid("word_picture"),
    ),
    "statements:word_picture_file": organisation_page(
        year=2026, word=row_uuid("word_return"), part=row_uuid("word_part"), picture=row_uuid("word_picture")
    ),
    "statements:amend": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, year=2025),
    "statements:registry": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, year=2025),
    "statements:signed_page": organisation_page(
        {VIEWER: 404, EDITOR: 410, APPROVER: 410, ADMINISTRATOR: 410}, year=2023, page=lambda world: world.a.file.uuid
    ),
    "statements:publish": organisation_page(ADMINISTRATOR_ONLY, ADMINISTRATOR_HANDLED, year=2023),
    "statements:published": organisation_page(year=2025),
    "statements:certificate": organisation_page(year=2025),
    "statements:registry_answers": organisation_page(year=2025),
    "statements:registry_table": organisation_page(year=2025),
    "statements:homepage_link": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, year=2025),
    "statements:next_year": organisation_page(year=2025),
    "statements:withdraw": organisation_page(ADMINISTRATOR_ONLY, ADMINISTRATOR_HANDLED, year=2025),
    "statements_staff:index": staff_page(SITE_ADMINISTRATOR, kwargs=lambda world: {"uuid": world.a.organisation.uuid}),
    "statements_staff:withdraw": staff_page(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"uuid": world.a.organisation.uuid, "year": 2025}
    ),
    **AUDITS,
    **DESK,
    **SHARING,
    **TRAINING,
    **DUTIES,
    **STATISTICS,
    "suppliers:index": organisation_page(),
    "suppliers:export": organisation_page(ADMINISTRATORS),
    "suppliers:statements": organisation_page(),
    "suppliers:columns": organisation_page(NOT_OFFERED, HANDLED),
    "suppliers:bulk": organisation_page(NOT_OFFERED, WRITERS_HANDLED),
    "suppliers:bulk_change": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, act="category"),
    "suppliers:save_view": organisation_page(post=HANDLED),
    "suppliers:remove_view": organisation_page(NOT_OFFERED, WRITERS_HANDLED, uuid=row_uuid("view")),
    "suppliers:doubles": organisation_page(post=WRITERS_HANDLED),
    "suppliers:double": organisation_page(
        WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("supplier"), other=row_uuid("labour_provider")
    ),
    # Without a key of Companies House there is nothing to look up.
    "suppliers:companies": organisation_page(404, 404),
    "suppliers:company_answers": organisation_page(NOT_OFFERED, 404),
    "suppliers:add": organisation_page(WRITERS_ONLY, WRITERS_HANDLED),
    "suppliers:supplier": organisation_page(uuid=row_uuid("supplier")),
    "suppliers:edit": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("supplier")),
    "suppliers:end": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("supplier")),
    "suppliers:statement_match": organisation_page(NOT_OFFERED, WRITERS_HANDLED, uuid=row_uuid("supplier")),
    "suppliers:resume": organisation_page(NOT_OFFERED, WRITERS_HANDLED, uuid=row_uuid("ended_supplier")),
    "suppliers:licence": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("labour_provider")),
    "suppliers:add_supply": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("supplier")),
    "suppliers:edit_supply": organisation_page(
        WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("supplier"), key=lambda world: world.a.rows["supply"].pk
    ),
    "suppliers:add_site": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("supplier")),
    "suppliers:site": organisation_page(uuid=row_uuid("site")),
    "suppliers:edit_site": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("site")),
    "suppliers:count_workers": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("site")),
    "suppliers:edit_workers": organisation_page(
        WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("site"), key=lambda world: world.a.rows["figures"].pk
    ),
    "suppliers:add_control": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("site")),
    "suppliers:remove_control": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("control")),
    "suppliers:providers": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("site")),
    "suppliers:map": organisation_page(),
    "suppliers:risk": organisation_page(),
    "suppliers:rescore": organisation_page(NOT_OFFERED, WRITERS_HANDLED),
    "suppliers:site_risk": organisation_page(uuid=row_uuid("site")),
    "suppliers:supplier_risk": organisation_page(uuid=row_uuid("labour_provider")),
    "suppliers:goods": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("supplier")),
    "suppliers_staff:risk": staff_page(SITE_ADMINISTRATOR),
    "suppliers_staff:table": staff_page(SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"table": "tip_tiers"}),
    "suppliers_staff:download": staff_page(SITE_ADMINISTRATOR, kwargs=lambda world: {"table": "dol_goods"}),
    "suppliers_staff:shipped": staff_page(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"table": "tip_tiers"}
    ),
    "suppliers_staff:edition": staff_page(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"uuid": world.accounts["edition"].uuid}
    ),
    "suppliers_staff:index_values": staff_page(SITE_ADMINISTRATOR, post=HANDLED),
    "suppliers_staff:remove_index_value": staff_page(
        SITE_ADMINISTRATOR, get=NOT_OFFERED, post=HANDLED, kwargs=lambda world: {"iso2": "GB"}
    ),
    "suppliers_staff:weights": staff_page(SITE_ADMINISTRATOR, post=HANDLED),
    # Those who read figures only are led to their own page.
    "dashboard:home": replace(DASHBOARD, get=DASHBOARD.get | {STATISTICIAN: 302, HELPLINE_MANAGER: 302}),
    **ARCHIVES,
    **UPLOADS,
    "organisations:activity": organisation_page({VIEWER: 403, EDITOR: 200, APPROVER: 200, ADMINISTRATOR: 200}),
    "organisations:export": organisation_page(
        {VIEWER: 404, EDITOR: 404, APPROVER: 404, ADMINISTRATOR: 200},
        {VIEWER: 404, EDITOR: 404, APPROVER: 404, ADMINISTRATOR: HANDLED},
        uuid=row_uuid("export"),
    ),
    # Nothing has been made yet.
    "organisations:export_file": organisation_page(404, uuid=row_uuid("export")),
    "organisations:activity_csv": organisation_page({VIEWER: 403, EDITOR: 403, APPROVER: 403, ADMINISTRATOR: 200}),
    "organisations:activity_json": organisation_page({VIEWER: 403, EDITOR: 403, APPROVER: 403, ADMINISTRATOR: 200}),
    # Background jobs that failed for good.
    "operations_staff:jobs": staff_page(SITE_ADMINISTRATOR),
    "operations_staff:retry_job": staff_page(
        SITE_ADMINISTRATOR, get=NOT_OFFERED, post=HANDLED, kwargs=lambda world: {"kind": "mail", "key": 1}
    ),
    "history:log": staff_page(HANDLER, TRIAGE_LEAD, CONTENT_EDITOR, SITE_ADMINISTRATOR),
    "history:verify": staff_page(SITE_ADMINISTRATOR, get=NOT_OFFERED, post=200),
    # One's own account.
    "people:account": account_page(),
    "people:second_step": account_page(),
    "people:lost": public_page(),
    "people:session": account_page(),
    "people:name": account_page(post=422),
    "people:discard_kept": account_page(get=NOT_OFFERED, post=AWAY),
    "people:stop_reset": public_page(post=AWAY, kwargs=lambda world: {"reset": world.accounts["reset"].uuid}),
    "people:invitation": staff_page(
        PARTNER, post=AWAY, kwargs=lambda world: {"invitation": world.accounts["offer"].uuid}
    ),
    # People, for site administrators.
    "staffing:people": staff_page(SITE_ADMINISTRATOR, TRIAGE_LEAD),
    "staffing:invite": staff_page(SITE_ADMINISTRATOR, post=HANDLED),
    "staffing:confirm": staff_page(
        SITE_ADMINISTRATOR,
        TRIAGE_LEAD,
        post=HANDLED,
        kwargs=lambda world: {"invitation": world.accounts["accepted_offer"].uuid},
    ),
    "staffing:withdraw": staff_page(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"invitation": world.accounts["offer"].uuid}
    ),
    "staffing:take_role": staff_page(
        SITE_ADMINISTRATOR,
        post=HANDLED,
        kwargs=lambda world: {"person": world.staff[HANDLER].uuid, "role": HANDLER},
    ),
    "staffing:find": staff_page(SITE_ADMINISTRATOR, post=HANDLED),
    "staffing:account": staff_page(SITE_ADMINISTRATOR, kwargs=lambda world: {"person": world.staff[HANDLER].uuid}),
    "staffing:reset": staff_page(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"person": world.staff[HANDLER].uuid}
    ),
    "staffing:close": staff_page(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"person": world.staff[HANDLER].uuid}
    ),
    "staffing:open": staff_page(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"person": world.accounts["closed"].uuid}
    ),
    "healthz": public_page(),
    "readyz": public_page(),
    # For an operator's monitoring, which has a token.
    "health": public_page(get=404),
    "metrics": public_page(get=404),
    "security_txt": public_page(),
    # The demo's mail is there in a demo only.
    "demo_mail": public_page(get=404, post=404),
    "robots": public_page(),
    "sitemap": public_page(),
    "sitemap_section": public_page(kwargs=lambda world: {"section": "pages"}),
    "share_picture": public_page(get=404, post=404, kwargs=lambda world: {"page": 1, "digest": "nothing"}),
    "rendition": public_page(get=404, post=404, kwargs=lambda world: {"name": "nothing.webp"}),
    # Browsers send it by themselves, so it asks for no token; an empty one is refused.
    "policy_report": public_page(get=NOT_OFFERED, post=400),
    "for_business": public_page(),
    "site_search:search": public_page(query="?q=sign"),
    "developers": public_page(),
    "api_explorer": public_page(),
    "existing:check": public_page(post=HANDLED),
    **CONCERNS,
    **DIRECTORY,
    **GUIDANCE,
    **PUBLISHED_FIGURES,
}


@dataclass(frozen=True)
class ThirdPartyGroup:
    """Addresses of a package we did not write: told by the beginning of their route and of their name.

    allowed: who may see pages there; everybody else is sent away or finds nothing, never a page.
    """

    route: str
    names: tuple[str, ...]
    why: str
    allowed: tuple[str, ...]
    # Names of pages in it that are harmless and open to all.
    open_names: tuple[str, ...] = ()


THIRD_PARTY_GROUPS = (
    ThirdPartyGroup(
        "cms/",
        ("wagtail", ""),
        "Wagtail's admin: for those who publish",
        (CONTENT_EDITOR, SITE_ADMINISTRATOR),
        open_names=("wagtailadmin_javascript_catalog", "wagtailadmin_sprite"),
    ),
    ThirdPartyGroup("documents/", ("wagtaildocs_",), "Wagtail's documents: never a business's", VISITORS),
    ThirdPartyGroup("accounts/", ("account_", "mfa_", "usersessions_"), "allauth: one's own account", VISITORS),
    ThirdPartyGroup("_util/", ("wagtailcore_", ""), "Wagtail's doors to private pages", VISITORS),
    ThirdPartyGroup("", ("wagtail_serve",), "Wagtail's pages: published guidance", VISITORS),
)
