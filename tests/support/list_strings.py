"""Write every string that a person may read into var/strings.tsv, or print some of them for somebody to judge.

Called by `make strings`.
"""

import csv
import random
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings

from tests.support.copy_strings import list_texts

HEADERS = ("file", "line", "words")
DRAWN = 40


def write_strings(path: Path) -> int:
    """Write the list as tab-separated values, by file; return how many strings it has."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(HEADERS)
        writer.writerows((text.where, text.line, text.words) for text in list_texts())
    return len(list_texts())


def draw_strings(seed: int, number: int = DRAWN) -> list[str]:
    """Return some strings with their file and line: the same ones for the same seed and the same list."""
    texts = random.Random(seed).sample(list_texts(), number)
    return [f"{text.where}:{text.line}: {text.words}" for text in texts]


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--seed", help="print 40 strings drawn by this number")
    seed = parser.parse_args().seed
    path = Path(settings.BASE_DIR) / "var" / "strings.tsv"
    lines = [f"{write_strings(path)} strings in {path.relative_to(settings.BASE_DIR)}"]
    sys.stdout.write("\n".join(lines + draw_strings(int(seed)) if seed else lines) + "\n")


if __name__ == "__main__":
    main()
