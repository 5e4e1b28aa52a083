"""Functions and classes of higher apps that an app calls but may not import, each by its dotted name."""

from portal.settings.faces import FACE

ACCOUNTS_HOOKS = {
    "record": "portal.history.services.record",
    "role_needs_second_factor": "compliance.organisations.permissions.needs_second_factor",
    "is_business_member": "compliance.organisations.permissions.is_business_account",
    "get_organisation_uuids": "compliance.organisations.permissions.get_organisation_uuids",
    "get_desk_exit_blocker": "compliance.data_protection.services.offboarding.explain_what_keeps",
    "revoke_desk_access": "compliance.data_protection.services.offboarding.revoke_access",
    "withdraw_invitations": "compliance.organisations.services.people.withdraw_invitations_of",
    "redraw_editors": "compliance.statements.editor.refilled_page.redraw_editors",
}
ORGANISATIONS_HOOKS = {"get_overview": "portal.dashboard.selectors.overview.get_overview"}
LEARNING_HOOKS = {"public_phones": "learning.directory.selectors.phones.get_public_phones"}
SUPPLIERS_HOOKS = {
    "statement_columns": "compliance.statements.register.supplier_hooks.columns",
    "statement_of": "compliance.statements.register.supplier_hooks.statement_of",
    "named_statement_of": "compliance.statements.register.supplier_hooks.named_statement_of",
    "is_published_here": "compliance.statements.register.supplier_hooks.is_published_here",
    "is_listed_elsewhere": "compliance.statements.register.supplier_hooks.is_listed_elsewhere",
    "is_listed_by_name": "compliance.statements.register.supplier_hooks.is_listed_by_name",
    "has_turnover_over": "compliance.statements.register.supplier_hooks.has_turnover_over",
    "has_turnover_under": "compliance.statements.register.supplier_hooks.has_turnover_under",
    "get_registry_edition": "compliance.statements.register.supplier_hooks.get_registry_edition",
    "list_registry_names": "compliance.statements.register.supplier_hooks.list_registry_names",
    "find_similar_names": "compliance.statements.register.supplier_hooks.find_similar_names",
}
CASE_HOOKS = (
    "compliance.referrals.case_hooks.ReferralsHooks",
    "compliance.sharing.case_hooks.SharingHooks",
)
# By the code of a section: what else is done in the transaction that saves it.
SECTION_HOOKS = {"web": "compliance.statements.publication.section_hooks.request_url_check"}
# Every kind of job that a worker claims, by the name that the command `jobs` and the page of put-aside jobs give it.
JOB_KINDS = {
    "mail": "portal.core.mail.delivery.JOB",
    "archive": "compliance.archive.services.export_job.JOB",
    "download": "compliance.organisations.services.export_job.JOB",
    "companies": "compliance.suppliers.services.company_lookup.JOB",
    "duplicates": "compliance.suppliers.services.duplicate_job.JOB",
    "domain": "compliance.organisations.services.domain_verification.JOB",
    "pdf": "compliance.statements.publication.pdf_job.JOB",
    "own-page": "compliance.statements.publication.url_check_job.JOB",
    "figures": "compliance.statistics.services.preparation_job.JOB",
    "risk": "compliance.suppliers.services.risk_job.JOB",
    "workbook": "compliance.workbooks.services.import_job.JOB",
    "workbooks-for-suppliers": "compliance.workbooks.services.package_job.JOB",
}
# What the desk's role can read. Jobs of businesses are at the editors' /staff/jobs/ and in `manage.py jobs`.
DESK_JOB_KINDS = {name: JOB_KINDS[name] for name in ("mail", "download", "domain", "figures")}
if FACE == "desk":
    JOB_KINDS = DESK_JOB_KINDS
# Every list whose download a worker makes where it is long, by the name in the row of the job.
EXPORTS = {
    "suppliers": "compliance.suppliers.exports.EXPORT",
    "action-plan": "compliance.workbooks.action_plans.EXPORT",
    "supply-chain": "compliance.audits.exports.SUPPLY_CHAIN",
}
