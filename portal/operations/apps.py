from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import AppConfig, apps
from django.conf import settings

from portal.operations.process_isolation import make_undumpable

PACKAGES = ("portal.", "compliance.", "learning.")


class OperationsConfig(AppConfig):
    name = "portal.operations"
    label = "operations"

    def ready(self) -> None:
        from portal.operations import checks  # noqa: F401, PLC0415 - registers itself

        # Faces of one machine, and the worker beside them, run as one user.
        if settings.FACE_URLS:
            make_undumpable()


def get_app_modules(name: str) -> Iterator[tuple[str, ModuleType]]:
    """Return the modules of this name in the portal's apps below this one, the lower apps first, each with its app's
    label.
    """
    for app in apps.get_app_configs():
        if app.name != OperationsConfig.name and app.name.startswith(PACKAGES) and find_spec(f"{app.name}.{name}"):
            yield app.label, import_module(f"{app.name}.{name}")
