from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "compliance.concerns"
    label = "concerns"
