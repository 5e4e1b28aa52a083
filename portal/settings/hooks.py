"""Functions and classes of higher apps that an app calls but may not import, each by its dotted name."""

ACCOUNTS_HOOKS = {
    "record": "portal.history.services.record",
    "role_needs_second_factor": "compliance.organisations.permissions.needs_second_factor",
    "is_business_member": "compliance.organisations.permissions.is_business_account",
    "get_organisation_uuids": "compliance.organisations.permissions.get_organisation_uuids",
    "get_desk_exit_blocker": "compliance.data_protection.services.offboarding.explain_what_keeps",
    "revoke_desk_access": "compliance.data_protection.services.offboarding.revoke_access",
}
SUPPLIERS_HOOKS = {
    "statement_columns": "compliance.statements.register.supplier_hooks.columns",
    "statement_of": "compliance.statements.register.supplier_hooks.statement_of",
    "is_published_here": "compliance.statements.register.supplier_hooks.is_published_here",
    "is_listed_elsewhere": "compliance.statements.register.supplier_hooks.is_listed_elsewhere",
}
CASE_HOOKS = ("compliance.referrals.case_hooks.ReferralsHooks",)
# By the code of a section: what else is done in the transaction that saves it.
SECTION_HOOKS = {"web": "compliance.statements.publication.section_hooks.request_url_check"}
