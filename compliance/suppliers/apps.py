from django.apps import AppConfig


class SuppliersConfig(AppConfig):
    name = "compliance.suppliers"
    label = "suppliers"
