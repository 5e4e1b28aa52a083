"""The members of a group: the list, many at once from a workbook, and each one's own approval."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.generic import FormView, TemplateView

from compliance.organisations.permissions import is_writer
from compliance.organisations.tenancy import membership_of, rows
from compliance.statements import conflicts, permissions
from compliance.statements.choices import SectionCode
from compliance.statements.forms import members as forms
from compliance.statements.forms import members_template
from compliance.statements.forms.members import MemberApprovalForm, MembersFileForm, in_words
from compliance.statements.forms.section import SectionInput
from compliance.statements.models import MemberApproval, Section
from compliance.statements.rules.members import key, merged
from compliance.statements.rules.period import day
from compliance.statements.services import draft, members
from compliance.statements.services.steps import Refusal
from compliance.statements.views.base import VersionMixin, surroundings, today
from compliance.statements.views.sections import revision_in
from portal.core.views import InvalidFormMixin

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class GroupMixin(VersionMixin):
    """The section that lists the members."""

    @property
    def section(self) -> Section:
        found = self.sections[SectionCode.ORGANISATIONS]
        found.version = self.version
        return found

    @property
    def listed(self) -> list[dict[str, Any]]:
        """As the draft has them now, in its order."""
        return members.listed(self.section.answers)

    @cached_property
    def approvals(self) -> dict[str, MemberApproval]:
        """The standing ones, by member."""
        found = rows(MemberApproval, self.organisation).filter(version=self.version, voided_at=None)
        return {one.member: one for one in found}

    @property
    def may_write(self) -> bool:
        return permissions.can_edit_section(self.membership, self.version, SectionCode.ORGANISATIONS)


class MembersView(GroupMixin, TemplateView):
    template_name = "statements/members.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        listed = [
            {"place": place, "name": member["legal_name"], "approval": self.approvals.get(key(member))}
            | in_words(member)
            | {"is_open": member.get("scope") == "in_scope" and member.get("covered") is not True}
            for place, member in enumerate(self.listed, start=1)
        ]
        return super().get_context_data(
            members=listed,
            approved=sum(bool(one["approval"]) for one in listed),
            uncovered=[one["name"] for one in listed if one["is_open"]],
            may_write=self.may_write,
            may_record=permissions.can_record_member_approval(self.membership, self.version),
            **kwargs,
        )


class WriteMixin(GroupMixin):
    """For those who write, while the text is open."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not self.may_write:
            return self.refuse(Refusal(_("This text is not open for changes. Somebody has sent it on.")), "members")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class WorkbookView(WriteMixin, InvalidFormMixin, FormView):
    """The file is read and shown. Nothing is kept before somebody says so."""

    template_name = "statements/members_workbook.html"
    form_class = MembersFileForm

    def get_form_kwargs(self) -> dict[str, Any]:
        around = surroundings(self, SectionCode.ORGANISATIONS)
        return super().get_form_kwargs() | {"around": around, "old": self.listed, "person": self.request.user.pk}

    def form_valid(self, form: MembersFileForm) -> HttpResponse:
        good = [row for row in form.judged if row.act in (forms.ADD, forms.CHANGE)]
        counts = {act: sum(row.act == act for row in form.judged) for act in ("add", "change", "same", "leave_out")}
        context = self.get_context_data(
            form=None,
            # Those that somebody has to mend come first.
            judged=sorted(form.judged, key=lambda row: row.act != forms.LEAVE_OUT),
            counts=counts,
            good=json.dumps([row.answers for row in good]) if good else "",
            revision=self.section.revision,
        )
        return self.response_class(
            request=self.request, template=["statements/members_preview.html"], context=context, using=None
        )


class ConfirmView(WriteMixin, TemplateView):
    """Put the good rows on the list, as if somebody had typed them there."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.go("members_workbook")

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        fresh = forms.sent(request.POST.get("members", ""))
        if not fresh:
            return self.refuse(Refusal(_("There was nothing to put on the list. Send the file again.")), "members")
        old = self.listed
        answers = self.section.answers | {"is_group": True, "group_members": merged(old, fresh)}
        data = conflicts.as_post(SectionCode.ORGANISATIONS, answers, is_complete=False)
        page = SectionInput(self.section, surroundings(self, SectionCode.ORGANISATIONS), data=data)
        if not page.is_valid():
            sentence = _("The list cannot be saved so. Send the file again, and look at the rows that have problems.")
            return self.refuse(Refusal(sentence), "members_workbook")
        try:
            draft.save_section(
                section=self.section, actor=request.user, at=timezone.now(), revision=revision_in(request.POST),
                answers=page.answers, is_complete=self.section.is_complete,
            )  # fmt: skip
        except draft.Conflict:
            sentence = _("Somebody changed the list meanwhile. Send the file again: we compare it with the new list.")
            return self.refuse(Refusal(sentence), "members_workbook")
        except Refusal as refusal:
            return self.refuse(refusal, "members")
        messages.success(request, _said(len(page.answers["group_members"]) - len(old), len(fresh)))
        return self.go("members")


def _said(added: int, sent: int) -> str:
    said = [ngettext("%(n)s organisation added.", "%(n)s organisations added.", added) % {"n": added}]
    if sent > added:
        changed = sent - added
        said.append(ngettext("%(n)s changed.", "%(n)s changed.", changed) % {"n": changed})
    return " ".join(said)


class ApprovalsView(GroupMixin, InvalidFormMixin, FormView):
    """Members' own approvals of the frozen or published text; `?all` ticks those that have none, `?member` one."""

    template_name = "statements/member_approvals.html"
    form_class = MemberApprovalForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(permissions.may_record_member_approval_ever(self.membership))
        if not permissions.can_record_member_approval(self.membership, self.version):
            sentence = _("The text is still being written. A member approves it once it is frozen for approval.")
            return self.refuse(Refusal(sentence), "members")
        if not self.by_place:
            return self.refuse(Refusal(_("This statement covers your organisation alone.")), "members")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def by_place(self) -> dict[int, dict[str, Any]]:
        return dict(enumerate(self.listed, start=1))

    @property
    def open_places(self) -> list[int]:
        """Of those without an approval."""
        return [place for place, member in self.by_place.items() if key(member) not in self.approvals]

    def get_form_kwargs(self) -> dict[str, Any]:
        begins = day(self.answers.get(SectionCode.PERIOD, {}).get("period_start"))
        names = {place: member["legal_name"] for place, member in self.by_place.items()}
        return super().get_form_kwargs() | {"names": names, "today": today(), "earliest": begins}

    def get_initial(self) -> dict[str, Any]:
        if "all" in self.request.GET:
            return {"members": self.open_places}
        asked = self.request.GET.get("member", "")
        member = self.by_place.get(int(asked)) if asked.isdecimal() and len(asked) < 5 else None
        if member is None:
            return {}
        given = self.approvals.get(key(member))
        names = ("body", "body_name", "approved_on", "reference")
        return {"members": [int(asked)]} | ({name: getattr(given, name) for name in names} if given else {})

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(without=len(self.open_places), **kwargs)

    def form_valid(self, form: MemberApprovalForm) -> HttpResponse:
        said = dict(form.cleaned_data)
        approving = [self.by_place[place] for place in said.pop("members")]
        about = {"version": self.version, "members": approving, "actor": self.request.user, "at": timezone.now()}
        try:
            members.approve(**about, **said)
        except Refusal as refusal:
            return self.refuse(refusal, "members")
        count = len(approving)
        messages.success(
            self.request,
            ngettext("The approval of %(n)s organisation is recorded.",
                     "The approvals of %(n)s organisations are recorded.", count) % {"n": count},
        )  # fmt: skip
        return self.go("members")


@require_safe
def template_xlsx(request: HttpRequest, organisation: str, year: int) -> HttpResponse:
    membership_of(request, organisation)
    return _file(members_template.as_xlsx(), XLSX, "members.xlsx")


@require_safe
def template_csv(request: HttpRequest, organisation: str, year: int) -> HttpResponse:
    membership_of(request, organisation)
    return _file(members_template.as_csv(), "text/csv; charset=utf-8", "members.csv")


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
