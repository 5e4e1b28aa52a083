"""Every address that code or a template asks for by its name exists: the page that asks would not open otherwise."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.urls import URLResolver, get_resolver

BASE = Path(settings.BASE_DIR)
ASKED = re.compile(r"""(?:\breverse(?:_lazy)?\(|\bredirect\(|{%-? ?url |\burl\()\s*["']([a-z_]+(?::[a-z_]+)+)["']""")


def get_names(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from get_names(pattern, (*spaces, *([pattern.namespace] if pattern.namespace else [])))
        elif pattern.name:
            yield ":".join((*spaces, pattern.name))


def list_sources() -> list[Path]:
    files = [path for folder in ("portal", "compliance", "learning") for path in (BASE / folder).rglob("*.py")]
    return files + [path for path in (BASE / "templates").rglob("*.*") if path.suffix in {".html", ".jinja", ".txt"}]


def test_every_name_of_an_address_is_known():
    names = set(get_names(get_resolver()))
    asked = [(name, path) for path in list_sources() for name in ASKED.findall(path.read_text())]
    assert len(asked) > 1_000
    assert not [f"{path.relative_to(BASE)}: {name}" for name, path in asked if name not in names]
