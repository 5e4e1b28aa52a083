"""Send a workbook, see where it is, decide: /o/<organisation>/suppliers/uploads/."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from compliance.organisations.tenancy import OrganisationMixin, get_row, get_rows
from compliance.workbooks.choices import APPLIED, WORKING, State
from compliance.workbooks.columns import SUPPLIERS, sheet_kinds
from compliance.workbooks.forms.uploading import ApplyForm, DuplicatesForm, KindsForm, UploadForm
from compliance.workbooks.labels import COLUMN_LABELS
from compliance.workbooks.models import Import, SavedMapping, StagedRow
from compliance.workbooks.permissions import can_answer, can_see_rows, can_upload
from compliance.workbooks.selectors import preview
from compliance.workbooks.selectors.undo_report import get_remaining_records
from compliance.workbooks.selectors.uploads import (
    get_audits_to_draft,
    get_problems,
    get_progress,
    group_by_code,
    has_grave_finding,
    is_mostly_wrong,
)
from compliance.workbooks.services import commands, end_missing_suppliers, uploads
from compliance.workbooks.writing import template
from portal.core.exceptions import ActionRefused
from portal.core.views import InvalidFormMixin
from portal.files import services as files

PAGE_SIZE = 25
MAX_FIRST_PROBLEMS, PROBLEMS_PAGE_SIZE, MAX_FIRST_CHANGES = 20, 50, 100
XLSX_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadsView(OrganisationMixin, TemplateView):
    """List all uploads, the newest first."""

    template_name = "workbooks/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        imports = get_rows(Import, self.organisation).select_related("uploaded_by", "from_supplier")
        page = Paginator(imports, PAGE_SIZE).get_page(self.request.GET.get("page"))
        context = {"page": page, "remembered": get_rows(SavedMapping, self.organisation).count()}
        return super().get_context_data(can_upload=can_upload(self.membership), **context, **kwargs)


class NewView(OrganisationMixin, InvalidFormMixin, FormView):
    template_name = "workbooks/new.html"
    form_class = UploadForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_upload(self.membership):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: UploadForm) -> HttpResponse:
        cleaned = form.cleaned_data
        try:
            upload = uploads.receive_upload(
                cleaned["file"], organisation=self.organisation, token=cleaned["token"], kind=cleaned["kind"],
                by=self.request.user, at=timezone.now(),
            )  # fmt: skip
        except ValidationError as error:
            form.add_error("file", error)
            return self.form_invalid(form)
        return redirect("workbooks:upload", self.organisation.slug, upload.uuid)


class TemplateFileView(OrganisationMixin, View):
    """Return an empty workbook."""

    MADE = {
        "suppliers-small.xlsx": (template.render_small_template, XLSX_CONTENT_TYPE),
        "portal-suppliers-template.xlsx": (template.render_full_template, XLSX_CONTENT_TYPE),
        "suppliers.csv": (lambda: template.render_csv_template("suppliers"), "text/csv; charset=utf-8"),
        "audit-findings.csv": (lambda: template.render_csv_template("findings"), "text/csv; charset=utf-8"),
        "action-plan.csv": (lambda: template.render_csv_template("actions"), "text/csv; charset=utf-8"),
    }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["name"] not in self.MADE:
            raise Http404
        make, content_type = self.MADE[kwargs["name"]]
        headers = {"Content-Disposition": f'attachment; filename="{kwargs["name"]}"'}
        return HttpResponse(make(), content_type=content_type, headers=headers)


class TemplatesView(OrganisationMixin, TemplateView):
    """List the empty workbooks, and what belongs in each column of a sheet."""

    template_name = "workbooks/templates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.request.GET.get("sheet", "")
        kind = sheet_kinds()[chosen if chosen in sheet_kinds() else SUPPLIERS]
        columns = [(column, COLUMN_LABELS[column.name]) for column in template.get_columns(kind)]
        shown = {
            "kinds": sheet_kinds().values(),
            "kind": kind,
            "columns": columns,
            "edition": date.fromisoformat(template.EDITION),
        }
        return super().get_context_data(**shown, **kwargs)


class UploadMixin(OrganisationMixin):
    upload: Import

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.upload = get_row(Import, self.organisation, kwargs["uuid"])
        self.upload.organisation = self.organisation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(upload=self.upload, can_upload=can_upload(self.membership), **kwargs)

    def is_shut(self) -> bool:
        return not can_see_rows(self.membership, self.upload, is_grave=has_grave_finding(self.upload))

    def back(self) -> HttpResponse:
        return redirect("workbooks:upload", self.organisation.slug, self.upload.uuid)


class UploadView(UploadMixin, TemplateView):
    """Show where one upload is, and what can be done now."""

    form: ApplyForm | None = None
    PAGES = {State.PREVIEW: "preview", State.MAPPING_NEEDED: "asking", State.FAILED: "failed"}

    def get_template_names(self) -> list[str]:
        state = State(self.upload.state)
        name = "working" if state in WORKING else self.PAGES.get(state, "done")
        return [f"workbooks/{name}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.upload.state
        if state in WORKING:
            waits = self.upload.applied_by_id or self.upload.uploaded_by_id
            kwargs |= {"progress": get_progress(self.upload), "is_told": waits == self.membership.user_id}
        elif kwargs.setdefault("is_shut", self.is_shut()):
            kwargs["form"] = self.form or ApplyForm()
        elif state == State.PREVIEW:
            kwargs |= {"form": self.form or ApplyForm()} | self._changes()
            kwargs["offers_ending"] = end_missing_suppliers.is_offered(self.upload)
            kwargs["duplicates"] = DuplicatesForm(rows=commands.get_duplicate_questions(self.upload))
            kwargs["kinds"] = KindsForm(rows=commands.get_issue_questions(self.upload))
        elif state == State.UNDONE:
            kwargs["stayed"] = get_remaining_records(self.upload)
        if state == State.PREVIEW:
            kwargs["drafts"] = get_audits_to_draft(self.upload)
        if state in {State.PREVIEW, *APPLIED} and not kwargs["is_shut"]:
            problems = get_problems(self._staged(), max_lines=MAX_FIRST_PROBLEMS)
            kwargs |= {"problems": problems, "summary": group_by_code(problems.lines)}
        kwargs |= {"can_answer": can_answer(self.membership, self.upload)}
        kwargs |= {"is_mostly_wrong": is_mostly_wrong(self.upload), "can_retry": commands.can_retry(self.upload)}
        return super().get_context_data(earlier=uploads.get_earlier_upload(self.upload), **kwargs)

    def _staged(self) -> Any:
        return get_rows(StagedRow, self.organisation).filter(upload=self.upload)

    def _changes(self) -> dict[str, Any]:
        """Return the first rows that change what is kept, field by field, and how many do."""
        changing = preview.filter_changing_rows(self._staged())
        first = list(changing[:MAX_FIRST_CHANGES])
        count = changing.count() if len(first) == MAX_FIRST_CHANGES else len(first)
        return {"changes": list(preview.get_change_lines(first)), "changing": count, "most_changes": MAX_FIRST_CHANGES}


class ProblemsView(UploadMixin, TemplateView):
    """List every message, 50 rows a page, by code."""

    template_name = "workbooks/problems.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.is_shut():
            raise PermissionDenied
        staged = get_rows(StagedRow, self.organisation).filter(upload=self.upload)
        code = self.request.GET.get("code", "")
        problems = get_problems(staged, code=code)
        page = Paginator(problems.lines, PROBLEMS_PAGE_SIZE).get_page(self.request.GET.get("page"))
        summary = group_by_code(page.object_list)
        return super().get_context_data(page=page, found=problems, code=code, summary=summary, **kwargs)


class ResultView(UploadMixin, View):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.upload.result is None:
            raise Http404
        if self.is_shut():
            raise PermissionDenied
        return files.serve(self.upload.result, by=request.user)


class ApplyView(UploadView):
    """Put the good rows in; a choice that does not exist comes back on the same page."""

    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_upload(self.membership):
            raise PermissionDenied
        form = ApplyForm(request.POST)
        if not form.is_valid() and self.upload.state == State.PREVIEW:
            self.form = form
            return self.render_to_response(self.get_context_data(), status=422)
        chosen = form.cleaned_data.get("options", [])
        try:
            commands.apply(
                self.upload, by=request.user, at=timezone.now(),
                all_or_nothing="all_or_nothing" in chosen, load_as_draft="load_as_draft" in chosen,
            )  # fmt: skip
        except ActionRefused as refusal:
            messages.warning(request, refusal.sentence)
        return self.back()


class MissingSuppliersView(UploadMixin, TemplateView):
    """List the suppliers that the file leaves out, and ask whether they are marked as ended with it."""

    template_name = "workbooks/others.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_upload(self.membership):
            raise PermissionDenied
        return (
            super().dispatch(request, *args, **kwargs) if end_missing_suppliers.is_offered(self.upload) else self.back()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(end_missing_suppliers.get_missing_suppliers(self.upload), 50).get_page(
            self.request.GET.get("page")
        )
        return super().get_context_data(page=page, hindrance=end_missing_suppliers.get_obstacle(self.upload), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = {"by": request.user, "at": timezone.now()}
        try:
            if "leave" in request.POST:
                end_missing_suppliers.unstage_endings(self.upload, **actor)
                messages.success(request, _("Suppliers that are not in this file stay as they are."))
            else:
                end_missing_suppliers.stage_endings(self.upload, **actor)
                messages.success(request, _("Suppliers that are not in this file are ended when you put it in."))
        except ActionRefused as refusal:
            messages.warning(request, refusal.sentence)
        return self.back()


class CommandView(UploadMixin, View):
    """Answer, cancel or undo: whichever the address says."""

    http_method_names = ("post", "options")
    verb = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_upload(self.membership):
            raise PermissionDenied
        actor = {"by": request.user, "at": timezone.now()}
        try:
            message = getattr(self, self.verb)(**actor)
        except ActionRefused as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, message)
        return self.back()

    def duplicates(self, **actor: Any) -> str:
        form = DuplicatesForm(self.request.POST, rows=commands.get_duplicate_questions(self.upload))
        if not form.is_valid() or not form.answers:
            raise ActionRefused(_("Say of at least one supplier whether it is the same or another one."))
        commands.save_duplicate_answers(self.upload, answers=form.answers, **actor)
        return _("Your answers are kept. We are comparing the file with your register again.")

    def kinds(self, **actor: Any) -> str:
        form = KindsForm(self.request.POST, rows=commands.get_issue_questions(self.upload))
        if not form.is_valid() or not form.answers:
            raise ActionRefused(_("Say of at least one finding whether it is what we think."))
        commands.save_issue_answers(self.upload, answers=form.answers, **actor)
        return _("Your answers are kept. We are comparing the file with your register again.")

    def encoding(self, **actor: Any) -> str:
        commands.read_with_encoding(self.upload, encoding=self.request.POST.get("encoding", ""), **actor)
        return _("The file is being read again.")

    def again(self, **actor: Any) -> str:
        commands.retry(self.upload, **actor)
        return _("The file is being read again.")

    def cancel(self, **actor: Any) -> str:
        commands.cancel(self.upload, **actor)
        return _("The upload is cancelled. Nothing of it is in your register.")

    def undo(self, **actor: Any) -> str:
        commands.undo(self.upload, **actor)
        return _("The upload is taken back out of your register. You can leave this page meanwhile.")
