from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "learning.directory"
    label = "directory"

    def ready(self) -> None:
        from learning.directory import signals  # noqa: PLC0415 — it needs the models

        signals.connect_signals()
