"""Approval and signature, by kind of organisation. Source: Modern Slavery Act 2015 s.54(6), read 24 November 2026."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from compliance.statements.rules.facts import Approval, Signature
from compliance.statements.rules.legal_forms import approving_bodies, needs_approval, signatory_roles


@dataclass(frozen=True, slots=True)
class Actors:
    """How a form's approver and signer are called, and the provision that names them ("" where none does)."""

    approver: str
    signer: str
    provision: str

    @property
    def cited_approver(self) -> str:
        return self._cited(self.approver)

    @property
    def cited_signer(self) -> str:
        return self._cited(self.signer)

    def _cited(self, actor: str) -> str:
        return f"{actor} (section {self.provision})" if self.provision else actor


ACTORS = {
    "company": Actors("the board of directors", "a director", "54(6)(a)"),
    "body_corporate": Actors(
        "the board of directors or equivalent management body", "a director or equivalent", "54(6)(a)"
    ),
    "llp": Actors("the members", "a designated member", "54(6)(b)"),
    "limited_partnership": Actors("the body that approves it, if there is one", "a general partner", "54(6)(c)"),
    "other_partnership": Actors("the body that approves it, if there is one", "a partner", "54(6)(d)"),
    "public_body": Actors("the senior management body", "the accounting officer, chief executive or equivalent", ""),
    "other_unincorporated": Actors("the management body", "a member of the management body or equivalent", ""),
}
UNKNOWN_FORM = Actors("the board, the members or the equivalent body", "the person the Act names", "54(6)")


def get_actors(legal_form: str) -> Actors:
    return ACTORS.get(legal_form, UNKNOWN_FORM)


@dataclass(frozen=True, slots=True)
class Problem:
    """field is the one to mend; a warning is shown and stops nothing."""

    field: str
    sentence: str
    is_warning: bool = False


def signoff_problems(
    legal_form: str,
    approval: Approval | None,
    signature: Signature | None,
    *,
    period_end: date | None,
    today: date,
) -> list[Problem]:
    """Return all that is wrong with the records that are given; a record that is not given is not missed here."""
    problems = list(approval_problems(legal_form, approval, period_end=period_end, today=today)) if approval else []
    if signature:
        problems += signature_problems(legal_form, signature, approval, today=today)
    return problems


def approval_problems(
    legal_form: str, approval: Approval, *, period_end: date | None, today: date
) -> Iterator[Problem]:
    if approval.body not in dict(approving_bodies(legal_form)):
        who = get_actors(legal_form).cited_approver
        yield Problem("approving_body", f"Record the approval by {who}. One director or a committee is not enough")
    if approval.approved_on is None:
        yield Problem("approval_date", "Enter the date of the approval")
        return
    if approval.approved_on > today:
        yield Problem("approval_date", "The date of the approval must be today or in the past")
    if period_end and approval.approved_on < period_end:
        # The registry refuses it, this portal only warns (docs/requirements/statements.md#registry-export).
        sentence = "The approval is dated before the end of the financial year. Check that the date is right"
        yield Problem("approval_date", sentence, is_warning=True)


def signature_problems(
    legal_form: str, signature: Signature, approval: Approval | None, *, today: date
) -> Iterator[Problem]:
    for name, what in (("first_name", "first name"), ("last_name", "last name"), ("job_title", "job title")):
        if not getattr(signature, name).strip():
            yield Problem(f"signatory_{name}", f"Enter the {what} of the person who signs")
    if signature.role not in dict(signatory_roles(legal_form)):
        yield Problem("signatory_role", f"The statement must be signed by {get_actors(legal_form).cited_signer}")
    if signature.signed_on is None:
        yield Problem("signed_date", "Enter the date of the signature")
        return
    if signature.signed_on > today:
        yield Problem("signed_date", "The date of the signature must be today or in the past")
    if approval and needs_approval(legal_form) and approval.approved_on and signature.signed_on < approval.approved_on:
        yield Problem("signed_date", "The date of the signature cannot be before the date of the approval")
    if approval and needs_approval(legal_form) and signature.content_hash != approval.content_hash:
        yield Problem("signature_hash", "The signed text is not the text that was approved. Approve and sign it again")
