"""What the check knows besides the content, the check itself, and its results as kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from compliance.organisations.models import Organisation
from compliance.statements.choices import SectionCode
from compliance.statements.core import selectors, voluntary
from compliance.statements.core.previous_year import PublishedYears, get_published_years
from compliance.statements.core.selectors import Sections, get_answers, get_content
from compliance.statements.core.services import lock_version
from compliance.statements.models import CheckAnswer, CheckRun, Statement, Version
from compliance.statements.rubric.rules.check import ruleset_for, run
from compliance.statements.rubric.rules.result import Result
from compliance.statements.rules import facts
from compliance.statements.rules.content import content_hash
from compliance.statements.rules.facts import EarlierYear, Facts, Web
from compliance.statements.rules.financial_year import get_period, parse_day
from portal.history.services import record


def get_facts(
    version: Version, sections: Sections | None = None, *, today: date, known: PublishedYears | None = None
) -> Facts:
    """Return what the check knows besides the content: the records of sign-off, the web answers, earlier years.

    known: what is published, where it was asked for already.
    """
    sections = get_answers(version) if sections is None else sections
    statement, web = version.statement, sections.get(SectionCode.WEB, {})
    known = known or get_published_years(statement.organisation, statement.year)
    added, outcomes = _years_and_duty(statement.organisation)
    is_frozen = not version.is_editable  # what was given for an earlier text is void, and need not be asked for
    return Facts(
        approval=_approval(version) if is_frozen else None,
        signature=_signature(version) if is_frozen else None,
        planned=_planned(sections.get(SectionCode.SIGNOFF, {})),
        web=Web.from_answers(
            web,
            page_opens=_page_opens(statement, web.get("statement_url") or ""),
            homepage_link_confirmed=statement.homepage_link_confirmed,
            homepage_link_checked_on=statement.homepage_link_checked_on,
            homepage_link_checked_by=str(statement.homepage_link_checked_by or ""),
        ),
        published_on=known.first_published_on,
        previous_content=known.earlier[0].told if known.earlier else None,
        earlier_years=_earlier_years(statement.year, known, added),
        copies_overdue=selectors.count_overdue_copies(statement.organisation, today=today)
        if web.get("has_website") is False
        else 0,
        registry_submitted_on=statement.registry_submitted_on,
        registry_url=statement.registry_url,
        is_voluntary=is_voluntary(version, sections, outcomes),
    )


def _years_and_duty(organisation: Organisation) -> tuple[set[int], voluntary.ScopeOutcomes]:
    """Years that were added as published elsewhere, and the answers of the questionnaire, newest first: one query."""
    newest = ("-scope_answers__answered_at", "-scope_answers__pk")
    pairs = Organisation.objects.filter(pk=organisation.pk).order_by(*newest)
    names = ("earlier_years__year", "scope_answers__due_on", "scope_answers__outcome")
    rows = list(pairs.values_list(*names))
    years = {year for year, _day, _outcome in rows if year is not None}
    return years, [(day, outcome) for _year, day, outcome in rows if outcome is not None]


def _earlier_years(before: int, known: PublishedYears, added: set[int]) -> tuple[EarlierYear, ...]:
    """Those published here, and those added as published elsewhere, the latest first."""
    here = {publication.year: publication.withdrawn_at is None for publication in known.earlier}
    years = dict.fromkeys((year for year in added if year < before), True) | here
    return tuple(EarlierYear(year, is_available) for year, is_available in sorted(years.items(), reverse=True))


def is_voluntary(version: Version, sections: Sections, asked: voluntary.ScopeOutcomes | None = None) -> bool:
    """Whether the organisation publishes this year's statement by choice, as far as is known."""
    answers = {name: value for some in sections.values() for name, value in some.items()}
    return voluntary.is_voluntary(version.statement.organisation, answers, parse_day(answers.get("period_end")), asked)


def _page_opens(statement: Statement, url: str) -> bool | None:
    """What was found at this very address; None where nobody has looked yet."""
    look = getattr(statement, "url_check", None)
    return look.opened if look and look.url == url else None


def _approval(version: Version) -> facts.Approval | None:
    standing = version.approvals.filter(voided_at=None).first()
    if standing is None:
        return None
    return facts.Approval(standing.body, standing.approved_on, standing.content_hash, standing.body_name)


def _signature(version: Version) -> facts.Signature | None:
    standing = version.signatures.filter(voided_at=None).first()
    if standing is None:
        return None
    return facts.Signature(
        first_name=standing.first_name,
        last_name=standing.last_name,
        job_title=standing.job_title,
        role=standing.role,
        signed_on=standing.signed_on,
        content_hash=standing.content_hash,
        is_on_approving_board=standing.is_on_approving_board,
    )


def _planned(answers: Mapping[str, Any]) -> facts.Signature:
    """Who is to sign, from the answers of the sign-off section."""
    texts = {name: answers.get(f"signatory_{name}") or "" for name in ("first_name", "last_name", "job_title", "role")}
    on_board = answers.get("signatory_on_approving_board")
    return facts.Signature(**texts, signed_on=None, content_hash="", is_on_approving_board=on_board)


def run_check(
    version: Version,
    *,
    today: date,
    sections: Sections | None = None,
    content: dict[str, Any] | None = None,
    known: PublishedYears | None = None,
) -> list[Result]:
    """Run the check. sections, content, known: where they were asked for already."""
    sections = get_answers(version) if sections is None else sections
    content = get_content(version, sections) if content is None else content
    return run(content, get_facts(version, sections, today=today, known=known), today=today)


def save_run(version: Version, results: list[Result], *, actor) -> CheckRun:
    """Save the results under the ruleset that gave them. They are never worked out again."""
    content = get_content(version)
    return CheckRun.objects.create(
        version=version,
        version_number=version.number,
        content_hash=content_hash(content),
        ruleset=ruleset_for(get_period(content)[1]).name,
        results=[result.as_dict() for result in results],
        run_by=actor,
    )


@transaction.atomic
def save_answer(*, version: Version, criterion: str, text: str, actor) -> None:
    """Save the drafter's answer to a criterion, shown to reviewers; an empty one takes it back."""
    current = lock_version(version)
    if text:
        CheckAnswer.objects.update_or_create(version=current, criterion=criterion, defaults={"text": text, "by": actor})
    else:
        CheckAnswer.objects.filter(version=current, criterion=criterion).delete()
    scope = current.statement.organisation.uuid
    record(actor, "statements.check.answered", current, {"criterion": criterion}, scope=scope)
