"""What the check knows besides the content, the check itself, and its results as kept."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from compliance.organisations.models import Organisation
from compliance.statements.choices import SectionCode
from compliance.statements.core import selectors, voluntary
from compliance.statements.core.previous_year import PublishedYears, get_published_years
from compliance.statements.core.selectors import ContentSource, get_answers, get_content, get_content_source
from compliance.statements.core.services import lock_version
from compliance.statements.models import CheckAnswer, CheckRun, Statement, Version
from compliance.statements.rubric.rules.check import ruleset_for, run
from compliance.statements.rubric.rules.result import Result
from compliance.statements.rules import facts
from compliance.statements.rules.content import content_hash
from compliance.statements.rules.facts import EarlierYear, Facts, Web
from compliance.statements.rules.financial_year import get_period, parse_day
from compliance.statements.types import Answers, Content, Sections
from portal.core.prepared import prepared
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
    rows = _fetch_years_and_duty(organisation.pk)
    years = {year for year, _day, _outcome in rows if year is not None}
    return years, [(day, outcome) for _year, day, outcome in rows if outcome is not None]


@prepared
def _fetch_years_and_duty(organisation: int) -> QuerySet[Organisation, tuple[Any, ...]]:
    newest = ("-scope_answers__answered_at", "-scope_answers__pk")
    pairs = Organisation.objects.filter(pk=organisation).order_by(*newest)
    return pairs.values_list("earlier_years__year", "scope_answers__due_on", "scope_answers__outcome")


def _earlier_years(before: int, known: PublishedYears, added: set[int]) -> tuple[EarlierYear, ...]:
    """Those published here, and those added as published elsewhere, the latest first."""
    published = {publication.year: publication.withdrawn_at is None for publication in known.earlier}
    years = dict.fromkeys((year for year in added if year < before), True) | published
    return tuple(EarlierYear(year, is_available) for year, is_available in sorted(years.items(), reverse=True))


def is_voluntary(version: Version, sections: Sections, outcomes: voluntary.ScopeOutcomes | None = None) -> bool:
    """Tell whether the organisation publishes this year's statement by choice, as far as is known."""
    answers = {name: value for some in sections.values() for name, value in some.items()}
    return voluntary.is_voluntary(
        version.statement.organisation, answers, parse_day(answers.get("period_end")), outcomes
    )


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


def _planned(answers: Answers) -> facts.Signature:
    """Who is to sign, from the answers of the sign-off section."""
    texts = {name: answers.get(f"signatory_{name}") or "" for name in ("first_name", "last_name", "job_title", "role")}
    on_board = answers.get("signatory_on_approving_board")
    return facts.Signature(**texts, signed_on=None, content_hash="", is_on_approving_board=on_board)


def run_check(
    version: Version,
    *,
    today: date,
    sections: Sections | None = None,
    content: Content | None = None,
    known: PublishedYears | None = None,
) -> list[Result]:
    """Run the check. sections, content, known: where they were asked for already."""
    sections = get_answers(version) if sections is None else sections
    source = get_content_source(version, sections) if content is None else content
    facts_ = get_facts(version, sections, today=today, known=known)
    return list(_run(_Question(repr((source, facts_)), source, facts_, today)))


@dataclass(frozen=True)
class _Question:
    """What the check is asked. Two questions are the same where all that it reads is: written.

    source: of the content, or the content itself where it was put together already.
    """

    written: str
    source: ContentSource | Content = field(compare=False)
    facts: Facts = field(compare=False)
    today: date


@lru_cache(maxsize=16)
def _run(question: _Question) -> tuple[Result, ...]:
    """Return the results; a draft that nobody has changed is not read again for each page that shows them."""
    source = question.source
    content = source.assemble() if isinstance(source, ContentSource) else source
    return tuple(run(content, question.facts, today=question.today))


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
