"""What lies in deploy/ fits the portal that it deploys."""

import json
import re
import shlex
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands, load_command_class
from django.utils import timezone

from portal.operations import health, metrics
from portal.operations.checks import SECRET_FILES
from portal.operations.setup.serve import SERVER
from portal.operations.setup.system import RUN_REQUIREMENTS
from portal.settings.faces import FACES

ROOT = Path(__file__).resolve().parents[3]
DEPLOY, GUIDE = ROOT / "deploy", ROOT / "docs" / "operations"
SERVICES = sorted((DEPLOY / "systemd").glob("*.service"))
# Set by systemd or for the demo and tests alone.
NOT_IN_SAMPLE = {"CREDENTIALS_DIRECTORY", "DEBUG", "DEMO", "SECOND_FACTOR_DEMANDED"}


def unit(path: Path) -> RawConfigParser:
    parser = RawConfigParser(strict=False, comment_prefixes=("#",), delimiters=("=",))
    parser.optionxform = str
    parser.read(path)
    return parser


def test_the_sample_environment_has_every_setting():
    rows = set(re.findall(r"^\| `([A-Z0-9_]+)`", (ROOT / "docs" / "settings.md").read_text(), re.M))
    sample = re.findall(r"^#?([A-Z0-9_]+)=", (DEPLOY / "portal.env").read_text(), re.M)
    assert len(sample) == len(set(sample))
    assert set(sample) == rows - NOT_IN_SAMPLE | {"DJANGO_SETTINGS_MODULE"}


def test_the_web_server_starts_with_the_flags_that_carry_weight():
    words = shlex.split(unit(DEPLOY / "systemd" / "portal-web.service")["Service"]["ExecStart"])
    assert words == ["/opt/portal/.venv/bin/python", *SERVER]
    face = unit(DEPLOY / "systemd" / "portal-face@.service")["Service"]
    shell, option, line = shlex.split(face["ExecStart"])
    # systemd reads $$$$ as $$, which the shell reads as its own number, and the server then has it.
    assert (shell, option, shlex.split(line)) == ("/bin/sh", "-c", ["LISTEN_PID=$$$$", "exec", *words])
    container = re.search(r"^CMD (\[.*\])$", (DEPLOY / "Containerfile").read_text(), re.M)
    assert json.loads(container[1]) == ["python", *SERVER, "--bind", "0.0.0.0:8000"]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_each_service_runs_as_nobody_special_and_writes_in_one_place(path):
    service = dict(unit(path)["Service"])
    assert (service["User"], service["ReadWritePaths"]) == ("portal", "/srv/portal")
    for name in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "ProtectKernelModules"):
        assert service[name] == "yes", name
    assert (service["ProtectSystem"], service["CapabilityBoundingSet"]) == ("strict", "")
    assert (service["MemorySwapMax"], service["LimitCORE"]) == ("0", "0")
    assert service["ImportCredential"] == ("portal-%i.*:portal." if path.stem == "portal-face@" else "portal.*")
    assert service["EnvironmentFile"] == "/etc/portal/portal.env"


@pytest.mark.parametrize("name", ["portal-web", "portal-worker", "portal-face@"])
def test_what_ends_is_started_again_at_once_and_for_as_long_as_it_takes(name):
    found = unit(DEPLOY / "systemd" / f"{name}.service")
    assert (found["Service"]["Restart"], found["Service"]["RestartSec"]) == ("always", "500ms")
    assert found["Unit"]["StartLimitIntervalSec"] == "0"


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_each_service_runs_a_command_that_there_is(path):
    words = shlex.split(unit(path)["Service"]["ExecStart"])
    if "manage.py" in words:
        assert words[words.index("manage.py") + 1] in get_commands()


@pytest.mark.parametrize("path", sorted((DEPLOY / "systemd").glob("*.timer")), ids=lambda path: path.stem)
def test_each_timer_has_its_service(path):
    assert path.with_suffix(".service") in SERVICES
    assert unit(path)["Timer"]["Persistent"] == "true"


def test_the_container_has_the_libraries_that_a_set_up_looks_for():
    text = (DEPLOY / "Containerfile").read_text()
    assert [package for package in RUN_REQUIREMENTS if package not in text] == []


ROLES = {"web": "portal_web", "worker": "portal_worker"}


def test_compose_gives_each_process_the_password_of_its_own_role_alone():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    for name in ("web", "worker", "migrate"):
        environment, role = services[name]["environment"], ROLES.get(name)
        assert environment.get("DATABASE_USER") == role
        own = f"{role or 'portal_owner'}.database_password"
        assert environment["DATABASE_PASSWORD_FILE"] == f"/run/secrets/{own}"
        assert [secret for secret in services[name]["secrets"] if "database" in secret] == [own]


@pytest.mark.parametrize("name", ["web", "worker", "sweep"])
def test_each_unit_runs_as_a_role_that_owns_no_table(name):
    text = (DEPLOY / "systemd" / f"portal-{name}.service").read_text()
    role = ROLES.get(name, "portal_worker")
    assert f"Environment=DATABASE_USER={role}\n" in text
    password = "LoadCredential=portal.database_password:/etc/credstore/portal_worker.database_password\n"
    assert (password in text) is (role == "portal_worker")
    assert "portal_owner" not in text


def test_each_face_runs_as_its_own_role_with_its_own_secrets():
    text = (DEPLOY / "systemd" / "portal-face@.service").read_text()
    for line in ("PORTAL_FACE=%i", "DATABASE_USER=portal_%i", "PROMETHEUS_MULTIPROC_DIR=/run/portal-faces/%i"):
        assert f"Environment={line}\n" in text
    # A folder each, which is there as long as one of them is: the desk tells the counts of every face.
    assert "RuntimeDirectory=portal-faces/%i\nRuntimeDirectoryPreserve=yes\n" in text
    sample = dict(re.findall(r"^#?([A-Z_]+)=(.*)$", (DEPLOY / "portal.env").read_text(), re.M))
    roles = dict(pair.split("=") for pair in sample["DATABASE_FACE_ROLES"].split(","))
    assert roles == {face: f"portal_{face}" for face in FACES}
    assert [pair.split("=")[0] for pair in sample["FACE_URLS"].split(",")] == list(FACES)
    guide = (GUIDE / "faces.md").read_text()
    assert all(f"CREATE ROLE {role} LOGIN PASSWORD" in guide for role in roles.values())


def test_a_face_sees_no_process_but_its_own_and_writes_no_page_of_another():
    """See docs/requirements/security.md#process-isolation."""
    face = unit(DEPLOY / "systemd" / "portal-face@.service")["Service"]
    assert (face["PrivatePIDs"], face["ProtectProc"], face["ProcSubset"]) == ("yes", "invisible", "pid")
    assert face["ReadOnlyPaths"] == "-/srv/portal/var/static -/srv/portal/var/errors"
    assert face["InaccessiblePaths"] == "-/srv/portal/backups"


def secrets_in(service: dict) -> dict[str, str]:
    """By the name that the process sees: the name of the secret."""
    each = [{"source": one, "target": one} if isinstance(one, str) else one for one in service["secrets"]]
    return {one["target"]: one["source"] for one in each}


@pytest.mark.parametrize("name", ["compose.yaml", "compose-faces.yaml"])
def test_compose_gives_each_secret_that_it_names(name):
    compose = yaml.safe_load((DEPLOY / name).read_text())
    given = [secrets_in(service) for service in compose["services"].values()]
    assert {source for secrets in given for source in secrets.values()} == set(compose["secrets"])
    for service in compose["services"].values():
        if service["image"] == "portal":
            assert service["read_only"] and service["cap_drop"] == ["ALL"]
            assert service["security_opt"] == ["no-new-privileges:true"]


def test_compose_gives_each_face_its_own_role_and_its_own_secrets():
    compose = yaml.safe_load((DEPLOY / "compose-faces.yaml").read_text())
    needed = {f"portal.{setting.removesuffix('_FILE').lower()}": faces for setting, _, _, faces in SECRET_FILES}
    ports = set()
    for face in FACES:
        service, secrets = compose["services"][face], secrets_in(compose["services"][face])
        environment = service["environment"]
        assert environment["PORTAL_FACE"] == face
        assert environment["DATABASE_USER"] == f"portal_{face}"
        assert environment["DATABASE_PASSWORD_FILE"] == f"/run/secrets/portal_{face}.database_password"
        assert secrets["portal.secret_key"] == f"portal-{face}.secret_key"
        assert [name for name in secrets if "database" in name] == [f"portal_{face}.database_password"]
        assert {name for name in needed if name in secrets} == {name for name in needed if face in needed[name]}
        assert ("portal.smtp_password" in secrets) is (face == "desk")
        ports |= set(service["ports"])
    assert ports == {f"127.0.0.1:{number}:8000" for number in (8001, 8002, 8003, 8004)}
    assert "web" not in compose["services"]


def test_compose_has_the_same_in_both_of_its_files_but_for_the_faces():
    whole, faces = (yaml.safe_load((DEPLOY / name).read_text()) for name in ("compose.yaml", "compose-faces.yaml"))
    for name in ("migrate", "worker"):
        ours, theirs = whole["services"][name], faces["services"][name]
        assert theirs["environment"].pop("DATABASE_FACE_ROLES") == ",".join(f"{f}=portal_{f}" for f in FACES)
        assert ours == theirs
    passwords = [f"portal_{face}.database_password" for face in FACES]
    assert faces["services"]["database"].pop("secrets") == whole["services"]["database"].pop("secrets") + passwords
    assert faces["services"]["database"] == whole["services"]["database"]


def test_the_database_of_compose_makes_a_role_for_each_password_that_it_is_given(tmp_path):
    """The script runs against a stand-in for psql, which writes down what it would be told."""
    for role in ("portal_worker", "portal_desk"):
        (tmp_path / f"{role}.database_password").write_text(f"of {role}")
    (tmp_path / "psql").write_text('#!/bin/sh\necho "$@" >> "$SAID"\ncat >> "$SAID"\n')
    (tmp_path / "psql").chmod(0o755)
    text = (DEPLOY / "database-roles.sh").read_text().replace("/run/secrets", str(tmp_path))
    said = tmp_path / "said"
    named = {"PATH": f"{tmp_path}:/usr/bin:/bin", "SAID": str(said), "POSTGRES_USER": "portal", "POSTGRES_DB": "portal"}
    subprocess.run(["sh", "-c", text], env=named, check=True)
    roles = re.findall(r"--set=role=(\w+) --set=password=(.*)\nCREATE ROLE (.*);", said.read_text())
    assert roles == [
        ("portal_worker", "of portal_worker", ":\"role\" LOGIN BYPASSRLS PASSWORD :'password'"),
        ("portal_desk", "of portal_desk", ":\"role\" LOGIN NOBYPASSRLS PASSWORD :'password'"),
    ]


@pytest.mark.django_db
def test_alerts_and_dashboard_ask_for_figures_that_there_are():
    rules = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text())["groups"][0]["rules"]
    panels = json.loads((DEPLOY / "grafana" / "dashboard.json").read_text())["panels"]
    asked = " ".join([rule["expr"] for rule in rules] + [t["expr"] for panel in panels for t in panel["targets"]])
    source = Path(metrics.__file__).read_text()
    ages = {f"portal_{name}_age_seconds" for name, _, _ in metrics._ages()}
    known = (
        set(re.findall(r'"(portal_\w+)"', source)) | ages | {"portal_requests_total", "portal_request_seconds_bucket"}
    )
    assert set(re.findall(r"portal_\w+", asked)) <= known
    checked = set(re.findall(r'check=~?"([\w|]+)"', asked))
    assert {name for names in checked for name in names.split("|")} <= set(health.run_checks(now=timezone.now()))


def test_each_alert_has_its_first_step_in_the_guide():
    rules = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text())["groups"][0]["rules"]
    guide = (GUIDE / "monitoring.md").read_text()
    assert [rule["alert"] for rule in rules if f"`{rule['alert']}`" not in guide] == []
    assert all({"summary", "fix"} <= rule["annotations"].keys() and rule["labels"]["severity"] for rule in rules)


def guide_commands() -> list[tuple[str, str]]:
    """Each call of portal-manage in the guide and in alerts, with the page."""
    pages = [*GUIDE.glob("*.md"), DEPLOY / "prometheus" / "alerts.yml"]
    call = re.compile(r"portal-manage ([a-z][^`\n;\"]+)")
    return sorted({(page.name, words) for page in pages for words in call.findall(page.read_text())})


@pytest.mark.parametrize(("page", "call"), guide_commands())
def test_each_command_of_the_guide_exists_with_its_options(page, call):
    words = call.split()
    application = get_commands()[words[0]]
    parser = load_command_class(application, words[0]).create_parser("manage.py", words[0])
    known = {option for action in parser._actions for option in action.option_strings}
    assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize("page", sorted(GUIDE.glob("*.md")), ids=lambda page: page.stem)
def test_each_file_of_deploy_that_the_guide_names_is_there(page):
    for name in re.findall(r"\bdeploy/[\w./-]+[\w*]", page.read_text()):
        assert list(ROOT.glob(name)), name
