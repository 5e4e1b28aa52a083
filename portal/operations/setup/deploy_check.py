"""Runs `manage.py check --deploy` with the settings of production, on secrets and a PostgreSQL of the moment: as one
process, and as each face with its own secrets.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from portal.operations.setup.keys import make_secrets
from portal.operations.temporary_postgres import get_postgres

# As docs/operations/install.md makes them.
FACES = ("public", "reporters", "desk", "cms")
ROLES = {"portal_web": "NOBYPASSRLS", "portal_worker": "BYPASSRLS"} | {
    f"portal_{face}": "NOBYPASSRLS" for face in FACES
}
# As docs/operations/faces.md gives them.
SECRETS = {
    "sealing_keys": ("public", "desk", "cms"),
    "receipt_pepper": ("reporters", "desk"),
    "receipt_salt": ("reporters", "desk"),
}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, get_postgres() as url:
        make_secrets(Path(folder) / "secrets")
        (Path(folder) / "static").mkdir()
        make_roles(url)
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "VAR_DIR": folder,
            "ALLOWED_HOSTS": "daylight.example",
            "SITE_URL": "https://daylight.example",
            "DATABASE_URL": url,
            "DATABASE_WEB_ROLE": "portal_web",
            "DATABASE_WORKER_ROLE": "portal_worker",
            "DEFAULT_FROM_EMAIL": "Daylight <no-reply@daylight.example>",
            "ON_CALL_EMAILS": "on-call@daylight.example",
            "OPERATOR_EMAIL": "office@daylight.example",
            "OPERATOR_ADDRESS": "1 Example Street",
        }
        return max(run_check(environment), *(run_check(environment | as_face(face, folder)) for face in FACES))


def run_check(environment: dict[str, str]) -> int:
    """Return the exit status of the check."""
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=environment, check=False).returncode


def as_face(face: str, folder: str) -> dict[str, str]:
    """Return what makes the process a face, in a folder with its secrets alone."""
    own = Path(folder) / face
    make_secrets(own / "secrets")
    (own / "static").mkdir()
    for name, faces in SECRETS.items():
        if face not in faces:
            (own / "secrets" / name).unlink()
    return {
        "VAR_DIR": str(own),
        "PORTAL_FACE": face,
        "DATABASE_USER": f"portal_{face}",
        "FACE_URLS": ",".join(f"{name}=https://{name}.daylight.example" for name in FACES),
        "DATABASE_FACE_ROLES": ",".join(f"{name}=portal_{name}" for name in FACES),
    }


def make_roles(url: str) -> None:
    """Make the roles of the web process and the worker, where they are not there yet."""
    with psycopg.connect(url, autocommit=True) as connection:
        there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for name, right in ROLES.items():
            if name not in there:
                connection.execute(f"CREATE ROLE {name} LOGIN {right}")


if __name__ == "__main__":
    sys.exit(main())
