"""The guide for operators, done as it is written: in a copy of this machine that is thrown away, with a network of its
own. systemd, which needs a machine to itself, is stood in for (tests/support/small_init.py).
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
GUIDE = ROOT / "docs" / "operations"
SHIMS = ("systemctl", "systemd-run", "apt-get")
# What the guide says in prose, or asks for at a terminal.
BEFORE = """
set -eu
rm -rf /etc/postgresql/* /var/lib/postgresql/* /run/postgresql /etc/credstore /etc/portal /srv/portal
mkdir -p /run/postgresql && chown postgres: /run/postgresql
pg_createcluster "$(ls /usr/lib/postgresql)" main --port 5432 --start >/dev/null
echo '127.0.0.1 localhost portal.example.org db.portal.example.org' > /etc/hosts
"""
CARRY = "cp /etc/postgresql/portal.pem /root/portal.pem\n"
EDIT = """
sed -i 's|10.0.0.0/24|127.0.0.1/32|' /etc/postgresql/*/main/pg_hba.conf
sed -i 's|^SCANNER_SOCKET=.*|SCANNER_SOCKET=|' /etc/portal/portal.env
echo DJANGO_SUPERUSER_PASSWORD=meadow-lantern-harbour-violet >> /etc/portal/portal.env
"""
HANDLER = """
portal-manage shell -c '
from django.contrib.auth.models import Group
from portal.accounts.models import User
user = User.objects.create_user("handler@portal.example.org", "meadow-lantern-harbour-violet")
user.groups.add(Group.objects.get(name="handler"))
' >/dev/null
"""
PASSPHRASE = "meadow lantern harbour violet sparrow"


def blocks(page: str) -> str:
    """The commands of a page, in order."""
    return "\n".join(re.findall(r"^```sh\n(.*?)^```$", (GUIDE / page).read_text(), re.M | re.S))


def script() -> str:
    install = blocks("install.md")
    database, web = install.split("apt-get update\n")[1:]
    at_the_terminal = {
        "systemctl daemon-reload\nportal-manage migrate": f"{EDIT}systemctl daemon-reload\nportal-manage migrate",
        "portal-manage createsuperuser --email": "portal-manage createsuperuser --no-input --email",
        "portal-manage vault_begin": f"{HANDLER}echo '{PASSPHRASE}' | portal-manage vault_begin",
    }
    for there, here in at_the_terminal.items():
        assert web.count(there) == 1, there
        web = web.replace(there, here)
    restart = "sed -i 's|10.0.0.0/24|127.0.0.1/32|' /etc/postgresql/*/main/pg_hba.conf\nsystemctl restart postgresql\n"
    return "\n".join(
        [
            BEFORE,
            database,
            restart,
            CARRY,
            web,
            blocks("monitoring.md"),
            blocks("backups.md"),
            blocks("upgrade.md"),
            SMOKE,
        ]
    )


SMOKE = """
echo SMOKE
for path in / /report/ /accounts/login/ /services/ /statements/; do
    curl --silent --output /dev/null --write-out "%{http_code} $path\\n" --cacert /etc/ssl/portal/fullchain.pem https://portal.example.org$path
done
curl --silent --output /dev/null --write-out '%{http_code} /health\\n' --cacert /etc/ssl/portal/fullchain.pem https://portal.example.org/health
echo END
"""


def prepare(machine: Path) -> Path:
    """A copy of this machine with the release in /opt/portal and the stand-ins first on the path."""
    upper = machine / "upper"
    code, tools = upper / "opt" / "portal", upper / "usr" / "local" / "sbin"
    tools.mkdir(parents=True)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, code], check=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file() and not (ROOT / name).is_symlink():
            (code / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, code / name)
    shutil.copytree(ROOT / "frontend" / "build", code / "frontend" / "build")
    (code / "node_modules").mkdir()
    shutil.copy2(ROOT / "node_modules" / ".stamp", code / "node_modules" / ".stamp")
    (code / ".venv").mkdir()
    for name in SHIMS:
        shutil.copy2(ROOT / "tests" / "support" / "small_init.py", tools / name)
        (tools / name).chmod(0o755)
    return upper


ENTER = """
set -e
mount -t overlay overlay -o lowerdir=/,upperdir={machine}/upper,workdir={machine}/work {machine}/root
mount --bind {venv} {machine}/root/opt/portal/.venv
mount -t proc proc {machine}/root/proc
mount --rbind /dev {machine}/root/dev
mount -t tmpfs tmpfs {machine}/root/run
ip link set lo up
exec chroot {machine}/root env -i PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \\
    sh -eux /root/guide.sh
"""


@pytest.mark.soak
def test_the_guide_leads_from_two_bare_systems_to_a_portal_over_tls():
    assert os.geteuid() == 0, "the guide is for root"
    machine = Path(tempfile.mkdtemp(prefix="guide-", dir="/dev/shm"))
    try:
        for name in ("upper", "work", "root"):
            (machine / name).mkdir()
        machine.chmod(0o755)
        upper = prepare(machine)
        (upper / "root").mkdir(mode=0o700, exist_ok=True)
        (upper / "root" / "guide.sh").write_text(script())
        enter = ENTER.format(machine=machine, venv=(ROOT / ".venv").resolve())
        command = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "sh", "-c", enter]
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        said = done.stdout
        assert done.returncode == 0, done.stderr[-6000:] + said[-3000:]
    finally:
        shutil.rmtree(machine, ignore_errors=True)
    smoke = said.partition("SMOKE\n")[2].partition("END")[0].split("\n")
    assert smoke[:6] == [
        "200 /",
        "200 /report/",
        "200 /accounts/login/",
        "200 /services/",
        "200 /statements/",
        "404 /health",
    ]
    assert "restores completely:" in said and "Restored the backup from" in said
    findings = set(re.findall(r"^\d+\. .*\[([\w.]+)\]$", said.rpartition("SMOKE")[0], re.M))
    # One handler, no scanner, and both disks are one here.
    assert findings <= {"too_few_handlers", "scanner_missing", "anchors_on_the_same_disk", "recovery_key_untried"}, (
        findings
    )
