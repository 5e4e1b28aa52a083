"""Encrypts a backup while it is written, with age or GPG: no program of ours holds the key that opens it."""

import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.conf import settings

from portal.settings.environment import child_environment

AGE_RECIPIENTS = ("age1", "ssh-ed25519 ", "ssh-rsa ")


class EncryptionFailed(Exception):
    """age or gpg is missing, or refused; the message is its first line."""


def get_identity() -> Path | None:
    """Return the file with the private key of backups, where this machine has one."""
    path = Path(settings.BACKUP_IDENTITY_FILE)
    return path if path.exists() else None


def get_suffix(recipient: str) -> str:
    if not recipient:
        return ".tar"
    return ".tar.age" if recipient.startswith(AGE_RECIPIENTS) else ".tar.gpg"


@contextmanager
def open_for_writing(path: Path, recipient: str) -> Iterator[tarfile.TarFile]:
    """Yield a tar file whose bytes go to the path encrypted. Raises EncryptionFailed."""
    if recipient.startswith(AGE_RECIPIENTS):
        command = ["age", "--encrypt", "--recipient", recipient]
    else:
        command = ["gpg", "--batch", "--quiet", "--trust-model", "always", "--recipient", recipient, "--encrypt"]
    with path.open("wb") as target:
        if not recipient:
            with tarfile.open(fileobj=target, mode="w|") as tar:
                yield tar
            return
        process = _start(command, stdin=subprocess.PIPE, stdout=target)
        try:
            # Where the program ended early, it says itself why.
            with suppress(BrokenPipeError), tarfile.open(fileobj=process.stdin, mode="w|") as tar:
                yield tar
        except BaseException:
            process.kill()
            raise
        finally:
            _end(process)


@contextmanager
def open_for_reading(path: Path, identity: Path | None) -> Iterator[tarfile.TarFile]:
    """Yield the tar file in a backup. identity: a file with age's private key.

    Raises EncryptionFailed, tarfile.TarError.
    """
    if path.name.endswith(".tar"):
        with path.open("rb") as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
            yield tar
        return
    command = ["gpg", "--batch", "--quiet", "--decrypt", str(path)]
    if path.name.endswith(".age"):
        if identity is None:
            raise EncryptionFailed("the backup is encrypted with age: name the file of the private key with --identity")
        command = ["age", "--decrypt", "--identity", str(identity), str(path)]
    process = _start(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    try:
        with tarfile.open(fileobj=process.stdout, mode="r|") as tar:
            yield tar
    finally:
        # A program that failed says better why there was nothing to read.
        _end(process)


def _start(command: list[str], *, stdin: int, stdout: int | IO[bytes]) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(  # noqa: S603 - our own arguments
            command, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, env=child_environment()
        )
    except FileNotFoundError as error:
        raise EncryptionFailed(f"we could not find the program {command[0]}: install it") from error


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Wait for the program's end. Raises EncryptionFailed where it failed; not where we killed it."""
    _, message = process.communicate()
    if process.returncode > 0:
        lines = message.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        raise EncryptionFailed(lines[0])
