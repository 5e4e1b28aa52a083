"""/o/<organisation>/statements/…"""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path, register_converter

from compliance.statements.editor.views import custom_sections, index, one_page, preview, section, task_list, years
from compliance.statements.evidence.views import evidence, panel
from compliance.statements.external_statements import views as earlier
from compliance.statements.figures import views as figures
from compliance.statements.groups import views as members
from compliance.statements.publication.views import copy_requests, publication
from compliance.statements.registry import views as registry
from compliance.statements.registry import views as registry_views
from compliance.statements.rubric.views import check as checks
from compliance.statements.signoff.views import board_pack, review, signoff
from compliance.statements.text_checker.views import import_text
from compliance.statements.urls.converters import SectionConverter
from compliance.statements.word.services import round_trip as word_services
from compliance.statements.word.views import pictures, round_trip

register_converter(SectionConverter, "section")

app_name = "statements"

# What the pages of a section borrow from the features above the editor.
BORROWED: dict[str, Any] = {"evidence_panel": panel.get_panel, "finish_word_part": word_services.finish_part}

of_a_section = [
    path("", section.SectionView.as_view(**BORROWED), name="section"),
    path("autosave/", section.AutosaveView.as_view(), name="autosave"),
    path("evidence/", evidence.UseView.as_view(**BORROWED), name="evidence_use"),
    path("heading/", custom_sections.CustomSectionView.as_view(), name="own_section"),
    path("merge/", section.MergeView.as_view(**BORROWED), name="merge"),
    path("take-out/", custom_sections.RemoveSectionView.as_view(), name="own_section_take_out"),
    path("unsaved/", section.DropUnsavedView.as_view(), name="drop_unsaved"),
]

of_a_year: list[URLPattern | URLResolver] = [
    path("", task_list.TaskList.as_view(), name="tasks"),
    path("<section:section>/", include(of_a_section)),
    path("amend/", index.AmendView.as_view(), name="amend"),
    path("approve/", signoff.ApproveView.as_view(), name="approve"),
    path("changes/", years.ChangesView.as_view(), name="changes"),
    path("board-pack.pdf", board_pack.BoardPackView.as_view(), name="board_pack"),
    path("check/", checks.CheckView.as_view(), name="check"),
    path("compare/", years.CompareView.as_view(), name="compare"),
    path("decline/", signoff.DeclineView.as_view(), name="decline"),
    path("discard/", task_list.DiscardView.as_view(), name="discard"),
    path("evidence/<uuid:evidence>/", evidence.EvidenceView.as_view(), name="evidence"),
    path("evidence/<uuid:evidence>/take-away/", evidence.TakeAwayView.as_view(), name="evidence_take_away"),
    path("figures/", figures.FiguresView.as_view(), name="figures"),
    path("figures/<int:figure>/picture", figures.PictureView.as_view(), name="figure_picture"),
    path("figures/<uuid:figure>/", figures.FigureView.as_view(), name="figure"),
    path("look/", publication.LookView.as_view(), name="look"),
    path("members/", members.MembersView.as_view(), name="members"),
    path("members/approvals/", members.ApprovalsView.as_view(), name="member_approvals"),
    path("members/workbook/", members.WorkbookView.as_view(), name="members_workbook"),
    path("members/workbook/confirm/", members.ConfirmView.as_view(), name="members_confirm"),
    path("members/workbook/template.csv", members.template_csv, name="members_csv"),
    path("members/workbook/template.xlsx", members.template_xlsx, name="members_xlsx"),
    path("one-page/", one_page.OnePageView.as_view(), name="one_page"),
    path("opening/", years.OpeningView.as_view(), name="opening"),
    path("preview/", preview.PreviewView.as_view(), name="preview"),
    path("preview/draft.pdf", board_pack.DraftPdfView.as_view(), name="draft_pdf"),
    path("publish/", publication.PublishView.as_view(), name="publish"),
    path("published/", publication.PublishedView.as_view(), name="published"),
    path("published/certificate.pdf", publication.CertificateView.as_view(), name="certificate"),
    path("published/homepage-link/", publication.HomepageLinkView.as_view(), name="homepage_link"),
    path("published/next-year.ics", publication.next_year, name="next_year"),
    path("published/registry/", registry_views.RegistryAnswersView.as_view(), name="registry_answers"),
    path("published/registry.csv", registry_views.RegistryTableView.as_view(), name="registry_table"),
    path("registry/", registry.RegistryView.as_view(), name="registry"),
    path("reopen/", task_list.ReopenView.as_view(), name="reopen"),
    path("review/", review.ReviewView.as_view(), name="review"),
    path("sign/", signoff.SignView.as_view(), name="sign"),
    path("signed-page/<uuid:page>/", signoff.SignedPageView.as_view(), name="signed_page"),
    path("sections/", custom_sections.CustomSectionsView.as_view(), name="own_sections"),
    path("withdraw/", publication.WithdrawView.as_view(), name="withdraw"),
    path("word/", round_trip.WordView.as_view(), name="word"),
    path("word/draft.docx", round_trip.DraftFileView.as_view(), name="word_draft"),
    path("word/<uuid:word>/", round_trip.ReturnView.as_view(), name="word_return"),
    path("word/<uuid:word>/<uuid:part>/", round_trip.PartView.as_view(**BORROWED), name="word_part"),
    path("word/<uuid:word>/<uuid:part>/<uuid:picture>/", pictures.WordPictureView.as_view(), name="word_picture"),
    path(
        "word/<uuid:word>/<uuid:part>/<uuid:picture>/picture",
        pictures.WordPictureFileView.as_view(),
        name="word_picture_file",
    ),
]

urlpatterns = [
    path("", index.StatementList.as_view(), name="list"),
    path("copies/", copy_requests.CopyList.as_view(), name="copies"),
    path("copies/add/", copy_requests.AddCopyView.as_view(), name="copy_add"),
    path("copies/<uuid:copy>/sent/", copy_requests.CopySentView.as_view(), name="copy_sent"),
    path("earlier/add/", earlier.AddView.as_view(), name="earlier_add"),
    path("earlier/<uuid:earlier>/remove/", earlier.RemoveView.as_view(), name="earlier_remove"),
    path("evidence/<uuid:audit>/", evidence.UseAuditView.as_view(), name="use_audit"),
    path("expected/<slug:day>.ics", index.expected_day, name="expected_day"),
    path("new/", index.StartView.as_view(), name="start"),
    path("take-over/<uuid:earlier>/remove/", import_text.RemoveTextView.as_view(), name="earlier_text_remove"),
    path("take-over/", import_text.TakeOverView.as_view(), name="take_over"),
    path("<int:year>/", include(of_a_year)),
]
