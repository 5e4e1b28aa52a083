"""Django's makemessages, which also reads the sentences of data files: questions, hints, options, checks, names.

And of rules, which know no Django and so cannot mark them: every whole sentence that stands in one piece. One with
gaps for facts is put together before anybody could translate it; it stays in English.

With --public, as the catalogues in locale/ are made, it takes only what the public reads in its own language.

Where they are shown they go through gettext, as `_(question.label)`. What a statement says in public does not: it stays
in the language that it was signed in.
"""

import ast
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import makemessages
from django.utils.functional import cached_property
from jinja2 import Environment
from jinja2.ext import extract_from_ast

# What a person reads; all else is codes, patterns, sources and words that a program looks for.
SHOWN = {"label", "hint", "question", "message", "text", "reason", "help", "help_title", "title", "name", "hours"}
# Facts about another system, documents that are cited under their own names, names of councils, forces and services.
NOT_OURS = {"registry", "registry_field"}
NOT_SHOWN = (
    "sources.json", "_words.json", "councils.json", "police_forces.json", "directory/data/services.json",
    "package.json", "package-lock.json",
)  # fmt: skip

# The frame, the concern journey, a page of guidance but not the search or forms, the pages of errors, and what the
# forms and files of these may say.
PUBLIC = (
    "compliance/concerns/",
    "learning/base/choices.py",
    "learning/base/html_anchors.py",
    "learning/resources/choices.py",
    "portal/core/forms/",
    "portal/core/extra_translations.py",
    "portal/core/rate_limits.py",
    "portal/core/templatetags/",
    "portal/files/file_types.py",
    "portal/files/services.py",
    "portal/reference/data/contacts.json",
    "templates/base.html",
    "templates/blocks/",
    "templates/components/",
    "templates/concerns/",
    "templates/errors/",
    "templates/forms/",
    "templates/layouts/public.html",
    "templates/resources/_",
    "templates/resources/guidance_page.html",
    *(
        f"templates/layouts/parts/{name}"
        for name in (
            "body_start.jinja", "emergency.html", "exit", "footer.jinja", "header.jinja", "helpline.html",
            "languages.html", "navigation",
        )
    ),
)  # fmt: skip
# Lines of history, which only staff read.
NOT_PUBLIC = ("compliance/concerns/audit_events.py",)


def sentences(value: Any, key: str = "") -> Iterator[str]:
    """Yield the sentences of a data file that people read, in its order."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in NOT_OURS:
                yield from sentences(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from sentences(inner, key)
    elif isinstance(value, str) and key in SHOWN and value:
        yield value


def sentences_of_rules(source: str) -> Iterator[str]:
    """Yield the whole sentences of a module: strings that begin with a capital and have a second word.

    Neither docstrings nor the pieces of a sentence with gaps.
    """
    yield from _find_texts(ast.parse(source))


def _find_texts(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)) if text[:1].isupper() and " " in text and "\\" not in text:
            yield text
        case ast.JoinedStr() | ast.Expr(value=ast.Constant()):
            return
        case _:
            for inner in ast.iter_child_nodes(node):
                yield from _find_texts(inner)


def sentences_of_jinja(source: str) -> Iterator[str]:
    """Yield what a template of Jinja translates, the arguments of its macros among it; both forms of a plural."""
    for _line, _function, message in extract_from_ast(Environment(autoescape=True).parse(source)):
        yield from filter(None, (message,) if isinstance(message, str) else message or ())


class BuildFile(makemessages.BuildFile):
    @cached_property
    def is_templatized(self) -> bool:
        """Return whether a copy is made for gettext to read."""
        is_rules = self.path.endswith(".py") and "rules" in Path(self.path).parts
        return is_rules or super().is_templatized

    def preprocess(self) -> None:
        if not self.path.endswith((".jinja", ".json", ".py")):
            super().preprocess()
        elif self.is_templatized:
            Path(self.work_path).write_text(self._copy(), encoding="utf-8")

    def _copy(self) -> str:
        source = Path(self.path).read_text(encoding="utf-8")
        if self.path.endswith(".py"):
            return source + _marked(sentences_of_rules(source))
        if self.path.endswith(".jinja"):
            return _marked(sentences_of_jinja(source))
        return "" if self.path.endswith(NOT_SHOWN) else _marked(sentences(json.loads(source)))


def _marked(lines: Iterable[str]) -> str:
    return "".join(f"\ngettext_noop({sentence!r})\n" for sentence in lines)


class Command(makemessages.Command):
    build_file_class = BuildFile
    is_public = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--public", action="store_true", help="Include only what the public reads.")

    def handle(self, *args: Any, public: bool = False, **options: Any) -> None:
        self.is_public = public
        options["extensions"] = options["extensions"] or ["html", "jinja", "txt", "py", "json"]
        options["ignore_patterns"] += ["node_modules", "var", "bench", "tests", "frontend"]
        if public:
            options |= {"add_location": "file", "no_obsolete": True}
        super().handle(*args, **options)

    def find_files(self, root: str) -> list[makemessages.TranslatableFile]:
        paths = super().find_files(root)
        return [file for file in paths if _is_public(os.path.relpath(file.path))] if self.is_public else paths


def _is_public(path: str) -> bool:
    return path.startswith(PUBLIC) and not path.startswith(NOT_PUBLIC)
