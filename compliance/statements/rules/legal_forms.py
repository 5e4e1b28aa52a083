"""Who approves and who signs, by legal form. Source: Modern Slavery Act 2015 s.54(6), read 24 November 2026. Pure."""

from compliance.statements import vocabulary

# s.54(6)(c), (d): the Act names a signatory and no approver.
WITHOUT_APPROVAL = frozenset({"limited_partnership", "other_partnership"})
# Outside s.54; it publishes by choice, and does as a body corporate does (CONS2020).
AS_BODY_CORPORATE = frozenset({"other_unincorporated"})


def needs_approval(legal_form: str) -> bool:
    return legal_form not in WITHOUT_APPROVAL


def _form(legal_form: str) -> str:
    return "body_corporate" if legal_form in AS_BODY_CORPORATE else legal_form


def approving_bodies(legal_form: str) -> list[tuple[str, str]]:
    """Return codes and labels of the bodies that may approve."""
    return vocabulary.enumeration("approving_body").choices_for(_form(legal_form))


def signatory_roles(legal_form: str) -> list[tuple[str, str]]:
    """Return codes and labels of the roles in which a person may sign."""
    return vocabulary.enumeration("signatory_role").choices_for(_form(legal_form))


def every_body() -> list[tuple[str, str]]:
    """Return codes and labels of all approving bodies: for a member of a group, whose legal form is not asked."""
    return vocabulary.enumeration("approving_body").choices
