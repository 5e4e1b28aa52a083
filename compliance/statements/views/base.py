"""What every page of one statement shares: the fence, the version now at hand, and its sections."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from compliance.organisations.fence import OrganisationMixin, rows
from compliance.organisations.models import Organisation
from compliance.statements import documents, outline, permissions
from compliance.statements.choices import OPEN, SectionCode, State
from compliance.statements.forms.section import Surroundings
from compliance.statements.models import Approval, Section, Signature, Version
from compliance.statements.reading import prose
from compliance.statements.reading.parts import cover, parts
from compliance.statements.services.content import content_of
from compliance.statements.services.steps import Refusal


class VersionMixin(OrganisationMixin):
    """Finds the organisation's version that counts for the year in the address, or answers 404."""

    version: Version

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        versions = rows(Version, self.organisation).exclude(state=State.DISCARDED)
        # The newest is the one on its way, if there is one: an open version is always the last.
        found = versions.filter(statement__year=kwargs["year"]).select_related("statement").first()
        if found is None:
            raise Http404
        found.statement.organisation = self.organisation
        self.version = found

    @cached_property
    def sections(self) -> dict[str, Section]:
        found = rows(Section, self.organisation).filter(version=self.version).select_related("saved_by")
        return {section.code: section for section in found}

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        return {code: section.answers for code, section in self.sections.items()}

    @property
    def kind(self) -> str:
        return outline.kind_of(self.answers.get(SectionCode.PERIOD, {}))

    @property
    def outline(self) -> list[SectionCode]:
        return outline.sections(self.kind, is_short=self.version.is_short)

    def get_context_data(self, **kwargs):
        return super().get_context_data(version=self.version, statement=self.version.statement, **kwargs)

    def address(self, name: str, **kwargs) -> str:
        year = self.version.statement.year
        return reverse(f"statements:{name}", kwargs={"organisation": self.organisation.slug, "year": year, **kwargs})

    @property
    def address_to_begin_again(self) -> str:
        """Where a withdrawn year gets a new version; empty where there is none to begin, or not by this person."""
        if not permissions.can_begin_again(self.membership, self.version):
            return ""
        start = reverse("statements:start", kwargs={"organisation": self.organisation.slug})
        return f"{start}?again={self.version.statement.year}"

    def go(self, name: str, **kwargs) -> HttpResponse:
        return see_other(self.address(name, **kwargs))

    def demand(self, may_ever: bool) -> None:
        """Raise PermissionDenied for those whose role never lets them; a state that does not fit is another matter."""
        if not may_ever:
            raise PermissionDenied

    def refuse(self, refusal: Refusal, name: str = "tasks", **kwargs) -> HttpResponse:
        """Say why not, on the page where the person can go on."""
        messages.warning(self.request, refusal.sentence)
        return self.go(name, **kwargs)


def see_other(address: str) -> HttpResponse:
    return HttpResponseRedirect(address, status=303)


def today() -> date:
    return timezone.localdate()


def flat(answers: Mapping[str, Mapping[str, Any]], *, without: str = "") -> dict[str, Any]:
    return {name: value for code, some in answers.items() if code != without for name, value in some.items()}


def other_periods(organisation: Organisation, year: int | None) -> list[tuple[int, date, date]]:
    """Statement year, first and last day of the organisation's other statements: what is public and what is to be."""
    sections = rows(Section, organisation).filter(code=SectionCode.PERIOD, version__state__in=[*OPEN, State.PUBLISHED])
    found = []
    for answers, other in sections.exclude(version__statement__year=year).values_list(
        "answers", "version__statement__year"
    ):
        try:
            first, last = (date.fromisoformat(answers[name]) for name in ("period_start", "period_end"))
        except (KeyError, ValueError, TypeError):
            continue
        found.append((other, first, last))
    return found


def group_members_of(organisation: Organisation) -> QuerySet:
    """Number and name of those that agreed to stand under it and are confirmed, so that the name is theirs."""
    return organisation.subsidiaries.confirmed().exclude(company_number="").values_list("company_number", "name")


def surroundings(view: VersionMixin, code: str) -> Surroundings:
    """What the form of one section has to know of the rest."""
    organisation = view.organisation
    is_group_page = code == SectionCode.ORGANISATIONS
    return Surroundings(
        organisation_name=organisation.name,
        company_number=organisation.company_number,
        today=today(),
        others=flat(view.answers, without=code) | {"legal_form": _legal_form(view)},
        periods=other_periods(organisation, view.version.statement.year) if code == SectionCode.PERIOD else (),
        known_members=dict(group_members_of(organisation)) if is_group_page else {},
        hidden_disclosures=view.answers.get(code, {}).get("disclosures") or {},
        is_short=view.version.is_short,
        legal_form=organisation.legal_form,
    )


def _legal_form(view: VersionMixin) -> str:
    return view.answers.get(SectionCode.SIGNOFF, {}).get("legal_form") or view.organisation.legal_form


def text_of(view: VersionMixin) -> dict[str, Any]:
    """The statement as readers meet it, for register/_parts.html: parts, who is covered, and the sign-off so far."""
    content = content_of(view.version, view.answers)
    approval = rows(Approval, view.organisation).filter(version=view.version, voided_at=None).first()
    signature = rows(Signature, view.organisation).filter(version=view.version, voided_at=None).first()
    told = documents.signoff_of(approval, signature) if signature else documents.approval_of(approval)
    return {
        "parts": parts(content),
        "covered": cover(content),
        "period": prose.period(content["answers"]),
        "language": content["answers"].get("language") or "en",
        "name": view.organisation.name,
        "signoff": documents.signoff_in_words(told, _legal_form(view)),
        "approval": approval,
        "signature": signature,
    }
