"""Send a workbook, see where it is, decide: /o/<organisation>/suppliers/uploads/."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from compliance.organisations.tenancy import OrganisationMixin, get_row, get_rows
from compliance.workbooks.choices import APPLIED, WORKING, State
from compliance.workbooks.columns import SUPPLIERS, sheet_kinds
from compliance.workbooks.forms.uploading import (
    ApplyForm,
    DuplicatesForm,
    EncodingForm,
    KindsForm,
    LinesForm,
    UploadForm,
)
from compliance.workbooks.labels import COLUMN_LABELS
from compliance.workbooks.models import Import, SavedMapping, StagedRow
from compliance.workbooks.permissions import can_answer, can_retry, can_see_rows, can_upload
from compliance.workbooks.selectors import preview, preview_rows
from compliance.workbooks.selectors.undo_report import get_remaining_records
from compliance.workbooks.selectors.uploads import (
    fetch_lines,
    get_audits_to_draft,
    get_problems,
    get_progress,
    group_by_code,
    has_grave_finding,
    is_mostly_wrong,
)
from compliance.workbooks.services import commands, end_missing_suppliers, uploads
from compliance.workbooks.unread_messages import UNREAD_CODES, get_unread_notes
from compliance.workbooks.writing import template
from portal.core.exceptions import ActionRefused
from portal.core.pagination import BoundedPaginator
from portal.core.types import Context
from portal.core.views import InvalidFormMixin, PagedListView
from portal.files import services as files

MAX_FIRST_PROBLEMS, MAX_FIRST_CHANGES = 20, 100
UNUSED_COLUMN_CODE = "W001"
XLSX_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadsView(OrganisationMixin, PagedListView):
    """List all uploads, the newest first."""

    template_name = "workbooks/list.html"
    paginate_by = 25
    paginator_class = BoundedPaginator
    fetch_lines = fetch_lines

    def get_queryset(self) -> QuerySet[Import]:
        return get_rows(Import, self.organisation)

    def get_context_data(self, **kwargs: Any) -> Context:
        kwargs["remembered"] = get_rows(SavedMapping, self.organisation).count()
        return super().get_context_data(can_upload=can_upload(self.membership), **kwargs)


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

    def get_context_data(self, **kwargs: Any) -> Context:
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

    def get_context_data(self, **kwargs: Any) -> Context:
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

    def get_context_data(self, **kwargs: Any) -> Context:
        state = self.upload.state
        if state in WORKING:
            waits = self.upload.applied_by_id or self.upload.uploaded_by_id
            kwargs |= {"progress": get_progress(self.upload), "is_told": waits == self.membership.user_id}
        elif kwargs.setdefault("is_shut", self.is_shut()):
            kwargs["form"] = self.form or ApplyForm()
        elif state == State.PREVIEW:
            kwargs |= {"form": self.form or ApplyForm()} | self._changes() | self._rows()
            kwargs["offers_ending"] = end_missing_suppliers.is_offered(self.upload)
            kwargs["duplicates"] = DuplicatesForm(rows=commands.get_duplicate_questions(self.upload))
            kwargs["lines"] = LinesForm(rows=commands.get_line_questions(self.upload))
            kwargs["kinds"] = KindsForm(rows=commands.get_issue_questions(self.upload))
        elif state == State.UNDONE:
            kwargs["stayed"] = get_remaining_records(self.upload)
        if state == State.PREVIEW:
            kwargs["drafts"] = get_audits_to_draft(self.upload)
        if state in {State.PREVIEW, *APPLIED} and not kwargs["is_shut"]:
            problems = get_problems(self._staged(), max_lines=MAX_FIRST_PROBLEMS)
            kwargs |= {"problems": problems, "summary": group_by_code(problems.lines)}
            kwargs["unread_parts"] = get_unread_notes(self.upload.messages)
        kwargs |= {"can_answer": can_answer(self.membership, self.upload)}
        kwargs |= {
            "is_mostly_wrong": is_mostly_wrong(self.upload),
            "can_retry": can_retry(self.membership, self.upload),
        }
        return super().get_context_data(earlier=uploads.get_earlier_upload(self.upload), **kwargs)

    def _rows(self) -> Context:
        """Return the first rows of one outcome, as they would be stored, and what they are filtered by."""
        query = self.request.GET
        view = preview_rows.choose_view(self.upload, query.get("show", ""))
        filters = {"text": query.get("q", "")[:100], "only_noted": bool(query.get("noted"))}
        rows = preview_rows.filter_rows(self._staged(), view, **filters)
        first = list(rows[: preview_rows.MAX_ROWS])
        count = rows.count() if len(first) == preview_rows.MAX_ROWS else len(first)
        context: Context = {"tabs": preview_rows.get_tabs(self.upload, view), "view": view, "row_count": count}
        context |= {"tables": preview_rows.get_tables(first), "first_count": len(first), **filters}
        notes = self.upload.messages
        context["unused_columns"] = [note for note in notes if note["code"] == UNUSED_COLUMN_CODE]
        named_apart = {UNUSED_COLUMN_CODE, *UNREAD_CODES}
        context["file_notes"] = [note for note in notes if note["code"] not in named_apart]
        places = {head["sheet"] or "": number for number, head in enumerate(self.upload.heads)}
        context["unread"] = [sheet | {"place": places.get(sheet["sheet"])} for sheet in self.upload.unread]
        if self.upload.guessed_encoding:
            chosen = self.upload.encoding or self.upload.guessed_encoding
            context["encoding"] = EncodingForm(initial={"encoding": chosen})
        return context

    def _staged(self) -> Any:
        return get_rows(StagedRow, self.organisation).filter(upload=self.upload)

    def _changes(self) -> Context:
        """Return the first rows that change what is kept, field by field, and how many do."""
        changing = preview.filter_changing_rows(self._staged())
        first = list(changing[:MAX_FIRST_CHANGES])
        count = changing.count() if len(first) == MAX_FIRST_CHANGES else len(first)
        return {"changes": list(preview.get_change_lines(first)), "changing": count, "most_changes": MAX_FIRST_CHANGES}


class ProblemsView(UploadMixin, PagedListView):
    """List every message, 50 rows a page, by code."""

    template_name = "workbooks/problems.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_shut():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:  # Any: list[MessageJSON]; the base class promises a QuerySet
        staged = get_rows(StagedRow, self.organisation).filter(upload=self.upload)
        self.problems = get_problems(staged, code=self.request.GET.get("code", ""))
        return self.problems.lines

    def get_context_data(self, **kwargs: Any) -> Context:
        kwargs |= {"found": self.problems, "code": self.request.GET.get("code", "")}
        context = super().get_context_data(**kwargs)
        return context | {"summary": group_by_code(context["page"].object_list)}


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


class MissingSuppliersView(UploadMixin, PagedListView):
    """List the suppliers that the file leaves out, and ask whether they are marked as ended with it."""

    template_name = "workbooks/others.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_upload(self.membership):
            raise PermissionDenied
        return (
            super().dispatch(request, *args, **kwargs) if end_missing_suppliers.is_offered(self.upload) else self.back()
        )

    def get_queryset(self) -> Any:  # Any: list[int], keys of suppliers; the base class promises a QuerySet
        return end_missing_suppliers.get_missing_keys(self.upload)

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Paginator, Page, Any, bool]:
        paginator, page, keys, has_more = super().paginate_queryset(queryset, page_size)
        page.object_list = end_missing_suppliers.get_suppliers(self.organisation, keys)
        return paginator, page, page.object_list, has_more

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(hindrance=end_missing_suppliers.get_obstacle(self.upload), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = {"by": request.user, "at": timezone.now()}
        try:
            if "leave" in request.POST:
                end_missing_suppliers.unstage_endings(self.upload, **actor)
                messages.success(request, _("We’ll leave suppliers that are not in this file as they are."))
            else:
                end_missing_suppliers.stage_endings(self.upload, **actor)
                messages.success(
                    request, _("We’ll mark suppliers that are not in this file as ended when you import it.")
                )
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
            raise ActionRefused(_("Answer for at least one supplier"))
        commands.save_duplicate_answers(self.upload, answers=form.answers, **actor)
        return _("Answers saved. We are comparing the file with your register again.")

    def kinds(self, **actor: Any) -> str:
        form = KindsForm(self.request.POST, rows=commands.get_issue_questions(self.upload))
        if not form.is_valid() or not form.answers:
            raise ActionRefused(_("Answer for at least one finding"))
        commands.save_issue_answers(self.upload, answers=form.answers, **actor)
        return _("Answers saved. We are comparing the file with your register again.")

    def lines(self, **actor: Any) -> str:
        form = LinesForm(self.request.POST, rows=commands.get_line_questions(self.upload))
        if not form.is_valid() or not form.answers:
            raise ActionRefused(_("Answer for at least one line"))
        commands.save_line_answers(self.upload, answers=form.answers, **actor)
        return _("Answers saved. We are comparing the report with your register again.")

    def encoding(self, **actor: Any) -> str:
        commands.read_with_encoding(self.upload, encoding=self.request.POST.get("encoding", ""), **actor)
        return _("We are reading the file again.")

    def again(self, **actor: Any) -> str:
        commands.retry(self.upload, **actor)
        return _("We are reading the file again.")

    def cancel(self, **actor: Any) -> str:
        commands.cancel(self.upload, **actor)
        return _("Upload cancelled. Nothing from it is in your register.")

    def undo(self, **actor: Any) -> str:
        commands.undo(self.upload, **actor)
        return _("We are undoing the upload. You can leave this page.")
