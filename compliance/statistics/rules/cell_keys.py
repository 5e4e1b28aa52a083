"""Cell keys: a little noise on every count of a cube, the same wherever the same people are counted.

Each record keeps a random key for good. The keys of the records of a cell add up to its cell key, and a table says by
count and cell key what is added. Counts below a threshold are not shown.

Source: Fraser and Wooton, A proposed method for confidentialising tabular output to protect against differencing,
UNECE 2005; as the Office for National Statistics does it in its package cell-key-perturbation 3.1.
"""

from collections.abc import Iterable, Sequence

# Record keys and cell keys run from 0 to one below this.
KEYS = 256
THRESHOLD = 10
MAX_NOISE = 2
# How many of the 256 cell keys add -2, -1, 0, 1 and 2: none on average, and for every count alike.
NOISE = {-2: 26, -1: 52, 0: 100, 1: 52, 2: 26}


def get_noise_table() -> list[int]:
    """Return what each cell key adds, spread so that neighbouring keys add different things."""
    ordered = [noise for noise, number in NOISE.items() for _number in range(number)]
    return [ordered[(key * 101) % KEYS] for key in range(KEYS)]


def get_cell_key(record_keys: Iterable[int]) -> int:
    return sum(record_keys) % KEYS


def perturb(record_keys: Sequence[int], noise_table: Sequence[int], threshold: int = THRESHOLD) -> int | None:
    """Return the count of the records with its noise; None where that is below the threshold.

    record_keys: of the records of the cell, one each.
    """
    count = len(record_keys) + (noise_table[get_cell_key(record_keys)] if record_keys else 0)
    return count if count >= threshold else None
