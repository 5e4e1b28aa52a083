from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "compliance.audits"
    label = "audits"
