"""What every page of one statement shares: the fence, the version now at hand, and its sections."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.organisations.permissions import can_manage_people
from compliance.organisations.tenancy import OrganisationMixin, rows
from compliance.statements import documents, outline, permissions
from compliance.statements.choices import OPEN, SectionCode, State
from compliance.statements.forms.section import Surroundings
from compliance.statements.legal_forms import needs_approval
from compliance.statements.models import Approval, Section, Signature, Version
from compliance.statements.reading import prose
from compliance.statements.reading.figures import Address, logo
from compliance.statements.reading.parts import cover, parts
from compliance.statements.services.content import answers_by_section, content_of
from compliance.statements.services.last_year import LastStatement, Published, last_statement, published
from compliance.statements.services.steps import Refusal
from portal.core.views import see_other

# What comes with the version: its year, what was found at its address, and who looked for the link from the homepage.
BESIDE = ("statement__url_check", "statement__homepage_link_checked_by")


class VersionMixin(OrganisationMixin):
    """Finds the organisation's version that counts for the year in the address, or answers 404."""

    version: Version

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        versions = rows(Version, self.organisation).exclude(state=State.DISCARDED)
        # The newest is the one on its way, if there is one: an open version is always the last.
        found = versions.filter(statement__year=kwargs["year"]).select_related(*BESIDE).first()
        if found is None:
            raise Http404
        found.statement.organisation = self.organisation
        self.version = found

    @cached_property
    def all_sections(self) -> dict[str, Section]:
        """With those that were taken out."""
        return {section.code: section for section in self.sections_asked()}

    def sections_asked(self) -> QuerySet[Section]:
        return rows(Section, self.organisation).filter(version=self.version).select_related("saved_by")

    @cached_property
    def sections(self) -> dict[str, Section]:
        return {code: section for code, section in self.all_sections.items() if section.removed_at is None}

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        return answers_by_section(self.sections.values())

    def title_of(self, code: str) -> str:
        return self.all_sections[code].title if code in self.all_sections else _("A section that was taken out")

    @cached_property
    def last_statement(self) -> LastStatement | None:
        return last_statement(self.organisation, self.version.statement.year, self.published)

    @cached_property
    def published(self) -> Published:
        return published(self.organisation, self.version.statement.year)

    @property
    def outline(self) -> list[str]:
        return outline.sections(self.answers, is_short=self.version.is_short)

    @property
    def legal_form(self) -> str:
        return self.answers.get(SectionCode.SIGNOFF, {}).get("legal_form") or self.organisation.legal_form

    def get_context_data(self, **kwargs):
        return super().get_context_data(version=self.version, statement=self.version.statement, **kwargs)

    def lack_of_approver(self) -> dict[str, bool]:
        """For the page that says whom to invite, while nobody here may approve what was written."""
        lacks = self.version.state in OPEN - {State.SIGNED} and not permissions.has_free_approver(self.version)
        return {"lacks_approver": lacks, "can_invite": lacks and can_manage_people(self.membership, self.organisation)}

    def address(self, name: str, **kwargs) -> str:
        year = self.version.statement.year
        return reverse(f"statements:{name}", kwargs={"organisation": self.organisation.slug, "year": year, **kwargs})

    def figure_address(self, number: int, _told: Mapping[str, Any]) -> str:
        return self.address("figure_picture", figure=number)

    @property
    def address_to_begin_again(self) -> str:
        """Where a withdrawn year gets a new version; empty where there is none to begin, or not by this person."""
        if not permissions.can_begin_again(self.membership, self.version):
            return ""
        start = reverse("statements:start", kwargs={"organisation": self.organisation.slug})
        return f"{start}?again={self.version.statement.year}"

    def go(self, name: str, **kwargs) -> HttpResponse:
        return see_other(self.address(name, **kwargs))

    def go_to_signoff(self) -> HttpResponse:
        """To the approval or the signature where it waits for this person, else to the list."""
        if needs_approval(self.legal_form) and permissions.can_approve(self.membership, self.version):
            return self.go("approve")
        waits = self.version.state == State.READY_FOR_APPROVAL and needs_approval(self.legal_form)
        return self.go("sign" if not waits and permissions.can_sign(self.membership, self.version) else "tasks")

    def demand(self, may_ever: bool) -> None:
        """Raise PermissionDenied for those whose role never lets them; a state that does not fit is another matter."""
        if not may_ever:
            raise PermissionDenied

    def refuse(self, refusal: Refusal, name: str = "tasks", **kwargs) -> HttpResponse:
        """Say why not, on the page where the person can go on."""
        messages.warning(self.request, refusal.sentence)
        return self.go(name, **kwargs)


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


def text_of(view: VersionMixin, figure_address: Address | None = None) -> dict[str, Any]:
    """The statement as readers meet it, for register/_parts.html: parts, who is covered, and the sign-off so far.

    figure_address: where pictures are, if not on the pages of the draft.
    """
    content = content_of(view.version, view.answers)
    approval = rows(Approval, view.organisation).filter(version=view.version, voided_at=None).first()
    signature = rows(Signature, view.organisation).filter(version=view.version, voided_at=None).first()
    told = documents.signoff_of(approval, signature) if signature else documents.approval_of(approval)
    figures = content.get("figures") or {}
    return {
        "content": content,
        "parts": parts(content, figure_address or view.figure_address),
        "logo": logo(figures, figure_address or view.figure_address),
        "page_logo": None if figure_address else logo(figures, view.figure_address),
        "figures": figures,
        "covered": cover(content),
        "period": prose.period(content["answers"]),
        "language": content["answers"].get("language") or "en",
        "name": view.organisation.name,
        "signoff": documents.signoff_in_words(told, _legal_form(view)),
        "approval": approval,
        "signature": signature,
    }
