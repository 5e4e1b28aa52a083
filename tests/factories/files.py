import hashlib

import factory
from factory.django import DjangoModelFactory

from portal.files.models import StoredFile

ONE_PIXEL_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


class StoredFileFactory(DjangoModelFactory):
    """A row without its bytes; portal.files.services.receive makes both."""

    class Meta:
        model = StoredFile

    name = "board-minute.png"
    content_type = "image/png"
    size = len(ONE_PIXEL_PNG)
    sha256 = hashlib.sha256(ONE_PIXEL_PNG).hexdigest()
    scope = factory.Faker("uuid4", cast_to=None)
