"""Storage that speaks S3, for servers that share no disk. It fails as a disk does: with OSError.

See docs/requirements/security.md#shared-storage.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends import s3

# A sealed file that is larger lies in a nameless file while it is read.
MAX_BYTES_IN_MEMORY = 5 * 1024 * 1024
NOT_FOUND = 404
# Where files of this hour lie in storage that tells nobody when they came.
ARRIVING = "arriving/"


@contextmanager
def _failing_like_a_disk(name: str = "") -> Iterator[None]:
    """Raise FileNotFoundError for a missing file, and OSError for whatever else goes wrong."""
    try:
        yield
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == NOT_FOUND:
            raise FileNotFoundError(name) from error
        raise OSError(f"S3 refused: {error.response.get('Error', {}).get('Code', 'unknown')}") from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(f"S3 does not respond ({type(error).__name__})") from error


class S3Storage(s3.S3Storage):
    """A bucket. What is saved is there whole or not at all, and every server reads it at once."""

    def get_default_settings(self) -> dict[str, Any]:
        """Return the library's defaults with ours: visitors do not wait for a storage that is silent."""
        config = Config(
            s3={"addressing_style": "path"},
            connect_timeout=2,
            read_timeout=20,
            retries={"mode": "standard", "max_attempts": 3},
            # Checksums that not every service knows: what is sealed is checked when it is opened.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        return super().get_default_settings() | {
            "client_config": config,
            "max_memory_size": MAX_BYTES_IN_MEMORY,
            "transfer_config": TransferConfig(use_threads=False),
        }

    def describe_problem(self) -> str:
        """Return what is wrong with the bucket in words for the operator, or an empty string. Raises OSError."""
        with _failing_like_a_disk(self.bucket_name):
            self.connection.meta.client.head_bucket(Bucket=self.bucket_name)
            versions = self.connection.meta.client.get_bucket_versioning(Bucket=self.bucket_name)
        return (
            f"{self.bucket_name} keeps former versions, so what people had erased stays"
            if versions.get("Status") == "Enabled"
            else ""
        )

    def _open(self, name: str, mode: str = "rb") -> File:
        with _failing_like_a_disk(name):
            file = super()._open(name, mode)
            # Fetched here: no failure comes in the middle of a reading.
            file.open()
            return file

    def _save(self, name: str, content: File) -> str:
        with _failing_like_a_disk(name):
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        with _failing_like_a_disk(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _failing_like_a_disk(name):
            return super().exists(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _failing_like_a_disk(name):
            return super().listdir(name)

    def size(self, name: str) -> int:
        with _failing_like_a_disk(name):
            return super().size(name)

    def get_modified_time(self, name: str) -> datetime:
        with _failing_like_a_disk(name):
            return super().get_modified_time(name)


class TimelessS3Storage(S3Storage):
    """A bucket that tells the hour in which a file came, and not the second.

    S3 notes when each object was written and lets nobody change it. So a new file arrives under ARRIVING, and `settle`
    writes those of the hours before anew, one after another by their random names.
    """

    def settle(self, *, before: datetime) -> int:
        """Move the files that arrived before that time, which is a full hour, to their names; return how many."""
        with _failing_like_a_disk():
            arrived = [item.key for item in self.bucket.objects.filter(Prefix=ARRIVING) if item.last_modified < before]
        # Another worker may move the same file, or somebody may delete it.
        for key in sorted(arrived):
            with suppress(FileNotFoundError), _failing_like_a_disk(key):
                source = {"Bucket": self.bucket_name, "Key": key}
                self.bucket.Object(key.removeprefix(ARRIVING)).copy_from(CopySource=source)
                self.bucket.Object(key).delete()
        return len(arrived)

    def _save(self, name: str, content: File) -> str:
        return super()._save(f"{ARRIVING}{name}", content).removeprefix(ARRIVING)

    def _open(self, name: str, mode: str = "rb") -> File:
        # A third look: between the first two it may have been moved.
        for place in (name, f"{ARRIVING}{name}"):
            try:
                return super()._open(place, mode)
            except FileNotFoundError:
                continue
        return super()._open(name, mode)

    def delete(self, name: str) -> None:
        # First where it arrived: from there it could still be copied.
        super().delete(f"{ARRIVING}{name}")
        super().delete(name)

    def exists(self, name: str) -> bool:
        return super().exists(name) or super().exists(f"{ARRIVING}{name}") or super().exists(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        arriving = super().listdir(f"{ARRIVING}{name}")
        settled = super().listdir(name)
        folders, names = (sorted({*first, *second}) for first, second in zip(settled, arriving, strict=True))
        return [folder for folder in folders if name or folder != ARRIVING.rstrip("/")], names

    def size(self, name: str) -> int:
        try:
            return super().size(name)
        except FileNotFoundError:
            return super().size(f"{ARRIVING}{name}")

    def get_modified_time(self, name: str) -> datetime:
        try:
            return super().get_modified_time(name)
        except FileNotFoundError:
            return super().get_modified_time(f"{ARRIVING}{name}")
