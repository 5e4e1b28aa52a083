#!/usr/bin/env python3
"""Stands in for systemd in a machine that has none, as far as the guide for operators needs it.

As `systemctl` it starts, restarts and stops the portal's units as their files say: socket, user, settings, credentials,
readiness. As `systemd-run` it runs a command with the same. As `apt-get` it looks whether the packages are here.
"""

import json
import os
import pwd
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from configparser import RawConfigParser
from pathlib import Path

UNITS, STATE = Path("/etc/systemd/system"), Path("/run/small-init")
CREDENTIALS = Path("/etc/credstore")
READY_SECONDS = 120
DEBIAN = {
    "postgresql": [["sh", "-c", 'pg_ctlcluster "$(ls /usr/lib/postgresql)" main restart']],
    "nginx": [["sh", "-c", "nginx -s stop || true; sleep 1; nginx"]],
    "clamav-daemon": [],
}


def environment(named: str, extra: list[str], credentials: Path) -> dict[str, str]:
    """PATH, the lines of EnvironmentFile, those of Environment, and where the credentials are."""
    lines = [line for line in Path(named).read_text().splitlines() if line.strip() and not line.startswith("#")]
    pairs = [line.partition("=") for line in [*lines, *extra]]
    return {"PATH": os.environ["PATH"], "CREDENTIALS_DIRECTORY": str(credentials), **{n: v for n, _, v in pairs}}


def give_credentials(name: str, user: pwd.struct_passwd, loaded: str = "") -> Path:
    """Those that every unit imports, and the one that this unit loads in the place of another."""
    folder = Path("/run/credentials") / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sources = {source.name: source for source in CREDENTIALS.glob("portal.*")}
    if loaded:
        own_name, _, path = loaded.partition(":")
        sources[own_name] = Path(path)
    for own_name, source in sources.items():
        copy = folder / own_name
        shutil.copyfile(source, copy)
        copy.chmod(0o400)
        os.chown(copy, user.pw_uid, user.pw_gid)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


def read_unit(name: str) -> dict[str, str]:
    parser = RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str
    parser.read(UNITS / name)
    return dict(parser[name.rpartition(".")[2].capitalize()])


def read_environment(name: str) -> list[str]:
    """Each Environment= of a unit: there may be several."""
    lines = (UNITS / name).read_text().splitlines()
    return [line.partition("=")[2] for line in lines if line.startswith("Environment=")]


def start_socket(name: str) -> None:
    """A process of its own holds the socket, as systemd does while the service restarts."""
    if alive(name):
        return
    host, port = read_unit(name)["ListenStream"].split(":")
    listening = socket.create_server((host, int(port)), backlog=2048)
    listening.set_inheritable(True)
    holder = subprocess.Popen(["sleep", "infinity"], pass_fds=[listening.fileno()], start_new_session=True)
    save(name, holder.pid, listening.fileno())


def start_service(name: str) -> None:
    if alive(name):
        return
    unit, user = read_unit(name), pwd.getpwnam(read_unit(name)["User"])
    credentials = give_credentials(name, user, unit.get("LoadCredential", ""))
    env = environment(unit["EnvironmentFile"], read_environment(name), credentials)
    words, passed = shlex.split(unit["ExecStart"]), []
    if runtime := unit.get("RuntimeDirectory"):
        folder = Path("/run") / runtime
        folder.mkdir(exist_ok=True)
        os.chown(folder, user.pw_uid, user.pw_gid)
    if (socket_state := STATE / name.replace(".service", ".socket")).exists():
        held = json.loads(socket_state.read_text())
        os.dup2(fetch(held), 3)
        passed = [3]
        env |= {"LISTEN_FDS": "1"}
        words = ["sh", "-c", f"export LISTEN_PID=$$; exec {shlex.join(words)}"]
    ready = STATE / f"{name}.notify"
    ready.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
        notified.bind(str(ready))
        ready.chmod(0o666)
        env["NOTIFY_SOCKET"] = str(ready)
        with (STATE / f"{name}.log").open("ab") as log:
            started = subprocess.Popen(
                words, cwd=unit["WorkingDirectory"], env=env, user=user.pw_uid, group=user.pw_gid, extra_groups=[],
                umask=0o027, pass_fds=passed, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        save(name, started.pid, -1)
        if unit["Type"] == "notify":
            wait_until_ready(name, started, notified)


def wait_until_ready(name: str, started: subprocess.Popen, notified: socket.socket) -> None:
    notified.settimeout(1)
    for _ in range(READY_SECONDS):
        try:
            if b"READY=1" in notified.recv(4096):
                return
        except TimeoutError:
            if started.poll() is not None:
                break
    raise SystemExit(f"{name} did not start: {(STATE / f'{name}.log').read_text()[-3000:]}")


def fetch(held: dict) -> int:
    """Take the holder's socket: the same one, and not another on its port."""
    descriptor = os.pidfd_open(held["pid"])
    # pidfd_getfd, which Python does not have.
    import ctypes

    number = ctypes.CDLL(None, use_errno=True).syscall(438, descriptor, held["fd"], 0)
    if number < 0:
        raise OSError(ctypes.get_errno(), "pidfd_getfd")
    return number


def save(name: str, pid: int, fd: int) -> None:
    (STATE / name).write_text(json.dumps({"pid": pid, "fd": fd}))


def alive(name: str) -> bool:
    path = STATE / name
    return path.exists() and Path(f"/proc/{json.loads(path.read_text())['pid']}/cwd").exists()


def stop(name: str) -> None:
    if alive(name):
        pid = json.loads((STATE / name).read_text())["pid"]
        os.kill(pid, signal.SIGTERM)
        while Path(f"/proc/{pid}/cwd").exists():
            time.sleep(0.1)
    (STATE / name).unlink(missing_ok=True)


def systemctl(verb: str, *names: str) -> None:
    STATE.mkdir(exist_ok=True)
    for name in (name for name in names if not name.startswith("-")):
        unit = name if "." in name else f"{name}.service"
        if name in DEBIAN:
            for command in DEBIAN[name]:
                subprocess.run(command, check=True)
        elif unit.endswith(".timer"):
            read_unit(unit)
        else:
            if verb in {"stop", "restart"}:
                stop(unit)
            if verb in {"enable", "start", "restart"}:
                (start_socket if unit.endswith(".socket") else start_service)(unit)


def systemd_run(*words: str) -> int:
    options, rest = [], list(words)
    while rest[0].startswith("--"):
        options.append(rest.pop(0))
    properties = dict(word.removeprefix("--property=").partition("=")[::2] for word in options if "--property=" in word)
    user = pwd.getpwnam(properties["User"])
    credentials = give_credentials("run", user, properties.get("LoadCredential", ""))
    env = environment(properties["EnvironmentFile"], [], credentials)
    return subprocess.run(
        rest, cwd=properties["WorkingDirectory"], env=env, user=user.pw_uid, group=user.pw_gid, extra_groups=[],
        umask=0o027, check=False,
    ).returncode  # fmt: skip


def apt_get(*words: str) -> int:
    packages = [word for word in words if not word.startswith("-") and word not in {"update", "install"}]
    return subprocess.run(["dpkg-query", "--show", *packages], check=False, stdout=subprocess.DEVNULL).returncode


if __name__ == "__main__":
    program = Path(sys.argv[0]).name
    os.umask(0o022)
    if program == "systemctl":
        sys.exit(systemctl(*sys.argv[1:]))
    sys.exit((systemd_run if program == "systemd-run" else apt_get)(*sys.argv[1:]))
