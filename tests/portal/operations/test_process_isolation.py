"""What one process can read of another of the same user, with real processes: a broken face of what the desk holds."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import getsource

import pytest

from portal.operations import process_isolation
from portal.settings.faces import FACES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no /proc")
NOBODY = 65534
SECRET = "harbour-violet-lantern"
# Nobody may not read where the portal is: these run the module's own words.
HOLDER = """
import sys
{start}
held = sys.argv[1].encode().swapcase()
print("ready", flush=True)
sys.stdin.read()
"""
READER = """
import ctypes, sys
pid, secret = int(sys.argv[1]), sys.argv[2].encode().swapcase()

def read_environment():
    return secret.swapcase() in open(f"/proc/{pid}/environ", "rb").read()

def find_places():
    for line in open(f"/proc/{pid}/maps"):
        span, rights, *_ = line.split()
        if rights.startswith("rw"):
            first, last = (int(end, 16) for end in span.split("-"))
            yield first, last - first

def read_memory():
    with open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for start, length in find_places():
            memory.seek(start)
            if secret in memory.read(length):
                return True
    return False

def look_into_folders():
    return bool(__import__("os").listdir(f"/proc/{pid}/root/"))

def call_for_memory():
    class Span(ctypes.Structure):
        _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
    library = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(1)
    start = next(iter(find_places()))[0]
    ours, theirs = Span(ctypes.addressof(buffer), 1), Span(start, 1)
    return library.process_vm_readv(pid, ctypes.byref(ours), 1, ctypes.byref(theirs), 1, 0) == 1

for attempt in (read_environment, read_memory, look_into_folders, call_for_memory):
    try:
        print(attempt.__name__, attempt())
    except OSError:
        print(attempt.__name__, False)
"""
ATTEMPTS = ("read_environment", "read_memory", "look_into_folders", "call_for_memory")


def get_user() -> dict[str, object]:
    """Return who both processes are: nobody special, for root may read everything."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def get_command(code: str) -> list[str]:
    return [sys._base_executable, "-I", "-c", code]


@contextmanager
def holding(start: str = "") -> Iterator[int]:
    """A process with a secret in its environment and another in its memory. start: what it does first."""
    with subprocess.Popen(
        [*get_command(HOLDER.format(start=start)), SECRET], env={"SECRET": SECRET}, cwd="/", stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True, **get_user(),
    ) as process:  # fmt: skip
        assert process.stdout.readline() == "ready\n"
        yield process.pid
        process.stdin.close()


def read_from(pid: int) -> dict[str, bool]:
    """Return what another process of that user could read."""
    done = subprocess.run(
        [*get_command(READER), str(pid), SECRET], env={}, cwd="/", capture_output=True, text=True, check=True,
        **get_user(),
    )  # fmt: skip
    return {name: answer == "True" for name, answer in map(str.split, done.stdout.splitlines())}


def test_of_a_process_as_the_system_starts_it_another_of_its_user_reads_everything():
    with holding() as pid:
        assert read_from(pid) == dict.fromkeys(ATTEMPTS, True)


def test_of_an_undumpable_process_another_of_its_user_reads_nothing():
    with holding(f"{getsource(process_isolation)}\nmake_undumpable()") as pid:
        assert read_from(pid) == dict.fromkeys(ATTEMPTS, False)


TELL = """
import os, django
django.setup()
from portal.operations.process_isolation import is_dumpable
print(is_dumpable(), flush=True)
if os.fork():
    os.wait()
else:
    print(is_dumpable())
"""
FACE_URLS = ",".join(f"{face}=https://{face}.example" for face in FACES)


@pytest.mark.parametrize(
    ("face", "urls", "answer"), [("", "", "True"), ("", FACE_URLS, "False"), ("public", FACE_URLS, "False")]
)
def test_where_there_are_faces_each_process_and_its_forks_are_undumpable(face, urls, answer):
    """The worker, too, which is no face: it holds more than any of them."""
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_URL": ""}
    environment |= {"PORTAL_FACE": face, "FACE_URLS": urls}
    done = subprocess.run(
        [sys.executable, "-c", TELL], env=os.environ | environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [answer, answer]
