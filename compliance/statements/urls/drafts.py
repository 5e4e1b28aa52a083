"""/o/<organisation>/statements/…"""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from compliance.statements.urls.sections import SectionConverter
from compliance.statements.views import (
    checks,
    copies,
    evidence,
    lists,
    publication,
    registry,
    review,
    sections,
    signoff,
    tasks,
)

register_converter(SectionConverter, "section")

app_name = "statements"

of_a_section = [
    path("", sections.SectionView.as_view(), name="section"),
    path("autosave/", sections.AutosaveView.as_view(), name="autosave"),
    path("evidence/", evidence.UseView.as_view(), name="evidence_use"),
    path("merge/", sections.MergeView.as_view(), name="merge"),
    path("unsaved/", sections.DropUnsavedView.as_view(), name="drop_unsaved"),
]

of_a_year: list[URLPattern | URLResolver] = [
    path("", tasks.TaskList.as_view(), name="tasks"),
    path("amend/", lists.AmendView.as_view(), name="amend"),
    path("approve/", signoff.ApproveView.as_view(), name="approve"),
    path("check/", checks.CheckView.as_view(), name="check"),
    path("decline/", signoff.DeclineView.as_view(), name="decline"),
    path("discard/", tasks.DiscardView.as_view(), name="discard"),
    path("evidence/<uuid:evidence>/", evidence.EvidenceView.as_view(), name="evidence"),
    path("evidence/<uuid:evidence>/take-away/", evidence.TakeAwayView.as_view(), name="evidence_take_away"),
    path("look/", publication.LookView.as_view(), name="look"),
    path("preview/", checks.PreviewView.as_view(), name="preview"),
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
    path("withdraw/", publication.WithdrawView.as_view(), name="withdraw"),
    path("<section:section>/", include(of_a_section)),
]

urlpatterns = [
    path("", lists.StatementList.as_view(), name="list"),
    path("copies/", copies.CopyList.as_view(), name="copies"),
    path("copies/add/", copies.AddCopyView.as_view(), name="copy_add"),
    path("copies/<uuid:copy>/sent/", copies.CopySentView.as_view(), name="copy_sent"),
    path("evidence/<uuid:audit>/", evidence.UseAuditView.as_view(), name="use_audit"),
    path("new/", lists.StartView.as_view(), name="start"),
    path("<int:year>/", include(of_a_year)),
]
