"""Must: section 54 as in force. Only a missing answer or record gives not_met here; a doubtful text asks a question."""

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit

from compliance.statements import vocabulary
from compliance.statements.rubric.rules.result import Finding, met, needs_person, not_met, partly
from compliance.statements.rubric.rules.signal_words import (
    PAST_ACTION,
    find_dates,
    find_first,
    get_area_pattern,
    is_future,
)
from compliance.statements.rubric.rules.statement_text import StatementText, area_label, format_date, join_names
from compliance.statements.rules.content import AREAS, NARRATIVES
from compliance.statements.rules.facts import Signature
from compliance.statements.rules.financial_year import get_period, period_problems
from compliance.statements.rules.legal_forms import approving_bodies, signatory_roles
from compliance.statements.rules.signoff import signoff_problems
from compliance.statements.types import GroupMember

MIN_WORDS = 50
IN_SCOPE = frozenset({"in_scope", "presumed_in_scope"})
YEAR_END = re.compile(r"\byear[\s-]+(?:ended|ending|end|to)\b", re.IGNORECASE)
DATE_REACH = 40
OWN_BUSINESS = re.compile(
    r"\b(?:(?:our|own|the) (?:own )?(?:business|operation|employee|workforce|staff|site|office|worker|people)|"
    r"(?:employee|workforce|staff)(?:s)?\b)",
    re.IGNORECASE,
)
SUPPLY_CHAINS = re.compile(
    r"\b(?:suppl(?:y|ier|iers|ied)|subcontractor|sub-contractor|contractor|vendor)", re.IGNORECASE
)
WRONG_APPROVER = re.compile(
    r"\bapproved by (?:our |the |a |its )?(?:group )?(?:chief executive|ceo|cfo|managing director|"
    r"chair(?:man|woman)?\b|director\b|company secretary|\w+ (?:sub-?)?committee|(?:sub-?)?committee)",
    re.IGNORECASE,
)
ABOUT_STATEMENT = re.compile(r"\bstatement\b", re.IGNORECASE)


def law_financial_year(r: StatementText) -> Finding:
    start, end = get_period(r.content)
    problems = period_problems(start, end, today=r.today, is_publishing=True)
    for problem in problems:
        if not problem.is_warning:
            reason = problem.sentence if start and end else f"{r.message('law_financial_year')} {problem.sentence}"
            return not_met(f"{reason}.", section="period", field=problem.field)
    assert start and end  # noqa: S101  a missing day is a problem above
    if problems:
        return partly(f"{problems[0].sentence}.", section="period", field=problems[0].field)
    named = _year_end_named(r)
    if named and end not in named:
        text, answers = format_date(named[0]), format_date(end)
        question = f"Your text mentions a year ended {text}, but your answers say {answers}. Which is right?"
        return partly(question, section="period", field="period_end")
    return met(f"The statement is for the financial year {format_date(start)} to {format_date(end)}.", section="period")


def _year_end_named(r: StatementText) -> list[date]:
    """Year-end dates in the first fifth of the narrative."""
    head = r.all_narrative[: len(r.all_narrative) // 5 + DATE_REACH]
    year_ends = (find_dates(head[match.end() : match.end() + DATE_REACH])[:1] for match in YEAR_END.finditer(head))
    return [day for days in year_ends for day in days]


def law_steps_or_none(r: StatementText) -> Finding:
    message = r.message("law_steps_or_none")
    if r.kind == "no_steps":
        return _no_steps(r)
    if r.kind != "steps_taken":
        return not_met(message, section="period", field="statement_kind")
    has_disclosure = any(r.get_disclosed_text(item.code) for item in vocabulary.disclosures())
    if not has_disclosure and max(r.narrative_words.values()) < MIN_WORDS:
        reason = f"{message} No section has {MIN_WORDS} words yet, and no item is ticked with its text."
        return not_met(reason, section="structure", field="narrative_structure")
    denied = r.find(get_area_pattern("no_steps"))
    if denied:
        question = "Your answers say that steps were taken, but your text says that none were. Which is right?"
        return partly(question, found=denied, section="period", field="statement_kind")
    done = find_first(PAST_ACTION, (sentence for sentence in r.all_sentences if not is_future(sentence.text)))
    if not done:
        question = "No sentence says what was done, in the past tense. What did you do in the year?"
        return partly(question, section="due_diligence", field="narrative_due_diligence")
    return met("The statement sets out steps taken in the year.", found=done)


def _no_steps(r: StatementText) -> Finding:
    if any(r.narrative_words[area] >= MIN_WORDS for area in AREAS):
        question = "You say that no steps were taken, but the draft also describes steps. Which is right?"
        return partly(question, section="period", field="statement_kind")
    return met("The statement says that no steps were taken. The Act allows it.", section="period")


def law_business_and_supply_chains(r: StatementText) -> Finding:
    parts = (
        ("covers_own_business", OWN_BUSINESS, "your own business"),
        ("covers_supply_chains", SUPPLY_CHAINS, "your supply chains"),
    )
    message = r.message("law_business_and_supply_chains")
    for code, _pattern, words in parts:
        section = r.answers.get(f"{code}_section")
        if r.answers.get(code) is not True:
            return not_met(f"{message} You have not confirmed {words}.", section="coverage", field=code)
        if not section:
            reason = f"{message} Name the section that covers {words}."
            return not_met(reason, section="coverage", field=f"{code}_section")
        if not r.text(section):
            reason = f"{message} You name the section {area_label(section)} for {words}, but it has no text."
            return not_met(reason, section=section)
    for code, pattern, words in parts:
        section = r.answers[f"{code}_section"]
        if not pattern.search(r.text(section)):
            question = f"You name the section {area_label(section)} for {words}. Does its text say so?"
            return partly(question, section=section, field=f"narrative_{section}" if section in NARRATIVES else code)
    return met("Steps in your own business and in your supply chains are covered.", section="coverage")


def law_approval(r: StatementText) -> Finding:
    message = r.message("law_approval")
    approval = r.facts.approval
    if not r.legal_form:
        return not_met(f"{message} First say what kind of organisation it is.", section="signoff", field="legal_form")
    if approval is None:
        return not_met(message, section="signoff", field="approving_body")
    problems = signoff_problems(r.legal_form, approval, None, period_end=get_period(r.content)[1], today=r.today)
    for problem in problems:
        if not problem.is_warning:
            return not_met(f"{problem.sentence}.", section="signoff", field=problem.field)
    if approval.content_hash != r.hash:
        return not_met("The text was changed after it was approved. It must be approved again.", section="signoff")
    if problems:
        return partly(f"{problems[0].sentence}.", section="signoff", field=problems[0].field)
    doubtful = r.find(WRONG_APPROVER, beside=ABOUT_STATEMENT)
    if doubtful:
        question = "The record names the right body, but your text names another. Which is right?"
        return partly(question, found=doubtful, section="signoff", field="approving_body")
    body = dict(approving_bodies(r.legal_form))[approval.body]
    assert approval.approved_on  # noqa: S101  a missing date is a problem above
    return met(f"Approved by: {approval.body_name or body}, {format_date(approval.approved_on)}.", section="signoff")


def law_signature(r: StatementText) -> Finding:
    message = r.message("law_signature")
    signature = r.facts.signature
    if not r.legal_form:
        return not_met(f"{message} First say what kind of organisation it is.", section="signoff", field="legal_form")
    if signature is None:
        return _unsigned(r, message)
    end = get_period(r.content)[1]
    for problem in signoff_problems(r.legal_form, r.facts.approval, signature, period_end=end, today=r.today):
        if problem.field.startswith("sign"):
            return not_met(f"{message} {problem.sentence}.", section="signoff", field=problem.field)
    if signature.content_hash != r.hash:
        return not_met("The text was changed after it was signed. It must be signed again.", section="signoff")
    return met(f"Signed by {_signer(r, signature)}.", section="signoff")


def _unsigned(r: StatementText, message: str) -> Finding:
    """Only the record of the signature meets the law; who is to sign is known earlier."""
    planned = r.facts.planned
    if planned is None or not (planned.first_name and planned.last_name and planned.job_title):
        return not_met(message, section="signoff", field="signatory_first_name")
    if planned.role not in dict(signatory_roles(r.legal_form)):
        return not_met(message, section="signoff", field="signatory_role")
    return not_met(f"The statement is not signed yet. To sign it: {_signer(r, planned)}.", section="signoff")


def _signer(r: StatementText, signature: Signature) -> str:
    role = dict(signatory_roles(r.legal_form))[signature.role]
    return f"{signature.first_name} {signature.last_name}, {signature.job_title} ({role})"


def law_on_website(r: StatementText) -> Finding:
    web, message = r.facts.web, r.message("law_on_website")
    if not web.statement_url:
        return not_met(message, section="web", field="statement_url")
    scheme, is_homepage = _address(web.statement_url)
    if is_homepage:
        reason = f"{message} You gave the address of a homepage."
        return not_met(reason, found=web.statement_url, section="web", field="statement_url")
    if web.page_opens is False:
        reason = "The address did not open when we last checked, or showed another page. Check it."
        return not_met(reason, found=web.statement_url, section="web", field="statement_url")
    if scheme != "https":
        question = "The address does not begin with https. Is there a secure address for the page?"
        return partly(question, found=web.statement_url, section="web", field="statement_url")
    if web.page_opens is None:
        reason = "An address is given. No one has checked yet whether it opens: check once the statement is there."
        return needs_person(reason, found=web.statement_url, section="web", field="statement_url")
    return met(
        "The address on your website opens. We do not read what the page says.", found=web.statement_url, section="web"
    )


def _address(url: str) -> tuple[str, bool]:
    """Its scheme, and whether it is a homepage. What cannot be read as an address counts as one."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", True
    return parts.scheme, parts.path in ("", "/") and not parts.query


def law_homepage_link(r: StatementText) -> Finding:
    web = r.facts.web
    if web.homepage_link_confirmed and web.homepage_link_checked_on and web.homepage_link_checked_by:
        seen = f"{format_date(web.homepage_link_checked_on)} by {web.homepage_link_checked_by}"
        return met(f"The link on the homepage was confirmed on {seen}.", section="web")
    if web.homepage_link_confirmed:
        return partly("You say that there is a link. Record who saw it, and when.", section="web")
    return not_met(r.message("law_homepage_link"), section="web", field="homepage_link_confirmed")


def law_copy_on_request(r: StatementText) -> Finding:
    web, message = r.facts.web, r.message("law_copy_on_request")
    if web.has_website is None:
        return not_met("Say whether you have a website.", section="web", field="has_website")
    if not web.request_email:
        return not_met(message, section="web", field="request_email")
    if late := r.facts.copies_overdue:
        reason = f"Copies that should have been sent by now: {late}. Send them, and mark them as sent."
        return partly(reason, section="web", field="request_email")
    return met("Anyone can ask for a copy. It is due within 30 days.", found=web.request_email, section="web")


def law_group_coverage(r: StatementText) -> Finding:
    message = r.message("law_group_coverage")
    if r.is_group is None:
        reason = "Say whether the statement covers one organisation or a group."
        return not_met(reason, section="organisations", field="is_group")
    if not r.members:
        return not_met(f"{message} No organisation is listed.", section="organisations", field="group_members")
    required = [member for member in r.members if member.get("scope") in IN_SCOPE]
    missing = [_name(m) for m in required if m.get("covered") is not True or not m.get("section")]
    if missing:
        reason = f"{message} Not covered yet, or without the section that covers it: {join_names(missing)}."
        return not_met(reason, section="organisations", field="group_members")
    unknown = [_name(member) for member in r.members if member.get("scope") in (None, "unknown")]
    if unknown:
        question = f"Does each of these have to publish: {join_names(unknown)}?"
        return partly(question, section="organisations", field="group_members")
    unnamed = [_name(m) for m in required if _name(m).casefold() not in r.text(m["section"]).casefold()]
    if unnamed:
        question = f"The section you name for it does not mention {join_names(unnamed)}. Does it cover what they did?"
        return partly(question, section="organisations", field="group_members")
    return met("Every member that has to publish is covered.", section="organisations")


def _name(member: GroupMember) -> str:
    return str(member.get("legal_name") or "a member without a name")


RULES: dict[str, Callable[[StatementText], Finding]] = {
    rule.__name__: rule
    for rule in (
        law_financial_year,
        law_steps_or_none,
        law_business_and_supply_chains,
        law_approval,
        law_signature,
        law_on_website,
        law_homepage_link,
        law_copy_on_request,
        law_group_coverage,
    )
}
