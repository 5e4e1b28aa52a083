from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "compliance.archive"
    label = "archive"
