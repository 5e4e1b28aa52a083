from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import AppConfig, apps

PACKAGES = ("portal.", "compliance.", "learning.")


class OperationsConfig(AppConfig):
    name = "portal.operations"
    label = "operations"

    def ready(self) -> None:
        from portal.operations import checks  # noqa: F401, PLC0415 - registers itself


def get_app_modules(name: str) -> Iterator[tuple[str, ModuleType]]:
    """Return the modules of this name in the portal's apps below this one, the lower apps first, each with its app's
    label.
    """
    for app in apps.get_app_configs():
        if app.name != OperationsConfig.name and app.name.startswith(PACKAGES) and find_spec(f"{app.name}.{name}"):
            yield app.label, import_module(f"{app.name}.{name}")
