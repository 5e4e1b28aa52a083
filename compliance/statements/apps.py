from importlib import import_module

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    name = "compliance.statements"
    label = "statements"

    def ready(self) -> None:
        """Let publication take part when the section about the website is saved, which lies below it."""
        hooks = import_module("compliance.statements.core.services").SECTION_HOOKS
        hooks["web"] = import_module("compliance.statements.publication.section_hooks").request_url_check
