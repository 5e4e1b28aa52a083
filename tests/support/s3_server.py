"""A service that speaks S3, on this machine."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from portal.settings.storages import BUCKETS

KEYS = {"aws_access_key_id": "portal", "aws_secret_access_key": "a key for tests"}


@dataclass
class S3Server:
    """prefix: as S3_BUCKETS."""

    url: str
    prefix: str
    server: ThreadedMotoServer

    @property
    def client(self):
        return boto3.client("s3", endpoint_url=self.url, region_name="eu-west-2", **KEYS)

    def make_buckets(self) -> None:
        for name, _, _ in BUCKETS.values():
            where = {"LocationConstraint": "eu-west-2"}
            self.client.create_bucket(Bucket=f"{self.prefix}-{name}", CreateBucketConfiguration=where)

    def environment(self, folder: Path) -> dict[str, str]:
        """The variables of a portal that keeps its files here. folder: for the secrets."""
        named = {"S3_ACCESS_KEY_FILE": "aws_access_key_id", "S3_SECRET_KEY_FILE": "aws_secret_access_key"}
        for variable, key in named.items():
            (folder / variable).write_text(KEYS[key])
        paths = {variable: str(folder / variable) for variable in named}
        return {"S3_BUCKETS": self.prefix, "S3_ENDPOINT": self.url, "S3_REGION": "eu-west-2", **paths}

    def storages(self) -> dict[str, dict]:
        """The same as settings of this process."""
        shared = {"endpoint_url": self.url, "region_name": "eu-west-2"}
        shared |= {"access_key": KEYS["aws_access_key_id"], "secret_key": KEYS["aws_secret_access_key"]}
        return {"staticfiles": storages.backends["staticfiles"]} | {
            alias: {"BACKEND": backend, "OPTIONS": {"bucket_name": f"{self.prefix}-{name}", **options, **shared}}
            for alias, (name, backend, options) in BUCKETS.items()
        }


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """A service with the three buckets of a portal."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        running = S3Server(f"http://{host}:{port}", f"p{secrets.token_hex(4)}", server)
        running.make_buckets()
        yield running
    finally:
        server.stop()
