"""The members of a group: the list, many at once from a workbook, and each one's own approval."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.generic import FormView, TemplateView

from compliance.organisations.permissions import is_writer
from compliance.organisations.tenancy import get_membership, get_rows
from compliance.statements import permissions
from compliance.statements.choices import SectionCode
from compliance.statements.core import services as core_services
from compliance.statements.core.forms import post_data
from compliance.statements.core.forms.section import SectionInput
from compliance.statements.core.views import VersionMixin, get_revision, get_section_context, today
from compliance.statements.groups import forms, workbook_template
from compliance.statements.groups import services as members
from compliance.statements.groups.forms import MemberApprovalForm, MembersFileForm, member_labels
from compliance.statements.groups.rules.workbook_rows import member_key, merge_members
from compliance.statements.models import MemberApproval, Section
from compliance.statements.rules.financial_year import parse_day
from compliance.statements.types import FormKwargs, GroupMember, Initial
from portal.core.exceptions import ActionRefused, EditConflict
from portal.core.types import Context
from portal.core.views import InvalidFormMixin

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class GroupMixin(VersionMixin):
    """The section that lists the members."""

    @property
    def section(self) -> Section:
        section_ = self.sections[SectionCode.ORGANISATIONS]
        section_.version = self.version
        return section_

    @property
    def listed(self) -> list[GroupMember]:
        """Return the members as the draft has them now, in its order."""
        return members.list_members(self.section.answers)

    @cached_property
    def approvals(self) -> dict[str, MemberApproval]:
        """Return the standing approvals by member."""
        member_approvals = get_rows(MemberApproval, self.organisation).filter(version=self.version, voided_at=None)
        return {approval.member: approval for approval in member_approvals}

    @property
    def may_write(self) -> bool:
        return permissions.can_edit_section(self.membership, self.version, SectionCode.ORGANISATIONS)


class MembersView(GroupMixin, TemplateView):
    template_name = "statements/members.html"

    def get_context_data(self, **kwargs) -> Context:
        listed = [
            {"place": index, "name": member["legal_name"], "approval": self.approvals.get(member_key(member))}
            | member_labels(member)
            | {"is_open": member.get("scope") == "in_scope" and member.get("covered") is not True}
            for index, member in enumerate(self.listed, start=1)
        ]
        return super().get_context_data(
            members=listed,
            approved=sum(bool(member["approval"]) for member in listed),
            uncovered=[member["name"] for member in listed if member["is_open"]],
            may_write=self.may_write,
            may_record=permissions.can_record_member_approval(self.membership, self.version),
            **kwargs,
        )


class WriteMixin(GroupMixin):
    """For those who write, while the text is open."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not self.may_write:
            return self.refuse(
                ActionRefused(_("This text is not open for changes. Someone has sent it on.")), "members"
            )
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class WorkbookView(WriteMixin, InvalidFormMixin, FormView):
    """The file is read and shown. Nothing is kept before somebody says so."""

    template_name = "statements/members_workbook.html"
    form_class = MembersFileForm

    def get_form_kwargs(self) -> FormKwargs:
        around = get_section_context(self, SectionCode.ORGANISATIONS)
        return super().get_form_kwargs() | {"around": around, "old": self.listed, "person": self.request.user.pk}

    def form_valid(self, form: MembersFileForm) -> HttpResponse:
        good = [row for row in form.judged if row.act in (forms.ADD, forms.CHANGE)]
        counts = {act: sum(row.act == act for row in form.judged) for act in ("add", "change", "same", "leave_out")}
        context = self.get_context_data(
            form=None,
            # Those that somebody has to mend come first.
            judged=sorted(form.judged, key=lambda row: row.act != forms.LEAVE_OUT),
            counts=counts,
            unread_parts=form.unread,
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
        fresh = forms.read_members(request.POST.get("members", ""))
        if not fresh:
            return self.refuse(
                ActionRefused(_("There was nothing to add to the list. Upload the file again.")), "members"
            )
        old = self.listed
        answers = self.section.answers | {"is_group": True, "group_members": merge_members(old, fresh)}
        data = post_data.as_post_data(SectionCode.ORGANISATIONS, answers, is_complete=False)
        page = SectionInput(self.section, get_section_context(self, SectionCode.ORGANISATIONS), data=data)
        if not page.is_valid():
            sentence = _(
                "The list cannot be saved like this. Upload the file again, and check the rows that have problems."
            )
            return self.refuse(ActionRefused(sentence), "members_workbook")
        try:
            core_services.save_section(
                section=self.section, actor=request.user, at=timezone.now(), revision=get_revision(request.POST),
                answers=page.answers, is_complete=self.section.is_complete,
            )  # fmt: skip
        except EditConflict:
            sentence = _(
                "Someone else has changed the list. Upload the file again: we will compare it with the new list."
            )
            return self.refuse(ActionRefused(sentence), "members_workbook")
        except ActionRefused as refusal:
            return self.refuse(refusal, "members")
        messages.success(request, _describe_change(len(page.answers["group_members"]) - len(old), len(fresh)))
        return self.go("members")


def _describe_change(added: int, sent: int) -> str:
    sentences = [ngettext("%(n)s organisation added.", "%(n)s organisations added.", added) % {"n": added}]
    if sent > added:
        changed = sent - added
        sentences.append(ngettext("%(n)s changed.", "%(n)s changed.", changed) % {"n": changed})
    return " ".join(sentences)


class ApprovalsView(GroupMixin, InvalidFormMixin, FormView):
    """Members' own approvals of the frozen or published text; `?all` ticks those that have none, `?member` one."""

    template_name = "statements/member_approvals.html"
    form_class = MemberApprovalForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(permissions.may_record_member_approval_ever(self.membership))
        if not permissions.can_record_member_approval(self.membership, self.version):
            sentence = _("The text is still being written. A member can approve it once it is frozen for approval.")
            return self.refuse(ActionRefused(sentence), "members")
        if not self.by_place:
            return self.refuse(ActionRefused(_("This statement covers your organisation alone.")), "members")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def by_place(self) -> dict[int, GroupMember]:
        return dict(enumerate(self.listed, start=1))

    @property
    def open_places(self) -> list[int]:
        """Return the numbers of members without an approval."""
        return [number for number, member in self.by_place.items() if member_key(member) not in self.approvals]

    def get_form_kwargs(self) -> FormKwargs:
        begins = parse_day(self.answers.get(SectionCode.PERIOD, {}).get("period_start"))
        names = {number: member["legal_name"] for number, member in self.by_place.items()}
        return super().get_form_kwargs() | {"names": names, "today": today(), "earliest": begins}

    def get_initial(self) -> Initial:
        if "all" in self.request.GET:
            return {"members": self.open_places}
        number = self.request.GET.get("member", "")
        member = self.by_place.get(int(number)) if number.isdecimal() and len(number) < 5 else None
        if member is None:
            return {}
        approval = self.approvals.get(member_key(member))
        names = ("body", "body_name", "approved_on", "reference")
        return {"members": [int(number)]} | ({name: getattr(approval, name) for name in names} if approval else {})

    def get_context_data(self, **kwargs) -> Context:
        return super().get_context_data(without=len(self.open_places), **kwargs)

    def form_valid(self, form: MemberApprovalForm) -> HttpResponse:
        values = dict(form.cleaned_data)
        approving = [self.by_place[number] for number in values.pop("members")]
        about = {"version": self.version, "members": approving, "actor": self.request.user, "at": timezone.now()}
        try:
            members.record_approvals(**about, **values)
        except ActionRefused as refusal:
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
    get_membership(request, organisation)
    return _file(workbook_template.as_xlsx(), XLSX, "members.xlsx")


@require_safe
def template_csv(request: HttpRequest, organisation: str, year: int) -> HttpResponse:
    get_membership(request, organisation)
    return _file(workbook_template.as_csv(), "text/csv; charset=utf-8", "members.csv")


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
