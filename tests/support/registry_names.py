"""A registry of invented names, and suppliers as vendor lists write them: listed ones in many spellings, and strangers.

Of the kind that was measured: 703 suppliers of one list were on the registry, and each was to be found.
"""

import csv
import io
import random
from collections.abc import Callable, Iterable
from itertools import cycle, islice
from pathlib import Path

from django.core.management import call_command

LISTED_COUNT = 703
_ONSETS = ["Bram", "Ash", "Nor", "Tarn", "Pell", "Quen", "Hart", "Ox", "Dun", "Fern", "Grey", "Ivin", "Kest", "Low",
           "Marl", "Alder", "Thorn", "Win", "Stan", "Hale", "Cron", "Bick", "Ells", "Farn", "Gal", "Hex",
           "Ken"]  # fmt: skip
_CODAS = ["bling", "combe", "wold", "wick", "worth", "by", "mere", "leigh", "mallow", "acre", "well", "ghoe", "rel",
          "moor", "stone", "ham", "ford", "ton", "bury", "field", "gate", "dale", "shaw"]  # fmt: skip
_TRADES = ["Foods", "Logistics", "Packaging", "Textiles", "Facilities Management", "Construction", "Recruitment",
           "Software", "Chemicals", "Waste Management", "Care", "Catering", "Print", "Motors", "Interiors", "Seafood",
           "Engineering", "Property", "Security", "Steel", "Bakeries", "Dairies"]  # fmt: skip
_FORMS = ["Limited", "PLC", "Group Limited", "Holdings Limited", "Group PLC", "LLP", "(UK) Limited",
          "International Limited", "& Sons Limited", "& Co. Limited", "Company Limited"]  # fmt: skip


def _strip_form(name: str) -> str:
    for form in sorted(_FORMS, key=len, reverse=True):
        name = name.removesuffix(" " + form)
    return name


def _swap(name: str) -> str:
    return name[:2] + name[3] + name[2] + name[4:]


WRITTEN: dict[str, Callable[[str], str]] = {
    "as it is": lambda name: name,
    "capitals, LTD": lambda name: name.replace("Limited", "LTD").upper(),
    "Ltd.": lambda name: name.replace("Limited", "Ltd.").replace("PLC", "P.L.C."),
    "no form": _strip_form,
    "and": lambda name: name.replace("&", "and"),
    "The": lambda name: f"The {name}",
    "account number first": lambda name: f"100234 {name}",
    "account number last": lambda name: f"{name} - 0451",
    "trading as": lambda name: f"{name} t/a Sunrise Direct",
    "trading as, the other way": lambda name: f"Sunrise Direct T/A {name}",
    "formerly": lambda name: f"Sunrise Direct Ltd (formerly {name})",
    "its place": lambda name: f"{_strip_form(name)} (Doncaster) Limited",
    "its place after a dash": lambda name: f"{name} – Doncaster depot",
    "its branch": lambda name: f"{_strip_form(name)} Northern Region Ltd",
    "its group": lambda name: f"{_strip_form(name)} Group Holdings plc",
    "without its group": lambda name: f"{_strip_form(name)} Ltd",
    "a company of the group": lambda name: f"{_strip_form(name)} Services (UK) Ltd",
    "two letters changed round": _swap,
    "a letter less": lambda name: name[:3] + name[4:],
    "a letter twice": lambda name: name[:4] + name[3] + name[4:],
    "shortened": lambda name: name.replace("Management", "Mgmt").replace("Engineering", "Eng.").replace("Group", "Grp"),
    "cut off at 24 letters": lambda name: name[:24].rstrip(),
    "in one word": lambda name: name.replace(" ", "", 1) if name.split()[1][0].isalpha() else name,
    "spaces and a comma": lambda name: f"  {name.replace(' Limited', ', Limited')}  ",
}  # fmt: skip


def build_registry(size: int = 12_000) -> list[str]:
    """Return invented names of the registry; the first LISTED_COUNT are of suppliers."""
    chosen = random.Random(54)  # invented names, always the same
    names: dict[str, None] = {}
    while len(names) < size:
        first = chosen.choice(_ONSETS) + chosen.choice(_CODAS) + chosen.choice(["", "", "", "s", "ley", "er", "sons"])
        names[f"{first} {chosen.choice(_TRADES)} {chosen.choice(_FORMS)}"] = None
    return list(names)


def write_suppliers(registry: list[str]) -> list[tuple[str, str, str]]:
    """Return how, the name as a vendor list has it, and the name that the registry has."""
    spellings = islice(cycle(WRITTEN.items()), LISTED_COUNT)
    return [(how, write(name), name) for (how, write), name in zip(spellings, registry, strict=False)]


def list_strangers() -> list[str]:
    """Return names of suppliers that no registry has."""
    chosen = random.Random(45)
    onsets = ["Zan", "Vri", "Tchek", "Mou", "Jor", "Pla", "Cyr", "Dra", "Yev", "Ugo", "Wen", "Sze"]
    codas = ["zibar", "enko", "allah", "ghini", "dano", "quez", "ovic", "heng", "nova", "tani", "pour"]
    names: dict[str, None] = {}
    while len(names) < LISTED_COUNT:
        first = chosen.choice(onsets) + chosen.choice(codas)
        names[f"{first} {chosen.choice(_TRADES)} {chosen.choice(_FORMS)}"] = None
    return list(names)


def load_registry(path: Path, names: Iterable[str], day: str = "2026-11-01") -> None:
    """Load a file of the registry with a statement of each of these organisations."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["OrganisationName", "StatementYear", "CompanyNumber", "StatementURL"])
        for number, name in enumerate(names):
            writer.writerow([name, 2025, "", f"https://n{number}.example/statement"])
    call_command("import_registry", str(path), date=day, stdout=io.StringIO())
