"""What every page of one statement shares: the fence, the version at hand, and its sections."""

from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.organisations.permissions import can_manage_people
from compliance.organisations.tenancy import OrganisationMixin
from compliance.statements import permissions
from compliance.statements.choices import OPEN, SectionCode, State
from compliance.statements.core.forms.section import SectionContext
from compliance.statements.core.previous_year import (
    PreviousStatement,
    PublishedYears,
    get_previous_statement,
    get_published_years,
)
from compliance.statements.core.selectors import fetch_newest_versions, fetch_periods, fetch_sections, group_answers
from compliance.statements.models import Section, Version
from compliance.statements.rules import outline
from compliance.statements.rules.legal_forms import needs_approval
from compliance.statements.types import AnswersBySection, FigureFacts, SectionAnswers, Sections
from portal.core.exceptions import ActionRefused


class VersionMixin(OrganisationMixin):
    """Finds the organisation's version that counts for the year in the address, or answers 404."""

    version: Version

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        versions = fetch_newest_versions(self.organisation.pk, kwargs["year"])
        if not versions:
            raise Http404
        (self.version,) = versions
        self.version.statement.organisation = self.organisation

    @cached_property
    def all_sections(self) -> dict[str, Section]:
        """Return the sections by code, removed ones too."""
        return {section.code: section for section in self.fetch_sections()}

    def fetch_sections(self) -> list[Section]:
        return fetch_sections(self.organisation.pk, self.version.pk)

    @cached_property
    def sections(self) -> dict[str, Section]:
        return {code: section for code, section in self.all_sections.items() if section.removed_at is None}

    @cached_property
    def answers(self) -> AnswersBySection:
        return group_answers(self.sections.values())

    def replace_section(self, saved: Section) -> None:
        """Put a section that was saved in the place of the one that was read."""
        self.sections[saved.code] = saved
        vars(self).pop("answers", None)

    def title_of(self, code: str) -> str:
        return self.all_sections[code].title if code in self.all_sections else _("A removed section")

    @cached_property
    def last_statement(self) -> PreviousStatement | None:
        return get_previous_statement(self.organisation, self.version.statement.year, self.published)

    @cached_property
    def published(self) -> PublishedYears:
        return get_published_years(self.organisation, self.version.statement.year)

    @property
    def outline(self) -> list[str]:
        return outline.section_codes(self.answers, is_short=self.version.is_short)

    @property
    def legal_form(self) -> str:
        return self.answers.get(SectionCode.SIGNOFF, {}).get("legal_form") or self.organisation.legal_form

    def get_context_data(self, **kwargs):
        return super().get_context_data(version=self.version, statement=self.version.statement, **kwargs)

    def lack_of_approver(self) -> dict[str, bool]:
        """Return what the page needs to say whom to invite, while nobody here may approve what was written."""
        lacks = self.version.state in OPEN - {State.SIGNED} and not permissions.has_free_approver(self.version)
        return {"lacks_approver": lacks, "can_invite": lacks and can_manage_people(self.membership, self.organisation)}

    def address(self, name: str, **kwargs) -> str:
        year = self.version.statement.year
        return reverse(f"statements:{name}", kwargs={"organisation": self.organisation.slug, "year": year, **kwargs})

    def figure_address(self, number: int, _facts: FigureFacts) -> str:
        return self.address("figure_picture", figure=number)

    @property
    def address_to_begin_again(self) -> str:
        """Return where a withdrawn year gets a new version; empty where there is none, or not for this person."""
        if not permissions.can_begin_again(self.membership, self.version):
            return ""
        start = reverse("statements:start", kwargs={"organisation": self.organisation.slug})
        return f"{start}?again={self.version.statement.year}"

    def go(self, name: str, **kwargs) -> HttpResponse:
        return HttpResponseRedirect(self.address(name, **kwargs), status=HTTPStatus.SEE_OTHER)

    def go_to_signoff(self) -> HttpResponse:
        """Redirect to the approval or the signature where it waits for this person, else to the task list."""
        if needs_approval(self.legal_form) and permissions.can_approve(self.membership, self.version):
            return self.go("approve")
        waits = self.version.state == State.READY_FOR_APPROVAL and needs_approval(self.legal_form)
        return self.go("sign" if not waits and permissions.can_sign(self.membership, self.version) else "tasks")

    def demand(self, may_ever: bool) -> None:
        """Raise PermissionDenied for those whose role never lets them; a state that does not fit is another matter."""
        if not may_ever:
            raise PermissionDenied

    def refuse(self, refusal: ActionRefused, name: str = "tasks", **kwargs) -> HttpResponse:
        """Say why not, on the page where the person can go on."""
        messages.warning(self.request, refusal.sentence)
        return self.go(name, **kwargs)


def today() -> date:
    return timezone.localdate()


def flatten_answers(answers: Sections, *, without: str = "") -> SectionAnswers:
    return {name: value for code, some in answers.items() if code != without for name, value in some.items()}


def get_other_periods(organisation: Organisation, year: int | None) -> list[tuple[int, date, date]]:
    """Return statement year, first and last day of the organisation's other statements, public or in progress."""
    periods = []
    for answers, other in fetch_periods(organisation.pk, year or 0):
        try:
            first, last = (date.fromisoformat(answers[name]) for name in ("period_start", "period_end"))
        except (KeyError, ValueError, TypeError):
            continue
        periods.append((other, first, last))
    return periods


def get_group_members(organisation: Organisation) -> QuerySet:
    """Return number and name of the subsidiaries that agreed to the group and are confirmed, so the name is theirs."""
    return organisation.subsidiaries.confirmed().exclude(company_number="").values_list("company_number", "name")


def get_section_context(view: VersionMixin, code: str) -> SectionContext:
    """Return what the form of one section has to know of the rest."""
    organisation = view.organisation
    is_group_page = code == SectionCode.ORGANISATIONS
    return SectionContext(
        organisation_name=organisation.name,
        company_number=organisation.company_number,
        today=today(),
        others=flatten_answers(view.answers, without=code) | {"legal_form": view.legal_form},
        periods=get_other_periods(organisation, view.version.statement.year) if code == SectionCode.PERIOD else (),
        known_members=dict(get_group_members(organisation)) if is_group_page else {},
        hidden_disclosures=view.answers.get(code, {}).get("disclosures") or {},
        is_short=view.version.is_short,
        legal_form=organisation.legal_form,
    )


def get_revision(posted: QueryDict, name: str = "revision") -> int:
    """Return the revision at which the page was read; when missing, one that nobody has, so that it conflicts."""
    typed = posted.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 999_999_999
