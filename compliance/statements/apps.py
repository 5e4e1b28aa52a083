from django.apps import AppConfig


class StatementsConfig(AppConfig):
    name = "compliance.statements"
    label = "statements"
