"""How much a sentence speaks of a subject: a sum of learned weights, one for each word or pair of words.

The weights and what is known of them are in data/; see data/MODEL_CARD.md. A score orders the sentences of a text and
is compared with a threshold; it is no probability and is shown to nobody.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from compliance.statements.text_checker.rules.features import FUNCTION_WORDS, get_tokens

DATA = Path(__file__).parents[1] / "data"
FILE = DATA / "sentence_weights_1.json"
LABELS = ("structure", "operations", "supply_chains", "risk", "mitigation", "remediation", "effectiveness")
Scores = dict[str, float]
MAX_WORDS, MIN_WORD_WEIGHT = 4, 0.2


@dataclass(frozen=True, slots=True)
class Model:
    """weights: by feature, then by label. biases: by label."""

    biases: Scores
    weights: dict[str, Scores]

    def score(self, features: Iterable[str]) -> Scores:
        scores = dict(self.biases)
        for feature in features:
            for label, weight in self.weights.get(feature, {}).items():
                scores[label] += weight
        return scores

    def get_content_words(self, label: str, text: str) -> list[str]:
        """Return the words of the text that speak most for the label, heaviest first, without function words."""
        weights: dict[str, float] = {}
        before: tuple[str, str] | None = None
        for token, surface in get_tokens(text):
            for feature, words in ((token, (surface,)), (f"{before[0]} {token}" if before else "", (surface,))):
                weight = self.weights.get(feature, {}).get(label, 0.0)
                for word in words if not token.startswith("#") and token not in FUNCTION_WORDS else ():
                    weights[word.casefold()] = weights.get(word.casefold(), 0.0) + weight
            before = (token, surface)
        ordered = sorted(weights, key=lambda word: (-weights[word], word))
        return [word for word in ordered if weights[word] >= MIN_WORD_WEIGHT][:MAX_WORDS]


def make_model(stored: dict[str, dict[str, float] | dict[str, dict[str, float]]]) -> Model:
    """Make a model of what a data file holds: biases by label, weights by label and feature."""
    by_feature: dict[str, Scores] = {}
    for label, weights in stored["weights"].items():
        for feature, weight in weights.items():  # type: ignore[union-attr]  # weights are by label
            by_feature.setdefault(feature, {})[label] = weight
    return Model(dict(stored["biases"]), by_feature)  # type: ignore[arg-type]  # biases are numbers


@cache
def load_model() -> Model:
    return make_model(json.loads(FILE.read_text(encoding="utf-8")))
