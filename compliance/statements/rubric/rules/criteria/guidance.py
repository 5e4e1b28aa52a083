"""Should: the statutory guidance and GOV.UK."""

from collections.abc import Callable
from functools import partial

from compliance.statements.rubric.rules.criteria.law import MIN_WORDS
from compliance.statements.rubric.rules.result import Finding, met, needs_person, not_applicable, not_met, partly
from compliance.statements.rubric.rules.signal_words import MAX_SENTENCE_WORDS, count_signals, get_pattern, readability
from compliance.statements.rubric.rules.statement_text import StatementText, area_label, format_date, join_names
from compliance.statements.rules.content import AREAS
from compliance.statements.rules.facts import Signature
from compliance.statements.rules.legal_forms import needs_approval
from compliance.statements.vocabulary import enumeration

MIN_SIGNALS = 2
EARLIER = get_pattern(("previous statements", "earlier statements", "past statements", "statements of earlier years"))
ENGLISH = "en"


def g_approval_date(r: StatementText) -> Finding:
    approval = r.facts.approval
    if approval and approval.approved_on:
        day = format_date(approval.approved_on)
        return met(f"The statement gives the date of approval, {day}.", section="signoff")
    if r.legal_form and not needs_approval(r.legal_form):
        return not_applicable(
            "The Act does not name an approver for this kind of organisation, and no approval is recorded."
        )
    return not_met(r.message("g_approval_date"), section="signoff", field="approval_date")


def g_signature_details(r: StatementText) -> Finding:
    signature = r.facts.signature or r.facts.planned
    message = r.message("g_signature_details")
    if signature is None:
        return not_met(message, section="signoff", field="signatory_first_name")
    parts = {
        "signatory_first_name": signature.first_name,
        "signatory_last_name": signature.last_name,
        "signatory_job_title": signature.job_title,
        "signed_date": signature.signed_on,
    }
    missing = [name for name, value in parts.items() if not value]
    if missing == ["signed_date"]:
        reason = "The name and the job title are given. The date is added with the signature."
        return partly(reason, found=_name_and_title(signature), section="signoff")
    if missing:
        grade = partly if len(missing) < len(parts) else not_met
        return grade(message, section="signoff", field=missing[0])
    return met("The sign-off gives name, job title and date.", section="signoff")


def _name_and_title(signature: Signature) -> str:
    return f"{signature.first_name} {signature.last_name}, {signature.job_title}"


def g_signatory_on_board(r: StatementText) -> Finding:
    message = r.message("g_signatory_on_board")
    signature = r.facts.signature or r.facts.planned
    if signature and signature.is_on_approving_board:
        return met("The person who signs sits on the board that approves.", section="signoff")
    if signature is None or signature.is_on_approving_board is None:
        message = f"{message} You have not said whether they do."
    return not_met(message, section="signoff", field="signatory_on_approving_board")


def g_within_six_months(r: StatementText) -> Finding:
    if r.due_on is None:
        return not_met(r.message("g_within_six_months"), section="period", field="period_end")
    if r.facts.is_voluntary:
        return not_applicable("You are publishing by choice, so there is no expected date.")
    expected = format_date(r.due_on)
    published = r.facts.published_on
    if (published or r.today) <= r.due_on:
        reason = f"Published by {expected}." if published else f"You have until {expected} to publish."
        return met(reason, section="web")
    if r.facts.web.late_reason:
        reason = f"Expected by {expected}. The statement is late, and says why."
        return partly(reason, found=r.facts.web.late_reason, section="web", field="late_reason")
    return not_met(r.message("g_within_six_months"), section="web", field="late_reason")


def g_group_names(r: StatementText) -> Finding:
    message = r.message("g_group_names")
    if not r.members:
        return not_met(message, section="organisations", field="group_members")
    unnamed = sum(1 for member in r.members if not member.get("legal_name"))
    if unnamed:
        return partly(
            f"{message} {unnamed} {'has' if unnamed == 1 else 'have'} no name yet.",
            section="organisations",
            field="group_members",
        )
    return met(_named_besides(len(r.members)), section="organisations")


def _named_besides(number: int) -> str:
    return (
        "1 organisation is named besides your own."
        if number == 1
        else f"{number} organisations are named besides your own."
    )


def g_group_on_all_websites(r: StatementText) -> Finding:
    message = r.message("g_group_on_all_websites")
    covered = [member for member in r.members if member.get("covered") is True]
    without = [member.get("legal_name") or "" for member in covered if not member.get("website_url")]
    if not covered or len(without) == len(covered):
        return not_met(message, section="organisations", field="group_members")
    if without:
        question = f"{message} No page is given for {join_names(without)}. Is there a website?"
        return partly(question, section="organisations", field="group_members")
    return met("Each covered organisation shows the statement on its website.", section="organisations")


def g_plain_english(r: StatementText) -> Finding:
    message = r.message("g_plain_english")
    language = r.answers.get("language")
    if not language:
        return not_met(f"Say which language the text is in. {message}", section="period", field="language")
    if language != ENGLISH:
        name = enumeration("language").label_of(language)
        return not_met(
            f"The main text is in {name}. The guidance asks for English.", section="period", field="language"
        )
    read = readability(r.all_sentences)
    if not read.is_plain:
        reason = f"{message} Half of your sentences have more than {MAX_SENTENCE_WORDS} words. This is the longest."
        return partly(reason, found=read.longest, section=_longest_section(r))
    hint = f" These phrases say little: {join_names(read.stock[:5])}." if read.stock else ""
    return met(f"The text is in English, and its sentences are short.{hint}")


def _longest_section(r: StatementText) -> str:
    return max(r.narrative_words, key=lambda section: r.narrative_words[section])


def g_previous_statements(r: StatementText) -> Finding:
    message = r.message("g_previous_statements")
    earlier = r.facts.earlier_years
    gone = [str(year.year) for year in earlier if not year.is_available]
    if gone:
        grade = partly if len(gone) < len(earlier) else not_met
        return grade(f"{message} No longer available: {join_names(gone)}.", section="web")
    if earlier:
        return met(f"{len(earlier)} earlier statements can be read on this website.", section="web")
    if r.answers.get("statement_years_band") == "first":
        return not_applicable("This is your first statement.")
    reason = f"{message} We cannot see them from here: check them yourself."
    return needs_person(reason, found=r.find(EARLIER), section="period", field="statement_years_band")


def g_registry(r: StatementText) -> Finding:
    message = r.message("g_registry")
    is_given = (r.facts.registry_submitted_on, r.facts.registry_url)
    if all(is_given):
        return met("The statement is on the government registry.", found=r.facts.registry_url, section="web")
    return (partly if any(is_given) else not_met)(message, section="web", field="registry_url")


def g_no_slavery_free_claim(r: StatementText) -> Finding:
    message = r.message("g_no_slavery_free_claim")
    warnings = [hit for hit in r.claims if hit.weight == "warn"]
    if warnings:
        first = warnings[0]
        reason = f"{message} {first.message}"
        return not_met(reason, found=first.sentence, section=first.section, field=first.field)
    if r.claims:
        first = r.claims[0]
        return partly(first.message, found=first.sentence, section=first.section, field=first.field)
    return met("No claim of that kind was found.")


def g_area(area: str, r: StatementText) -> Finding:
    message = r.message(f"g_area_{area}")
    answer, count = r.answers.get(f"area_{area}"), r.narrative_words.get(area, 0)
    location = {"section": area, "field": f"narrative_{area}"}
    if answer is None:
        return not_met(message, section=area, field=f"area_{area}")
    if answer is False:
        return _area_left_out(area, r, count)
    if count == 0:
        return not_met(f"{message} The section has no text.", **location)
    if count < MIN_WORDS:
        return partly(f"{message} The section has {count} words; write {MIN_WORDS} or more.", **location)
    if count_signals(area, r.text(area)) < MIN_SIGNALS:
        question = f"The text of {area_label(area)} hardly uses the words of this topic. Does it cover it?"
        return partly(question, **location)
    return met(f"The section has {count} words.", section=area)


def _area_left_out(area: str, r: StatementText, count: int) -> Finding:
    note = r.answers.get(f"area_{area}_note")
    if count >= MIN_WORDS:
        question = "You say that this is not covered, but the section has text. Which is right?"
        return partly(question, section=area, field=f"area_{area}")
    if not note:
        return not_met("Say why this is not covered this year.", section=area, field=f"area_{area}_note")
    return met("The statement says that this is not covered this year, and why.", found=note, section=area)


RULES: dict[str, Callable[[StatementText], Finding]] = {
    "g_approval_date": g_approval_date,
    "g_signature_details": g_signature_details,
    "g_signatory_on_board": g_signatory_on_board,
    "g_within_six_months": g_within_six_months,
    "g_group_names": g_group_names,
    "g_group_on_all_websites": g_group_on_all_websites,
    "g_plain_english": g_plain_english,
    "g_previous_statements": g_previous_statements,
    "g_registry": g_registry,
    "g_no_slavery_free_claim": g_no_slavery_free_claim,
    **{f"g_area_{area}": partial(g_area, area) for area in AREAS},
}
