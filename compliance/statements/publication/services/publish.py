"""Publication: the signed text made public and kept as it is; withdrawing it; the link from the homepage."""

from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.organisations.rules.publication_deadline import get_due_date
from compliance.statements import notifications
from compliance.statements.choices import AREAS, Licence, SectionCode, State
from compliance.statements.core import selectors as content
from compliance.statements.core import voluntary
from compliance.statements.core.services import change_state, lock_version
from compliance.statements.figures import services as figures
from compliance.statements.groups import services as members
from compliance.statements.models import Document, Facet, Publication, Render, Signature, Statement, Version
from compliance.statements.presenters import signoff as presenters_signoff
from compliance.statements.publication import documents, pdf_job
from compliance.statements.publication.services import search_index
from compliance.statements.rubric import services as checking
from compliance.statements.rubric.rules.check import ruleset_for
from compliance.statements.rubric.rules.result import Result
from compliance.statements.rules.content import content_hash, searchable_text
from compliance.statements.signoff.services.signoff import get_standing_approval, get_standing_signature
from compliance.statements.types import Answers, Content, KnownContent
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record


class NotReady(ActionRefused):
    """Publication waits for something; the results say for what, and where to mend it."""

    def __init__(self, sentence: str, results: list[Result] | None = None) -> None:
        super().__init__(sentence)
        self.results = results or []


@transaction.atomic
def publish(
    *, version: Version, actor: User, at: datetime, licence: Licence = Licence.ALL_RIGHTS_RESERVED
) -> Publication:
    """Make the signed version public. A second click, or fifty at once, gets the first publication.

    licence: what others may do with it.

    Raises NotReady.
    """
    current = lock_version(version)
    Statement.objects.select_for_update().get(pk=current.statement_id)
    if standing := Publication.objects.filter(version=current).first():
        return standing
    sections = content.get_answers(current)
    text = content.get_content(current, sections)
    results = checking.run_check(current, today=timezone.localdate(at), sections=sections)
    _refuse_unless_ready(current, text, results, sections, at)
    _supersede(current.statement)
    publication = _make(current, text, sections.get(SectionCode.WEB, {}), licence, at)
    change_state(current, State.PUBLISHED)
    checking.save_run(current, results, actor=actor)
    detail = {"number": current.number, "content_hash": publication.content_hash, "late": publication.is_late}
    detail |= {"licence": licence}
    record(actor, "statements.version.published", current, detail, scope=current.statement.organisation.uuid, at=at)
    transaction.on_commit(lambda: pdf_job.wake(publication.pk))
    return publication


def get_blockers(*, version: Version, at: datetime) -> NotReady | None:
    """Return what publication waits for, for a page that says so beforehand."""
    sections = content.get_answers(version)
    results = checking.run_check(version, today=timezone.localdate(at), sections=sections)
    text = content.get_content(version, sections)
    try:
        _refuse_unless_ready(version, text, results, sections, at)
    except NotReady as refusal:
        return refusal
    return None


def _refuse_unless_ready(
    version: Version, text: Content, results: list[Result], sections: content.Sections, at: datetime
) -> None:
    organisation, web = version.statement.organisation, sections.get(SectionCode.WEB, {})
    if version.state != State.SIGNED:
        raise NotReady(_("This version is not signed. It can be published once it is approved and signed."))
    if not organisation.is_confirmed or organisation.taken_down_at:
        raise NotReady(_("Your organisation is not verified yet. Verify it, then publish."))
    hashes = {version.content_hash, content_hash(text)}
    approval, signature = get_standing_approval(version), get_standing_signature(version)
    hashes |= {record.content_hash for record in (approval, signature) if record}
    if signature is None or len(hashes) != 1:
        raise NotReady(_("This is not the text that was approved and signed. It has to be signed again."))
    if date.fromisoformat(text["answers"]["period_end"]) > timezone.localdate(at):
        raise NotReady(_("The financial year has not ended. Publish after its last day."))
    if any(result.stops_publication for result in results):
        raise NotReady(_("Some checks that the law asks for are not met."), results)
    # A website's address, or a contact for copies. Whether the page opens is a task for afterwards.
    # See docs/requirements/statements.md#website-or-contact.
    if web.get("has_website") is not False and not web.get("statement_url"):
        raise NotReady(_("Give the address on your website where the statement will be, then publish."), results)
    if open_ones := content.get_unanswered_questions(version, sections):
        raise NotReady(content.describe_unanswered(open_ones, sections), results)


def _supersede(statement: Statement) -> None:
    """The version that stood until now becomes history at its own address."""
    for earlier in statement.versions.select_for_update(of=("self",)).filter(state=State.PUBLISHED):
        change_state(earlier, State.SUPERSEDED)
    statement.publications.filter(is_current=True).update(is_current=False)


def _make(version: Version, text: Content, web: Answers, licence: Licence, at: datetime) -> Publication:
    statement, answers = version.statement, text["answers"]
    organisation, today = statement.organisation, timezone.localdate(at)
    first = statement.publications.order_by("first_published_on").values_list("first_published_on", flat=True).first()
    first_published_on = first or today
    period_end = date.fromisoformat(answers["period_end"])
    due_on = get_due_date(period_end)
    # Nothing is expected on a day of who publishes by choice.
    is_voluntary = voluntary.is_voluntary(organisation, answers, period_end)
    signature = cast(Signature, get_standing_signature(version))  # _refuse_unless_ready has seen that there is one
    publication = Publication(
        organisation=organisation,
        statement=statement,
        version=version,
        content=text,
        content_hash=version.content_hash,
        signoff=presenters_signoff.get_signoff(get_standing_approval(version), signature),
        ruleset=ruleset_for(period_end).name,
        published_at=at,
        first_published_on=first_published_on,
        due_on=due_on,
        late_reason=(web.get("late_reason") or "") if first_published_on > due_on and not is_voluntary else "",
        statement_url=(web.get("statement_url") or "") if web.get("has_website") is not False else "",
        request_email=(web.get("request_email") or "") if web.get("has_website") is False else "",
        licence=licence,
        amendment_kind=version.amendment_kind,
        amendment_note=version.amendment_note,
        organisation_name=text["organisation"]["name"],
        organisation_slug=organisation.slug,
        company_number=text["organisation"].get("company_number") or "",
        number=version.number,
        year=statement.year,
        period_start=date.fromisoformat(answers["period_start"]),
        period_end=period_end,
        legal_form=answers.get("legal_form") or organisation.legal_form,
        kind=answers["statement_kind"],
        turnover_band=answers.get("turnover_band") or "not_provided",
        is_group=bool(answers.get("is_group")),
        is_late=first_published_on > due_on and not is_voluntary,
        is_voluntary=is_voluntary,
        area_count=sum(answers.get(f"area_{area}") is True for area in AREAS),
        searched=searchable_text(text),
    )
    publication.save()
    Facet.objects.bulk_create(
        Facet(publication=publication, kind=kind, code=code) for kind, code in sorted(get_facets(text, signature.way))
    )
    figures.publish_figures(publication)
    for kind, body in (("html", documents.render_html(publication)), ("json", documents.render_json(publication))):
        Document.objects.create(publication=publication, kind=kind, body=body, sha256=documents.sha256(body))
    members.publish_members(publication)
    search_index.index_publication(publication)
    Render.objects.create(publication=publication)
    return publication


def get_facets(text: KnownContent, signed: str) -> set[tuple[str, str]]:
    """Return what a publication can be filtered by: kind and code."""
    answers = text["answers"]
    facets = {("sector", code) for code in answers.get("sectors") or []}
    facets |= {("area", area.value) for area in AREAS if answers.get(f"area_{area}") is True}
    facets |= {("country", code) for risk in answers.get("risks") or [] for code in risk.get("countries") or []}
    facets |= {("affected", code) for risk in answers.get("risks") or [] for code in risk.get("targets") or []}
    facets |= {("remediation", code) for code in answers.get("remediations") or []}
    facets |= {("indicator", code) for code in answers.get("indicators") or []}
    facets.add(("signed", signed))
    if answers.get("kpis"):
        facets.add(("figures", "yes"))
    return facets


@transaction.atomic
def withdraw(*, version: Version, actor: User, at: datetime, reason: str, by_staff: bool = False) -> Publication:
    """Take a year's statement out of the register, all its versions; a notice with the reason stays at the address.

    by_staff: the organisation's administrators are told. A second click gets the same. Raises ActionRefused.
    """
    current = lock_version(version)
    statement = Statement.objects.select_for_update().get(pk=current.statement_id)
    publication = Publication.objects.filter(version=current).first()
    if publication is None:
        raise ActionRefused(_("This version is not published."))
    if publication.withdrawn_at:
        return publication
    if current.state != State.PUBLISHED:
        raise ActionRefused(_("It was replaced by a later version. Withdraw that one."))
    if not reason.strip():
        raise ActionRefused(_("Enter the reason. It is shown to the public."))
    # Whatever was wrong with the text is likely to stand in its earlier versions too.
    statement.publications.filter(withdrawn_at=None).update(withdrawn_at=at, withdrawn_reason=reason.strip())
    search_index.remove_texts(statement)
    change_state(current, State.WITHDRAWN)
    detail = {"number": current.number, "reason": reason.strip()}
    record(actor, "statements.version.withdrawn", current, detail, scope=current.statement.organisation.uuid, at=at)
    if by_staff:
        notifications.notify_withdrawn(current, reason.strip())
    publication.refresh_from_db()
    return publication


@transaction.atomic
def confirm_homepage_link(*, statement: Statement, actor: User, on: date) -> Statement:
    """Record that somebody saw the homepage link to the statement (Modern Slavery Act 2015, s.54(7)(b))."""
    current = Statement.objects.select_for_update().select_related("organisation").get(pk=statement.pk)
    if not current.publications.filter(is_current=True, withdrawn_at=None).exists():
        raise ActionRefused(_("There is no published statement for that year."))
    if current.homepage_link_confirmed and current.homepage_link_checked_on == on:
        return current
    current.homepage_link_confirmed = True
    current.homepage_link_checked_on = on
    current.homepage_link_checked_by = actor
    current.save(update_fields=["homepage_link_confirmed", "homepage_link_checked_on", "homepage_link_checked_by"])
    detail = {"on": on.isoformat()}
    record(actor, "statements.statement.homepage_link_confirmed", current, detail, scope=current.organisation.uuid)
    return current
