from importlib import import_module

from django.apps import AppConfig


class PortalCoreConfig(AppConfig):
    name = "portal.core"
    label = "core"

    def ready(self) -> None:
        import_module("portal.core.checks")
        import_module("portal.core.lookups").register()
