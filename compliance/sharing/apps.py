from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "compliance.sharing"
    label = "sharing"
