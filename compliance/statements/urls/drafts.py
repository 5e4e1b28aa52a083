"""/o/<organisation>/statements/…"""

from django.urls import include, path, register_converter

from compliance.statements.urls.sections import SectionConverter
from compliance.statements.views import lists, sections, tasks

register_converter(SectionConverter, "section")

app_name = "statements"

of_a_section = [
    path("", sections.SectionView.as_view(), name="section"),
    path("autosave/", sections.AutosaveView.as_view(), name="autosave"),
    path("merge/", sections.MergeView.as_view(), name="merge"),
    path("unsaved/", sections.DropUnsavedView.as_view(), name="drop_unsaved"),
]

of_a_year = [
    path("", tasks.TaskList.as_view(), name="tasks"),
    path("amend/", lists.AmendView.as_view(), name="amend"),
    path("discard/", tasks.DiscardView.as_view(), name="discard"),
    path("reopen/", tasks.ReopenView.as_view(), name="reopen"),
    path("<section:section>/", include(of_a_section)),
]

urlpatterns = [
    path("", lists.StatementList.as_view(), name="list"),
    path("new/", lists.StartView.as_view(), name="start"),
    path("<int:year>/", include(of_a_year)),
]
