"""Wagtail's edit view, with mails of ours about comments: a link, and nothing of what was said."""

from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from learning.base import services


class PortalEditView(EditView):
    def send_commenting_notifications(self, changes: dict[str, object]) -> None:
        if any(changes[kind] for kind in ("new_comments", "resolved_comments", "deleted_comments", "new_replies")):
            services.notify_commenters(page=self.page, actor=self.request.user)


class PortalPages(PageViewSet):
    """Takes the place of Wagtail's own viewset for every kind of page."""

    edit_view_class = PortalEditView
