"""Every string of the portal that a person may read, with the file and the line it is in.

Templates (HTML, Jinja and mails), calls of gettext in code, sentences of rules and of data files, guidance and courses.
Beside those: sentences in code that are not translated, such as the output of commands, lines of workbooks and PDFs and
the content of the demo; and f-strings.
"""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from pathlib import Path

from django.conf import settings

from portal.core.management.commands.makemessages import NOT_SHOWN, sentences, sentences_of_rules

BASE = Path(settings.BASE_DIR)
CODE = ("portal", "compliance", "learning")
GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
# Names of places, languages, councils and services; classifications of others.
NOT_OURS = ("portal/reference/data/", "learning/directory/data/services.json")
TRANSLATE = re.compile(r"""{%-?\s*translate\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
BLOCK = re.compile(r"{%-?\s*blocktranslate[^%]*%}(.*?){%-?\s*endblocktranslate\s*-?%}", re.DOTALL)
JINJA = re.compile(r"""\b(?:_|gettext|ngettext)\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
JINJA_BLOCK = re.compile(r"{%-?\s*trans\b[^%]*%}(.*?){%-?\s*endtrans\s*-?%}", re.DOTALL)
PLURAL = re.compile(r"{%-?\s*(?:plural|pluralize)[^%]*%}")
# What a variable of a template or of a string becomes.
GAP = re.compile(r"{{[^}]*}}|%\(\w+\)[sd]|%[sd]|{\w*}")
# Files of data whose sentences are not under the keys that are looked for, or whose names are headers of a workbook.
MESSAGES = "compliance/workbooks/data/codes.json"
COLUMNS = "compliance/workbooks/data/columns.json"
MESSAGE_CODE = re.compile(r"[FRW]\d{3}\b")
# A sentence that is not translated: a capital and at least four words, or fewer with an end.
SENTENCE = re.compile(r"[A-Z“][^\s]*(?: [^\s]+){3,}$|[A-Z“][^\s]*(?: [^\s]+)+[.?!:]$")
# In these what people read may begin small: helps of commands, answers of health checks, tasks of demo accounts.
LOOSE = re.compile(r"/demo|/management/commands/|portal/operations/(?:health|doctor|checks|readiness|prompts)")
LOOSE_SENTENCE = re.compile(SENTENCE.pattern + r"|[a-z][^\s]*(?: [^\s]+){2,}$")
WORDS = re.compile(r"[A-Za-z’']{2,},? [A-Za-z’'{]{2,}")
# SQL, markup, patterns, headers of HTTP, mail and logs.
NOT_WORDS = re.compile(
    r"\b(?:SELECT|UPDATE|DELETE|INSERT|CREATE|ALTER|WHERE|JOIN|FROM|DROP|PRAGMA|BEGIN|RETURN|UNION|WHEN|CAST)\b"
    r"|<[a-z/]|\\|\(\?|\|[a-z]|HTTP/1|%s|^\[|_x|\bON \{|\bIS NULL\b"
)
FOR_ENGINEERS = frozenset(
    {"ValueError", "TypeError", "RuntimeError", "LookupError", "KeyError", "AssertionError", "ImproperlyConfigured"}
)
REPORTERS = (
    "templates/concerns/",
    "templates/layouts/reporter.html",
    "compliance/concerns/forms",
    "compliance/concerns/labels",
    "compliance/concerns/rules",
)


@dataclass(frozen=True)
class Text:
    """A string as a person reads it: no markup, and X for each gap."""

    where: str
    words: str
    line: int = field(default=0, compare=False)
    is_error: bool = field(default=False, compare=False)

    @property
    def is_for_reporters(self) -> bool:
        return self.where.startswith(REPORTERS)


@cache
def list_texts() -> tuple[Text, ...]:
    """Return every string once for each file that it is in."""
    errors = _list_errors()
    found = (
        Text(where, words, line, (where, source) in errors)
        for where, source, line in _list_strings()
        if (words := plain(source))
    )
    return tuple(dict.fromkeys(found))


def plain(text: str) -> str:
    """Return a string without tags and entities, with X for each gap."""
    without_tags = re.sub(r"<[^>]+>", "", GAP.sub("X", text))
    return re.sub(r"\s+", " ", unescape(without_tags)).strip()


def _list_strings() -> Iterator[tuple[str, str, int]]:
    for suffix in ("*.html", "*.jinja", "*.txt"):
        for path in sorted((BASE / "templates").rglob(suffix)):
            yield from ((_name(path), text, line) for text, line in _of_template(path.read_text()))
    for folder in CODE:
        for path in _code_files(folder):
            yield from ((_name(path), text, line) for text, line in _of_code(path))
        for path in sorted((BASE / folder).rglob("*.json")):
            if not _name(path).startswith(NOT_OURS) and not _name(path).endswith(NOT_SHOWN):
                yield from ((_name(path), text, line) for text, line in _of_data(path))


def _code_files(folder: str) -> list[Path]:
    return [path for path in sorted((BASE / folder).rglob("*.py")) if "migrations" not in path.parts]


def _list_errors() -> set[tuple[str, str]]:
    """Return where and what forms and imports say is wrong."""
    found = {
        (MESSAGES, text) for code, text in json.loads((BASE / MESSAGES).read_text())["codes"].items() if code < "W"
    }
    for path in (path for folder in CODE for path in _code_files(folder)):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            match node:
                case (
                    ast.Call(func=ast.Name(id="ValidationError") | ast.Attribute(attr="add_error"))
                    | ast.keyword(arg="error_messages")
                ):
                    found |= {
                        (_name(path), inner.value)
                        for inner in ast.walk(node)
                        if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
                    }
    return found


def _name(path: Path) -> str:
    return str(path.relative_to(BASE))


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1


def _of_template(source: str) -> Iterator[tuple[str, int]]:
    for pattern in (TRANSLATE, JINJA):
        yield from ((match[1] or match[2] or "", _line(source, match.start())) for match in pattern.finditer(source))
    for pattern in (BLOCK, JINJA_BLOCK):
        for match in pattern.finditer(source):
            yield from ((part, _line(source, match.start())) for part in PLURAL.split(match[1]))


def _of_data(path: Path) -> Iterator[tuple[str, int]]:
    source = path.read_text()
    data = json.loads(source)
    name = _name(path)
    texts = data["codes"].values() if name == MESSAGES else sentences(data)
    headers = {column["name"] for kind in data["kinds"] for column in kind["columns"]} if name == COLUMNS else set()
    for text in texts:
        if text not in headers:
            yield text, _line(source, max(source.find(json.dumps(text, ensure_ascii=False)), 0))


def _of_code(path: Path) -> Iterator[tuple[str, int]]:
    source = path.read_text()
    if "rules" in path.parts:
        for text in sentences_of_rules(source):
            if not MESSAGE_CODE.match(text):
                yield text, _line(source, max(source.find(text), 0))
    if path.name == "triggers.py":
        return  # what the database answers to programs
    tree = ast.parse(source)
    yield from _of_node(tree, _gettext_names(tree), LOOSE_SENTENCE if LOOSE.search(_name(path)) else SENTENCE)


def _gettext_names(tree: ast.AST) -> dict[str, str]:
    """Return gettext's functions by the names that a module imports them under."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {name: name for name in GETTEXT} | {
        alias.asname or alias.name: alias.name
        for node in imports
        if node.module == "django.utils.translation"
        for alias in node.names
    }


def _of_node(node: ast.AST, names: dict[str, str], sentence: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    match node:
        case ast.Call(func=ast.Name(id=name)) if names.get(name) in GETTEXT:
            skipped = 1 if names[name] in WITH_CONTEXT else 0
            for argument in node.args[skipped:]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value, argument.lineno
        case ast.Expr(value=ast.Constant()) | ast.Assert() | ast.keyword(arg="help_text", value=ast.Constant()):
            return  # docstrings, what engineers read, notes on fields of models
        case ast.Call(func=ast.Attribute(value=ast.Name(id="logger"))):
            return
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name))) if name in FOR_ENGINEERS:
            return
        case ast.JoinedStr():
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
            if WORDS.search(text) and not NOT_WORDS.search(text):
                yield text, node.lineno
        case ast.keyword(arg="help", value=ast.Constant(value=str(text))):
            yield text, node.value.lineno
        case ast.Constant(value=str(text)) if sentence.match(text) and not NOT_WORDS.search(text):
            yield text, node.lineno
        case _:
            for inner in ast.iter_child_nodes(node):
                yield from _of_node(inner, names, sentence)
