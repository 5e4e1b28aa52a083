"""The words an organisation is described in. Codes are those of the Section 54 vocabulary and are never renamed."""

from django.db import models


class LegalForm(models.TextChoices):
    """Kind of organisation; it decides who approves and who signs. Source: Modern Slavery Act 2015 s.54(6)."""

    COMPANY = "company", "Company"
    BODY_CORPORATE = "body_corporate", "Other body corporate (not a company, not an LLP)"
    LLP = "llp", "Limited liability partnership"
    LIMITED_PARTNERSHIP = (
        "limited_partnership",
        "Limited partnership registered under the Limited Partnerships Act 1907",
    )
    OTHER_PARTNERSHIP = (
        "other_partnership",
        "Any other partnership (Partnership Act 1890 firm, or a foreign firm of similar character)",
    )
    PUBLIC_BODY = "public_body", "Public body (voluntary under the law in force)"
    OTHER_UNINCORPORATED = (
        "other_unincorporated",
        "Other unincorporated body, trust or sole trader (outside s.54)",
    )


class Role(models.TextChoices):
    """A member's role in a business (decision 15)."""

    VIEWER = "viewer", "Member"
    EDITOR = "editor", "Editor"
    APPROVER = "approver", "Approver"
    ADMINISTRATOR = "administrator", "Administrator"


# Who may write drafts.
WRITERS = frozenset({Role.EDITOR, Role.ADMINISTRATOR})


class ProofMethod(models.TextChoices):
    """How an organisation shows that it is who it says it is (decision 17)."""

    PAGE = "page", "A code on a page of our website"
    DNS = "dns", "A code in a DNS record of our domain"
    EVIDENCE = "evidence", "A document that our staff check"


class ProofState(models.TextChoices):
    OPEN = "open", "Waiting for you"
    CHECKING = "checking", "Being checked"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"
