from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "learning.training"
    label = "training"

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex  # noqa: PLC0415 — it needs the models

        # A file that a published lesson shows is public (learning.base.selectors).
        ReferenceIndex.register_model(self.get_model("Lesson"))
