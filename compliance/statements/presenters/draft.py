"""A draft as the templates of the register show it: its parts, whom it covers, and the sign-off so far."""

from compliance.organisations.tenancy import get_rows
from compliance.statements.core.selectors import get_content
from compliance.statements.core.views import VersionMixin
from compliance.statements.models import Approval, Signature
from compliance.statements.presenters import prose, signoff
from compliance.statements.presenters.figures import Address, logo
from compliance.statements.presenters.parts import build_appendix, build_cover, parts
from portal.core.types import Context


def draft_context(view: VersionMixin, figure_address: Address | None = None) -> Context:
    """Return the statement for register/_parts.html: parts, who is covered, and the sign-off so far.

    figure_address: where pictures are, if not on the pages of the draft.
    """
    content = get_content(view.version, view.answers)
    approval = get_rows(Approval, view.organisation).filter(version=view.version, voided_at=None).first()
    signature = get_rows(Signature, view.organisation).filter(version=view.version, voided_at=None).first()
    public_signoff = signoff.get_signoff(approval, signature) if signature else signoff.get_approval(approval)
    figures = content.get("figures") or {}
    return {
        "content": content,
        "parts": parts(content, figure_address or view.figure_address),
        "logo": logo(figures, figure_address or view.figure_address),
        "page_logo": None if figure_address else logo(figures, view.figure_address),
        "figures": figures,
        "covered": build_cover(content),
        "appendix": build_appendix(content),
        "period": prose.format_period(content["answers"]),
        "language": content["answers"].get("language") or "en",
        "name": view.organisation.name,
        "signoff": signoff.describe_signoff(public_signoff, view.legal_form),
        "approval": approval,
        "signature": signature,
    }
