"""Benchmark of hotspots: one look at all 361 councils, with every permutation."""

from collections.abc import Iterator

from bench import Duel, benchmark, sized

PERMUTATIONS = 9_999


@benchmark("gi_star_361_s", unit="s", count=PERMUTATIONS)
def gi_star_361_s() -> Iterator[Duel]:
    """Gi* of 400 contacts in 361 councils with their five nearest, and its chances from permutations."""
    import numpy as np

    from compliance.hotspots.rules.analysis import find_neighbours
    from compliance.hotspots.services.runs import get_areas
    from compliance.statistics.rules.clusters import find_clusters, get_z_scores
    from compliance.statistics.rules.rates import smooth

    areas = get_areas()
    people = np.array([area.population for area in areas])
    counts = np.random.default_rng(1).multinomial(400, people / people.sum()).tolist()
    values, neighbours = smooth(counts, people.tolist()), find_neighbours(areas)

    def clustered() -> None:
        found = find_clusters(values, neighbours, permutations=sized(PERMUTATIONS), seed=54)
        if [cluster.z for cluster in found] != get_z_scores(values, neighbours) or len(found) != 361:
            raise AssertionError("The clusters are not those of the councils.")

    yield Duel(ours=clustered, runs=7, warm_up=1)
