from django.apps import AppConfig


class LearningBaseConfig(AppConfig):
    name = "learning.base"
    label = "base"

    def ready(self) -> None:
        from learning.base import signals  # noqa: PLC0415 — it needs the models

        signals.connect_signals()
