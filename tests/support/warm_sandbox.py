"""Stands in for `portal.core.sandbox`: a fork of one process that has its libraries in memory, not a new process each
time.

The same function in the same kind of process with the same limits; only the start is spared, of which the tests have
thousands. Tests of the processes themselves ask for `own_processes`.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from portal.core import sandbox

# WeasyPrint tells Pillow to be content with half a picture: what looks at pictures never meets it.
DRAWING = ("portal.core.pdf", "weasyprint")
READING = (
    "compliance.statements.text_checker.sandbox",
    "compliance.statements.word.reader",
    "compliance.workbooks.sandbox_reader",
    "portal.files.sanitising",
    "portal.files.docx",
    "portal.files.parse_check",
    "portal.files.previews",
)
Answer = Callable[[bytes, float, int], bytes]


@contextmanager
def warm_processes(folder: Path) -> Iterator[Answer]:
    """Yield what stands in for sandbox._answer while they run. folder: of their sockets."""
    with forking(folder / "drawing", DRAWING) as draw, forking(folder / "reading", READING) as look:
        yield lambda order, *limits: (draw if order.startswith(b'["portal.core.pdf:') else look)(order, *limits)


@contextmanager
def forking(place: Path, libraries: Sequence[str]) -> Iterator[Answer]:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(place))
    listener.listen(64)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.warm_sandbox", str(listener.fileno()), *libraries],
        cwd=Path(__file__).parents[2],
        env={key: os.environ[key] for key in sandbox.INHERITED_ENVIRONMENT if key in os.environ},
        pass_fds=[listener.fileno()],
        start_new_session=True,
    )
    listener.close()

    def answer(order: bytes, seconds: float, megabytes: int) -> bytes:
        with socket.socket(socket.AF_UNIX) as asked, suppress(TimeoutError, ConnectionError):
            asked.settimeout(seconds + sandbox.GRACE_SECONDS)
            asked.connect(str(place))
            with suppress(BrokenPipeError):
                asked.sendall(order)
            asked.shutdown(socket.SHUT_WR)
            with asked.makefile("rb") as said:
                head = said.read(sandbox.HEAD)
                return head + said.read(min(int.from_bytes(head[1:]), megabytes * sandbox.MEGABYTE))
        return b""

    try:
        yield answer
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def main(listening: int, *libraries: str) -> None:
    for library in libraries:
        import_module(library)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=listening) as listener:
        while True:
            asked, _ = listener.accept()
            if not os.fork():
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                nowhere = os.open(os.devnull, os.O_WRONLY)
                for source, target in ((asked.fileno(), 0), (asked.fileno(), 1), (nowhere, 2)):
                    os.dup2(source, target)
                status = sandbox.main()
                sys.stdout.flush()
                os._exit(status)
            asked.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
