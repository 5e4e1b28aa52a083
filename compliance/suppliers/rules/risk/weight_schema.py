"""Walk the numbers of a version of weights by path, and check what each may be. Pure."""

from collections.abc import Iterator, Mapping

type Path = tuple[str, ...]
# Numbers, nested as each rule needs.
type Weights = Mapping[str, Weights] | list[Weights] | float | None
GROUPS_SUMMING_TO_ONE = ("inherent", "country")
FRACTION_GROUPS = {"inherent", "country", "controls"}


def iter_numbers(weights: Weights, path: Path = ()) -> Iterator[tuple[Path, float]]:
    """Yield every number with the path to it, in the order of the data; None, which means "no limit", is left out."""
    if isinstance(weights, Mapping):
        for key, value in weights.items():
            yield from iter_numbers(value, (*path, key))
    elif isinstance(weights, list):
        for position, value in enumerate(weights):
            yield from iter_numbers(value, (*path, str(position)))
    elif weights is not None:
        yield path, weights


def replace_numbers(weights: Weights, values: Mapping[Path, float], path: Path = ()) -> Weights:
    """Return the same weights with other numbers."""
    if isinstance(weights, Mapping):
        return {key: replace_numbers(value, values, (*path, key)) for key, value in weights.items()}
    if isinstance(weights, list):
        return [replace_numbers(value, values, (*path, str(position))) for position, value in enumerate(weights)]
    return values.get(path, weights)


def get_limits(path: Path) -> tuple[float, float]:
    """Return the smallest and the largest that a number may be."""
    if path[0] in FRACTION_GROUPS:
        return 0, 1
    if path[0] == "exposure":
        return (0, 1_000_000_000) if path[1] == "spend_gbp" and path[-1] == "0" else (-0.5, 0.5)
    return 0, 100


def find_wrong_sums(values: Mapping[Path, float]) -> list[str]:
    """Return the names of groups whose weights do not add up to 1."""
    return [
        group
        for group in GROUPS_SUMMING_TO_ONE
        if abs(sum(value for path, value in values.items() if path[0] == group) - 1) > 0.0005
    ]
