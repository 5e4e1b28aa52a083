"""/o/<organisation>/statements/…"""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from compliance.statements.urls.sections import SectionConverter
from compliance.statements.views import (
    board,
    checks,
    copies,
    earlier,
    evidence,
    extra,
    figures,
    lists,
    members,
    preview,
    publication,
    registry,
    review,
    sections,
    signoff,
    taking,
    tasks,
    word,
    word_pictures,
    years,
)

register_converter(SectionConverter, "section")

app_name = "statements"

of_a_section = [
    path("", sections.SectionView.as_view(), name="section"),
    path("autosave/", sections.AutosaveView.as_view(), name="autosave"),
    path("evidence/", evidence.UseView.as_view(), name="evidence_use"),
    path("heading/", extra.OwnSectionView.as_view(), name="own_section"),
    path("merge/", sections.MergeView.as_view(), name="merge"),
    path("take-out/", extra.TakeOutView.as_view(), name="own_section_take_out"),
    path("unsaved/", sections.DropUnsavedView.as_view(), name="drop_unsaved"),
]

of_a_year: list[URLPattern | URLResolver] = [
    path("", tasks.TaskList.as_view(), name="tasks"),
    path("amend/", lists.AmendView.as_view(), name="amend"),
    path("approve/", signoff.ApproveView.as_view(), name="approve"),
    path("changes/", years.ChangesView.as_view(), name="changes"),
    path("board-pack.pdf", board.BoardPackView.as_view(), name="board_pack"),
    path("check/", checks.CheckView.as_view(), name="check"),
    path("compare/", years.CompareView.as_view(), name="compare"),
    path("decline/", signoff.DeclineView.as_view(), name="decline"),
    path("discard/", tasks.DiscardView.as_view(), name="discard"),
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
    path("opening/", years.OpeningView.as_view(), name="opening"),
    path("preview/", preview.PreviewView.as_view(), name="preview"),
    path("preview/draft.pdf", board.DraftPdfView.as_view(), name="draft_pdf"),
    path("publish/", publication.PublishView.as_view(), name="publish"),
    path("published/", publication.PublishedView.as_view(), name="published"),
    path("published/certificate.pdf", publication.CertificateView.as_view(), name="certificate"),
    path("published/homepage-link/", publication.HomepageLinkView.as_view(), name="homepage_link"),
    path("published/next-year.ics", publication.next_year, name="next_year"),
    path("published/registry/", publication.RegistryAnswersView.as_view(), name="registry_answers"),
    path("published/registry.csv", publication.RegistryTableView.as_view(), name="registry_table"),
    path("registry/", registry.RegistryView.as_view(), name="registry"),
    path("reopen/", tasks.ReopenView.as_view(), name="reopen"),
    path("review/", review.ReviewView.as_view(), name="review"),
    path("sign/", signoff.SignView.as_view(), name="sign"),
    path("signed-page/<uuid:page>/", signoff.SignedPageView.as_view(), name="signed_page"),
    path("sections/", extra.OwnSectionsView.as_view(), name="own_sections"),
    path("withdraw/", publication.WithdrawView.as_view(), name="withdraw"),
    path("word/", word.WordView.as_view(), name="word"),
    path("word/draft.docx", word.DraftFileView.as_view(), name="word_draft"),
    path("word/<uuid:word>/", word.ReturnView.as_view(), name="word_return"),
    path("word/<uuid:word>/<uuid:part>/", word.PartView.as_view(), name="word_part"),
    path("word/<uuid:word>/<uuid:part>/<uuid:picture>/", word_pictures.WordPictureView.as_view(), name="word_picture"),
    path(
        "word/<uuid:word>/<uuid:part>/<uuid:picture>/picture",
        word_pictures.WordPictureFileView.as_view(),
        name="word_picture_file",
    ),
    path("<section:section>/", include(of_a_section)),
]

urlpatterns = [
    path("", lists.StatementList.as_view(), name="list"),
    path("copies/", copies.CopyList.as_view(), name="copies"),
    path("copies/add/", copies.AddCopyView.as_view(), name="copy_add"),
    path("copies/<uuid:copy>/sent/", copies.CopySentView.as_view(), name="copy_sent"),
    path("earlier/add/", earlier.AddView.as_view(), name="earlier_add"),
    path("earlier/<uuid:earlier>/remove/", earlier.RemoveView.as_view(), name="earlier_remove"),
    path("evidence/<uuid:audit>/", evidence.UseAuditView.as_view(), name="use_audit"),
    path("expected/<slug:day>.ics", lists.expected_day, name="expected_day"),
    path("new/", lists.StartView.as_view(), name="start"),
    path("take-over/<uuid:earlier>/remove/", taking.RemoveTextView.as_view(), name="earlier_text_remove"),
    path("take-over/", taking.TakeOverView.as_view(), name="take_over"),
    path("<int:year>/", include(of_a_year)),
]
