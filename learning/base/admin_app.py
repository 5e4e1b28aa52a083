from wagtail.admin.apps import WagtailAdminAppConfig
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted


class AdminConfig(WagtailAdminAppConfig):
    """Wagtail's editors' pages without their own mails, which hold titles and comments and get lost when the post is
    down: learning.base.services sends ours."""

    def ready(self) -> None:
        super().ready()
        state = self.apps.get_model("wagtailcore", "WorkflowState")
        for signal, name in (
            (workflow_submitted, "submitted"),
            (workflow_rejected, "rejected"),
            (workflow_approved, "approved"),
        ):
            uid = f"workflow_state_{name}_email_notification"
            signal.disconnect(sender=state, dispatch_uid=uid)
