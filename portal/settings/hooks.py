"""What an app asks of the apps above it, which it may not import: each function by its name."""

ACCOUNTS_HOOKS = {
    "record": "portal.history.services.record",
    "role_needs_second_factor": "compliance.organisations.permissions.needs_second_factor",
    "is_in_a_business": "compliance.organisations.permissions.is_in_a_business",
    "organisations_of": "compliance.organisations.permissions.organisations_of",
    "what_keeps_at_desk": "compliance.data_protection.services.offboarding.explain_what_keeps",
    "left_desk": "compliance.data_protection.services.offboarding.revoke_access",
}
SUPPLIERS_HOOKS = {
    "statement_columns": "compliance.statements.register.supplier_hooks.columns",
    "statement_of": "compliance.statements.register.supplier_hooks.statement_of",
    "is_published_here": "compliance.statements.register.supplier_hooks.is_published_here",
    "is_listed_elsewhere": "compliance.statements.register.supplier_hooks.is_listed_elsewhere",
}
