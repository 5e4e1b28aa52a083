"""Runs `manage.py check --deploy` with the settings of production, on secrets made for the moment."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from portal.operations.setup.keys import make_secrets


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        make_secrets(Path(folder) / "secrets")
        (Path(folder) / "static").mkdir()
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "VAR_DIR": folder,
            "ALLOWED_HOSTS": "daylight.example",
            "SITE_URL": "https://daylight.example",
            "OPERATOR_EMAIL": "office@daylight.example",
            "OPERATOR_ADDRESS": "1 Example Street",
        }
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
