"""Django's makemessages, which also reads the sentences of data files: questions, hints, options, checks, names.

Where they are shown they go through gettext, as `_(question.label)`. What a statement says in public does not: it stays
in the language that it was signed in.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.commands import makemessages

# What a person reads; all else is codes, patterns, sources and words that a program looks for.
SHOWN = {"label", "hint", "question", "message", "text", "reason", "help", "help_title", "title", "name"}
# Facts about another system, or documents that are cited under their own names.
NOT_OURS = {"registry", "registry_field"}
NOT_SHOWN = ("sources.json", "_words.json", "package.json", "package-lock.json")


def sentences(value: Any, key: str = "") -> Iterator[str]:
    """The sentences of a data file that people read, in its order."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in NOT_OURS:
                yield from sentences(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from sentences(inner, key)
    elif isinstance(value, str) and key in SHOWN and value:
        yield value


class BuildFile(makemessages.BuildFile):
    def preprocess(self) -> None:
        if not self.path.endswith(".json"):
            super().preprocess()
            return
        data = json.loads(Path(self.path).read_text(encoding="utf-8"))
        found = [] if self.path.endswith(NOT_SHOWN) else sentences(data)
        lines = "".join(f"gettext_noop({sentence!r})\n" for sentence in found)
        Path(self.work_path).write_text(lines, encoding="utf-8")


class Command(makemessages.Command):
    build_file_class = BuildFile

    def handle(self, *args: Any, **options: Any) -> None:
        options["extensions"] = options["extensions"] or ["html", "txt", "py", "json"]
        options["ignore_patterns"] += ["node_modules", "var", "bench", "tests", "frontend"]
        super().handle(*args, **options)
