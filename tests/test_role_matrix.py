"""The role matrix as data: tests/role_matrix.csv. Each cell is proved twice.

By the permission functions, asked about the rows of organisation A; and by requests: the register says what each
visitor gets at an address, tests/test_access.py proves that by asking, and here it must agree with the matrix.
Letters: R read, C create, U change, A approve or decide, X take away, V verify. Later releases bring their own rows.
"""

import csv
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from compliance.archive import permissions as archive
from compliance.audits import permissions as audits
from compliance.casework import permissions as casework
from compliance.data_protection import permissions as data_protection_permissions
from compliance.hotspots import permissions as hotspots
from compliance.organisations import permissions as organisations
from compliance.organisations.models import Membership
from compliance.referrals.services import partners
from compliance.sharing import permissions as sharing
from compliance.statements import permissions as statements
from compliance.statements.choices import SectionCode, State
from compliance.statistics import permissions as statistics
from compliance.suppliers import permissions as suppliers
from compliance.workbooks import permissions as workbooks
from learning.directory import permissions as directory
from learning.resources import permissions as resources
from portal.accounts import permissions as accounts
from portal.history import permissions as history
from portal.operations import permissions as operations
from tests.factories.world import VISITORS, World
from tests.url_register import ADDRESSES
from tests.url_register.expectations import HANDLED, SIGN_IN

MATRIX = list(csv.DictReader((Path(__file__).parent / "role_matrix.csv").open()))
LETTERS = "RCUAXV"


@dataclass(frozen=True)
class Visitor:
    """Somebody who asks; membership is theirs in organisation A, if they have one."""

    user: object
    membership: Membership | None
    world: World

    def version(self, state: State):
        return self.world.a.versions[state]


type Question = Callable[[Visitor], bool]


def member(ask: Callable[[Membership, Visitor], bool]) -> Question:
    """A question that only a member of A can be asked; for everybody else the fence has answered no."""
    return lambda visitor: visitor.membership is not None and ask(visitor.membership, visitor)


# Letters without an address of their own: the act is a choice on a page that other people use too, or is Wagtail's,
# whose addresses tests/test_access.py walks as a group. The case of the small world is the handler's own: that a
# colleague is refused at the addresses of its owner is tested in compliance/casework/test_acting.py.
WITHOUT_ADDRESS = {
    ("case of a colleague", "U"),
    ("first feed that a lead asks about", "A"),
    ("review a draft", "A"),
    ("wagtail pages", "R"),
    ("wagtail pages", "C"),
    ("wagtail pages", "U"),
}


def of_nobody_here(visitor: Visitor):
    """The case of the small world, as if none of the visitors had it."""
    case = copy(visitor.world.desk["case"])
    case.owner = None
    return case


def anybody(visitor: Visitor) -> bool:
    return True


@dataclass(frozen=True)
class Proof:
    """What a letter of a row means: a permission function, and addresses with the method that exercises it.

    "one|other" are the doors of different people to the same act: each visitor who may finds one of them open.
    """

    may: Question
    addresses: tuple[tuple[str, str], ...] = ()


def get(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, "get") for name in names)


def post(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, "post") for name in names)


PROOFS: dict[tuple[str, str], Proof] = {
    ("published pages", "R"): Proof(
        anybody,
        get("for_business", "register:index", "register:statement", "register:pdf", "register:organisation")
        + get("directory:index", "directory:service"),
    ),
    ("courses", "R"): Proof(anybody, get("training:index", "training:course", "training:lesson", "training:verify")),
    ("training of the team", "R"): Proof(
        member(lambda m, v: organisations.can_read_team_training(m)), get("organisations:training_assignment")
    ),
    ("training of the team", "C"): Proof(
        member(lambda m, v: organisations.can_assign_training(m)),
        get("organisations:training_assign") + post("organisations:training_assign"),
    ),
    ("training of the team", "U"): Proof(
        member(lambda m, v: organisations.can_assign_training(m)),
        post("organisations:training_end", "organisations:training_remind"),
    ),
    ("training of the team", "X"): Proof(
        member(lambda m, v: organisations.can_assign_training(m)),
        get("organisations:training_csv", "organisations:training_xlsx"),
    ),
    ("draft statement sections", "R"): Proof(
        member(lambda m, v: organisations.is_active(m)),
        get("statements:list", "statements:tasks", "statements:section", "statements:preview", "statements:check")
        + get("statements:own_sections"),
    ),
    ("draft statement sections", "C"): Proof(
        member(lambda m, v: statements.can_start(m)), get("statements:start") + post("statements:start")
    ),
    ("draft statement sections", "U"): Proof(
        member(lambda m, v: statements.can_edit_section(m, v.version(State.DRAFTING), SectionCode.RISK)),
        post("statements:section", "statements:autosave", "statements:discard", "statements:amend")
        + get("statements:own_section", "statements:own_section_take_out")
        + post("statements:own_sections", "statements:own_section", "statements:own_section_take_out"),
    ),
    ("archive of the organisation", "C"): Proof(
        member(lambda m, v: archive.can_take_archive(m)), get("archive:home") + post("archive:home")
    ),
    ("archive of the organisation", "X"): Proof(
        member(lambda m, v: archive.can_take_archive(m)), get("archive:download")
    ),
    ("closing of the organisation", "U"): Proof(
        member(lambda m, v: organisations.can_close(m, v.world.a.organisation)),
        get("archive:close") + post("archive:close", "archive:take_back"),
    ),
    ("members of a group", "R"): Proof(
        member(lambda m, v: organisations.is_active(m)), get("statements:members", "statements:members_xlsx")
    ),
    ("members of a group", "U"): Proof(
        member(lambda m, v: organisations.is_writer(m)),
        get("statements:members_workbook") + post("statements:members_workbook", "statements:members_confirm"),
    ),
    ("members of a group", "A"): Proof(
        member(lambda m, v: statements.can_record_member_approval(m, v.version(State.READY_FOR_APPROVAL))),
        get("statements:member_approvals") + post("statements:member_approvals"),
    ),
    ("text of a statement that exists", "C"): Proof(
        member(lambda m, v: statements.can_start(m)), get("statements:take_over") + post("statements:take_over")
    ),
    ("text of a statement that exists", "X"): Proof(
        member(lambda m, v: statements.can_start(m)),
        get("statements:earlier_text_remove") + post("statements:earlier_text_remove"),
    ),
    ("earlier years", "C"): Proof(
        member(lambda m, v: statements.can_add_earlier_years(m)),
        get("statements:earlier_add") + post("statements:earlier_add"),
    ),
    ("earlier years", "X"): Proof(
        member(lambda m, v: statements.can_add_earlier_years(m)), post("statements:earlier_remove")
    ),
    ("evidence of a draft", "R"): Proof(member(lambda m, v: organisations.is_active(m)), get("statements:evidence")),
    ("evidence of a draft", "C"): Proof(
        member(lambda m, v: statements.may_use_evidence_ever(m)),
        get("statements:use_audit") + post("statements:evidence_use", "statements:use_audit"),
    ),
    ("evidence of a draft", "X"): Proof(
        member(lambda m, v: statements.may_use_evidence_ever(m)), post("statements:evidence_take_away")
    ),
    ("comment on draft", "R"): Proof(member(lambda m, v: organisations.is_active(m)), get("statements:review")),
    ("comment on draft", "C"): Proof(
        member(lambda m, v: statements.can_comment(m, v.version(State.DRAFTING))), post("statements:review")
    ),
    ("review a draft", "A"): Proof(member(lambda m, v: statements.can_review(m, v.version(State.INTERNAL_REVIEW)))),
    ("approve and sign statement", "A"): Proof(
        member(
            lambda m, v: (
                statements.can_approve(m, v.version(State.READY_FOR_APPROVAL))
                and statements.can_sign(m, v.version(State.READY_FOR_APPROVAL))
            )
        ),
        post("statements:approve", "statements:sign", "statements:decline"),
    ),
    ("publish", "C"): Proof(
        member(lambda m, v: statements.can_publish(m, v.version(State.SIGNED))), post("statements:publish")
    ),
    ("withdraw", "C"): Proof(
        lambda v: (
            statements.can_withdraw_as_staff(v.user)
            or (v.membership is not None and statements.can_withdraw(v.membership, v.version(State.PUBLISHED)))
        ),
        (("statements:withdraw|statements_staff:withdraw", "post"),),
    ),
    ("audits findings and actions", "R"): Proof(
        member(lambda m, v: audits.can_read(m)),
        get("audits:list", "audits:audit", "audits:findings", "audits:finding", "audits:file", "actions:list"),
    ),
    ("audits findings and actions", "C"): Proof(
        member(lambda m, v: audits.can_write(m)),
        get("audits:choose_site") + post("audits:add", "audits:finding_add", "audits:action_add", "audits:attach"),
    ),
    ("audits findings and actions", "U"): Proof(
        member(lambda m, v: audits.can_write(m)),
        post("audits:change", "audits:finding_change", "audits:car", "actions:change", "actions:close"),
    ),
    # By the mark beside the role; the world's approver has it.
    ("verify an action", "A"): Proof(
        member(lambda m, v: audits.can_verify(m, v.world.a.rows["closed_action"])), post("actions:verify")
    ),
    ("signed page", "R"): Proof(member(lambda m, v: statements.can_see_signed_page(m)), get("statements:signed_page")),
    ("supplier register", "R"): Proof(
        member(lambda m, v: organisations.is_active(m)),
        get("suppliers:index", "suppliers:supplier", "suppliers:site", "suppliers:doubles"),
    ),
    ("supplier register", "C"): Proof(
        member(lambda m, v: suppliers.can_change_register(m)),
        get("suppliers:add") + post("suppliers:add", "suppliers:add_site", "suppliers:add_supply"),
    ),
    ("supplier register", "U"): Proof(
        member(lambda m, v: suppliers.can_change_register(m)),
        post("suppliers:edit", "suppliers:end", "suppliers:edit_site", "suppliers:edit_supply", "suppliers:double"),
    ),
    ("supplier register", "X"): Proof(member(lambda m, v: suppliers.can_export_register(m)), get("suppliers:export")),
    ("members and invitations", "R"): Proof(
        member(lambda m, v: organisations.can_manage_people(m, v.world.a.organisation)),
        get("organisations:people", "organisations:member", "organisations:join_request"),
    ),
    ("members and invitations", "C"): Proof(
        member(lambda m, v: organisations.can_manage_people(m, v.world.a.organisation)),
        get("organisations:invite") + post("organisations:invite", "organisations:invitation_resend"),
    ),
    ("members and invitations", "U"): Proof(
        member(lambda m, v: organisations.can_change_member(m, v.world.a.rows["viewer_membership"])),
        post("organisations:member", "organisations:member_end", "organisations:join_request"),
    ),
    ("settings of the organisation", "U"): Proof(
        member(lambda m, v: organisations.can_change_settings(m, v.world.a.organisation)),
        post("organisations:details", "organisations:sectors", "organisations:year", "organisations:confirm_page"),
    ),
    ("claims of organisations", "R"): Proof(
        lambda v: organisations.can_check_organisations(v.user),
        get("organisations:staff", "organisations:staff_proof", "organisations:staff_proof_evidence"),
    ),
    ("claims of organisations", "A"): Proof(
        lambda v: organisations.can_decide_proof(v.user, v.world.a.rows["proof"]),
        post("organisations:staff_proof", "organisations:staff_take_down"),
    ),
    ("list of alerts", "R"): Proof(member(lambda m, v: organisations.is_active(m)), get("alerts:list")),
    ("details of an a-alert", "R"): Proof(
        member(lambda m, v: audits.can_see_alert(m, v.world.a.rows["alert"])), get("alerts:alert")
    ),
    ("details of an a-alert", "U"): Proof(
        member(lambda m, v: audits.can_handle_alert(m, v.world.a.rows["alert"])),
        post("alerts:acknowledge", "alerts:report", "alerts:take_back_report", "alerts:notice"),
    ),
    ("details of an a-alert", "A"): Proof(
        member(lambda m, v: audits.can_handle_alert(m, v.world.a.rows["alert"])),
        post("alerts:close", "alerts:confirm", "alerts:keep_open"),
    ),
    ("who is told of an unread alert", "U"): Proof(
        member(lambda m, v: audits.can_choose_escalation(m)), post("alerts:escalation")
    ),
    ("links to suppliers", "R"): Proof(member(lambda m, v: organisations.is_active(m)), get("links:list")),
    ("links to suppliers", "C"): Proof(
        member(lambda m, v: audits.can_send_links(m) and workbooks.can_take_plans(m)),
        get("links:send", "plans:list", "plans:download") + post("links:send", "plans:list"),
    ),
    ("links to suppliers", "U"): Proof(
        member(lambda m, v: audits.can_send_links(m)), post("links:resend", "links:revoke")
    ),
    ("own notes on concerns", "R"): Proof(
        member(lambda m, v: audits.can_keep_concern_notes(m)), get("concern_notes:list")
    ),
    ("own notes on concerns", "C"): Proof(
        member(lambda m, v: audits.can_keep_concern_notes(m)), post("concern_notes:add")
    ),
    ("note of the editor on a concern", "R"): Proof(
        member(lambda m, v: audits.can_see_concern_note(m, v.world.a.rows["concern_note"])), get("concern_notes:note")
    ),
    ("note of the editor on a concern", "U"): Proof(
        member(lambda m, v: audits.can_see_concern_note(m, v.world.a.rows["concern_note"])), post("concern_notes:note")
    ),
    ("queue and contacts", "R"): Proof(
        lambda v: casework.can_work_at_desk(v.user), get("desk:queue", "desk:contact", "desk:untaken")
    ),
    ("concern by phone", "C"): Proof(lambda v: casework.can_work_at_desk(v.user), post("desk:call_begin")),
    ("case of the handler", "R"): Proof(
        lambda v: casework.can_open_case(v.user, v.world.desk["case"]),
        get("cases:case", "cases:conversation", "cases:timeline", "cases:sharing"),
    ),
    ("case of the handler", "U"): Proof(
        lambda v: casework.can_change_case(v.user, v.world.desk["case"]),
        post("cases:level", "cases:assign", "cases:restrict", "cases:merge", "cases:close", "cases:conversation"),
    ),
    ("case of a colleague", "R"): Proof(lambda v: casework.can_open_case(v.user, of_nobody_here(v)), get("cases:case")),
    ("case of a colleague", "C"): Proof(
        lambda v: casework.can_act_on_case(v.user, of_nobody_here(v)),
        post("cases:level", "cases:age", "cases:note", "cases:task", "cases:finish", "cases:child", "cases:call")
        + post("cases:signpost", "cases:conversation", "cases:refer", "cases:file_add"),
    ),
    ("case of a colleague", "U"): Proof(lambda v: casework.can_change_case(v.user, of_nobody_here(v))),
    ("files of the case", "R"): Proof(
        lambda v: casework.can_open_case(v.user, v.world.desk["case"]), get("cases:files", "cases:file")
    ),
    ("files of the case", "C"): Proof(
        lambda v: casework.can_act_on_case(v.user, v.world.desk["case"]), post("cases:file_add")
    ),
    ("files of the case", "X"): Proof(
        lambda v: casework.can_change_case(v.user, v.world.desk["case"]), post("cases:file_remove")
    ),
    ("guidance from advice", "C"): Proof(
        lambda v: casework.can_change_case(v.user, v.world.desk["advice"]), post("cases:guidance")
    ),
    ("identity of a reporter", "R"): Proof(
        lambda v: casework.can_open_case(v.user, v.world.desk["case"]), post("cases:reveal", "cases:number")
    ),
    ("referrals and packs of the case", "R"): Proof(
        lambda v: casework.can_open_case(v.user, v.world.desk["case"]),
        get("cases:referrals", "cases:referral", "cases:nrm"),
    ),
    ("referrals and packs of the case", "C"): Proof(
        lambda v: casework.can_act_on_case(v.user, v.world.desk["case"]),
        post("cases:refer", "cases:consent", "cases:nrm_begin"),
    ),
    ("referrals and packs of the case", "U"): Proof(
        lambda v: casework.can_act_on_case(v.user, v.world.desk["case"]),
        post("cases:refer_what", "cases:refer_record", "cases:referral_answer", "cases:nrm_section", "cases:nrm_link"),
    ),
    ("referral to an agency", "R"): Proof(
        lambda v: partners.get_partner_of(v.user) == v.world.desk["agency"], get("agency:home", "agency:referral")
    ),
    ("referral to an agency", "U"): Proof(
        lambda v: partners.get_partner_of(v.user) == v.world.desk["agency"],
        post("agency:referral", "agency:file", "agency:answer"),
    ),
    ("table of interpreters", "R"): Proof(lambda v: casework.can_work_at_desk(v.user), get("interpreters:table")),
    ("table of interpreters", "C"): Proof(lambda v: casework.can_lead_desk(v.user), post("interpreters:add")),
    ("table of interpreters", "U"): Proof(
        lambda v: casework.can_lead_desk(v.user), post("interpreters:change", "interpreters:end")
    ),
    ("agencies with an account", "R"): Proof(
        lambda v: casework.can_lead_desk(v.user), get("partners:table", "partners:partner")
    ),
    ("agencies with an account", "C"): Proof(lambda v: casework.can_lead_desk(v.user), post("partners:add")),
    ("agencies with an account", "U"): Proof(
        lambda v: casework.can_lead_desk(v.user), post("partners:begin", "partners:end", "partners:remove")
    ),
    ("agreements and feeds to partners", "R"): Proof(
        lambda v: sharing.can_share(v.user), get("sharing:index", "sharing:prepare")
    ),
    ("agreements and feeds to partners", "C"): Proof(
        lambda v: sharing.can_share(v.user), post("sharing:add", "sharing:prepare")
    ),
    ("agreements and feeds to partners", "U"): Proof(
        lambda v: sharing.can_share(v.user),
        post("sharing:start", "sharing:revoke", "sharing:send", "sharing:withdraw"),
    ),
    ("first feed that a lead asks about", "R"): Proof(
        lambda v: sharing.can_see_feed(v.user, v.world.desk["feed"]),
        get("sharing:feed", "sharing:file", "sharing:agreement"),
    ),
    ("first feed that a lead asks about", "A"): Proof(
        lambda v: casework.can_decide(v.user, v.world.desk["feed"].approval)
    ),
    ("feed to an agency", "R"): Proof(
        lambda v: partners.get_partner_of(v.user) == v.world.desk["agency"], get("feeds:table", "feeds:feed")
    ),
    ("feed to an agency", "U"): Proof(
        lambda v: partners.get_partner_of(v.user) == v.world.desk["agency"],
        post("feeds:download", "feeds:confirm", "feeds:answer"),
    ),
    ("hotspots", "R"): Proof(lambda v: hotspots.can_read_hotspots(v.user), get("hotspots:index", "hotspots:csv")),
    ("hotspots", "C"): Proof(lambda v: hotspots.can_compute_hotspots(v.user), post("hotspots:compute")),
    ("list of campaigns", "R"): Proof(lambda v: hotspots.can_keep_campaigns(v.user), get("hotspots:campaigns")),
    ("list of campaigns", "C"): Proof(
        lambda v: hotspots.can_keep_campaigns(v.user), post("hotspots:campaigns", "hotspots:campaign_remove")
    ),
    ("what a handler asks a second person", "A"): Proof(
        lambda v: casework.can_decide(v.user, v.world.desk["approval"]), post("desk:approval")
    ),
    ("keys of the team and page of leads", "R"): Proof(
        lambda v: casework.can_lead_desk(v.user), get("desk:lead", "desk:keys", "desk:repeats")
    ),
    ("keys of the team and page of leads", "U"): Proof(
        lambda v: casework.can_lead_desk(v.user),
        post("desk:give_key", "desk:rotate", "desk:give_tries", "desk:call_take_over"),
    ),
    **{
        ("requests about personal data and complaints", letter): Proof(
            lambda v: data_protection_permissions.can_answer_request(v.user, v.world.desk["asked"]), addresses
        )
        for letter, addresses in (
            ("R", get("duties:requests", "duties:request", "duties:letter_text", "duties:complaints")),
            ("C", post("duties:request_take", "duties:complaint_take")),
            ("U", post("duties:request_check", "duties:request_write", "duties:complaint")),
        )
    },
    ("release what a handler wrote to a person", "A"): Proof(
        lambda v: data_protection_permissions.can_release_answer(v.user, v.world.desk["written"]),
        post("duties:request_release", "duties:request_send_back"),
    ),
    ("figures of the month", "R"): Proof(
        lambda v: bool(casework.get_statistics_roles(v.user)), get("duties:figures", "duties:workbook")
    ),
    ("overview of the helpline", "R"): Proof(lambda v: casework.can_read_overview(v.user), get("duties:overview")),
    ("prepared figures", "R"): Proof(
        lambda v: statistics.can_read_releases(v.user),
        get("release_desk:index", "release_desk:release", "release_desk:table", "release_desk:phone"),
    ),
    ("release of figures", "C"): Proof(
        lambda v: statistics.can_prepare_release(v.user),
        get("release_desk:prepare", "release_desk:words", "release_desk:correct")
        + post("release_desk:prepare", "release_desk:words", "release_desk:correct"),
    ),
    ("release of figures", "A"): Proof(
        lambda v: statistics.can_decide_release(v.user, v.world.desk["release"]), post("release_desk:release")
    ),
    ("telephone figures", "U"): Proof(lambda v: statistics.can_save_phone_figures(v.user), post("release_desk:phone")),
    ("a month and the year before", "R"): Proof(lambda v: statistics.can_read_month(v.user), get("release_desk:month")),
    **{
        ("deletion and legal holds", letter): Proof(lambda v: casework.can_lead_desk(v.user), addresses)
        for letter, addresses in (
            ("R", get("duties:retention")),
            ("C", post("duties:hold", "duties:hold_lift")),
            ("A", post("duties:confirm_run")),
        )
    },
    ("leavers and another operator", "U"): Proof(
        lambda v: casework.can_lead_desk(v.user), post("duties:leave", "duties:operator", "duties:operator_confirm")
    ),
    ("entries of the directory", "R"): Proof(
        lambda v: directory.can_keep_directory(v.user), get("directory_staff:index", "directory_staff:entry")
    ),
    ("entries of the directory", "C"): Proof(
        lambda v: directory.can_add_service(v.user), post("directory_staff:add", "directory_staff:application")
    ),
    ("entries of the directory", "U"): Proof(
        lambda v: directory.can_keep_directory(v.user),
        post("directory_staff:edit", "directory_staff:check", "directory_staff:hide", "directory_staff:number_add"),
    ),
    ("what readers say of guidance", "R"): Proof(
        lambda v: resources.can_read_feedback(v.user), get("guidance_staff:feedback", "guidance_staff:words")
    ),
    ("number that an editor asked for", "A"): Proof(
        lambda v: directory.can_decide_number(v.user, v.world.directory["change"]),
        post("directory_staff:number_decide"),
    ),
    ("wagtail pages", "R"): Proof(lambda v: v.user.has_perm("wagtailadmin.access_admin")),
    ("wagtail pages", "C"): Proof(lambda v: _may_in_wagtail(v.user, "add")),
    ("wagtail pages", "U"): Proof(lambda v: _may_in_wagtail(v.user, "change")),
    ("staff accounts and roles", "R"): Proof(lambda v: accounts.can_see_people(v.user), get("staffing:people")),
    ("staff accounts and roles", "C"): Proof(lambda v: accounts.can_manage_people(v.user), post("staffing:invite")),
    ("staff accounts and roles", "U"): Proof(
        lambda v: accounts.can_manage_people(v.user), post("staffing:take_role", "staffing:close", "staffing:reset")
    ),
    ("activity of the organisation", "R"): Proof(
        member(lambda m, v: organisations.can_read_activity(m)), get("organisations:activity")
    ),
    ("activity of the organisation", "X"): Proof(
        member(lambda m, v: organisations.can_export_activity(m)),
        get("organisations:activity_csv", "organisations:activity_json"),
    ),
    ("own acts", "R"): Proof(lambda v: history.can_read_own_acts(v.user), get("history:log")),
    ("log of the portal", "R"): Proof(lambda v: history.can_read_everything(v.user), post("history:verify")),
    ("log of the portal", "V"): Proof(lambda v: history.can_verify(v.user), post("history:verify")),
    ("background jobs that failed", "R"): Proof(
        lambda v: operations.can_retry_jobs(v.user), get("operations_staff:jobs")
    ),
    ("background jobs that failed", "U"): Proof(
        lambda v: operations.can_retry_jobs(v.user), post("operations_staff:retry_job")
    ),
}


def _may_in_wagtail(user, act: str) -> bool:
    if not user.has_perm("wagtailadmin.access_admin"):
        return False
    return page_permission_policy.user_has_permission_for_instance(user, act, Page.objects.filter(depth__gt=1).first())


def cells() -> list[tuple[str, str, str]]:
    """Row, letter and every visitor that has an answer to it: all letters that any cell of the row holds."""
    return [
        (row["permission"], letter, visitor)
        for row in MATRIX
        for letter in LETTERS
        if any(letter in row[visitor] for visitor in VISITORS)
        for visitor in VISITORS
    ]


def test_the_matrix_names_every_kind_of_visitor():
    assert set(MATRIX[0]) == {"permission", *VISITORS}


def test_every_letter_of_the_matrix_has_its_proof():
    assert {(row, letter) for row, letter, _ in cells()} == set(PROOFS)
    assert {key for key, proof in PROOFS.items() if not proof.addresses} == WITHOUT_ADDRESS


@pytest.mark.parametrize(("row", "letter", "visitor"), cells())
@pytest.mark.django_db
def test_the_permission_functions_say_what_the_matrix_says(row, letter, visitor, shared_world):
    allowed = letter in next(line for line in MATRIX if line["permission"] == row)[visitor]
    user = shared_world.visitor(visitor) or AnonymousUser()
    membership = None
    if user.is_authenticated:
        membership = Membership.objects.active().filter(user=user, organisation=shared_world.a.organisation).first()
    assert PROOFS[row, letter].may(Visitor(user, membership, shared_world)) is allowed


@pytest.mark.parametrize(("row", "letter", "visitor"), cells())
def test_the_addresses_answer_what_the_matrix_says(row, letter, visitor):
    allowed = letter in next(line for line in MATRIX if line["permission"] == row)[visitor]
    for names, method in PROOFS[row, letter].addresses:
        answers = [getattr(ADDRESSES[name], method)[visitor] for name in names.split("|")]
        opens = [answer not in {403, 404, 405, SIGN_IN} for answer in answers]
        assert any(opens) is allowed, f"{names} {method}: {answers}"
        assert set(answers) <= {200, 302, 403, 404, 405, 410, 422, SIGN_IN, HANDLED}
