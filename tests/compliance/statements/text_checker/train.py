"""Learn the weights of the sentence model from the Australian labelled sentences, and write its data file.

`python -m tests.compliance.statements.text_checker.train`. Needs the development requirements (SciPy) and the labelled
sentences (see labelled.py); the same data give the same file. The model is logistic regression, one a label, in two
rounds: all features that enough statements have, then only those that weigh most.
"""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from compliance.statements.text_checker.rules.features import get_features
from compliance.statements.text_checker.rules.sentence_model import FILE, LABELS
from tests.compliance.statements.text_checker.labelled import Statement, load

JURISDICTION = "AU"  # the only part whose licence is stated: CC BY
MIN_STATEMENTS, MAX_WEIGHTS = 8, 500
STRENGTH, POSITIVE_WEIGHT = 0.1, 2.0
# What is the language of one country's Act, which the model must not learn.
LOCAL_LAW = ("reporting", "entity", "criteria", "act", "section", "consultation", "consulted", "border", "ministerial")


def train(statements: Sequence[Statement]) -> dict[str, Any]:
    """Return biases by label, and weights by label and feature, learned from these statements."""
    features = [[get_features(sentence.text) for sentence in statement.sentences] for statement in statements]
    counts = Counter(name for statement in features for name in frozenset().union(*statement))
    names = sorted(name for name, count in counts.items() if count >= MIN_STATEMENTS and not _is_local(name))
    index = {name: place for place, name in enumerate(names)}
    rows = [[index[name] for name in sentence if name in index] for statement in features for sentence in statement]
    matrix = _get_matrix(rows, len(names))
    biases, weights = {}, {}
    for label in LABELS:
        wanted = [label in sentence.labels for statement in statements for sentence in statement.sentences]
        biases[label], weights[label] = _train_label(matrix, np.array(wanted, float), names)
    return {"biases": biases, "weights": weights}


def _is_local(name: str) -> bool:
    return any(word in LOCAL_LAW for word in name.split())


def _get_matrix(rows: list[list[int]], width: int) -> csr_matrix:
    columns = [column for row in rows for column in sorted(row)]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(rows), width))


def _train_label(matrix: csr_matrix, wanted: np.ndarray, names: list[str]) -> tuple[float, dict[str, float]]:
    weights, _bias = _fit(matrix, wanted)
    importance = np.abs(weights) * np.sqrt(np.asarray(matrix.mean(axis=0)).ravel())
    chosen = np.sort(np.argsort(-importance, kind="stable")[:MAX_WEIGHTS])
    weights, bias = _fit(matrix[:, chosen], wanted)
    rounded = {names[place]: round(float(weight), 2) for place, weight in zip(chosen, weights, strict=True)}
    return round(float(bias), 2), {name: weight for name, weight in rounded.items() if weight}


def _fit(matrix: csr_matrix, wanted: np.ndarray) -> tuple[np.ndarray, float]:
    """Fit a logistic regression with a penalty on the squares of its weights."""
    width = matrix.shape[1]
    importance = np.where(wanted > 0, POSITIVE_WEIGHT, 1.0)

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ values[:width] + values[width]
        errors = importance * (1 / (1 + np.exp(-scores)) - wanted)
        penalty = (values[:width] ** 2).sum() / 2
        total = STRENGTH * (importance * (np.logaddexp(0, scores) - wanted * scores)).sum() + penalty
        return total, np.append(STRENGTH * (matrix.T @ errors) + values[:width], STRENGTH * errors.sum())

    values = minimize(loss, np.zeros(width + 1), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return values[:width], float(values[width])


def main() -> None:
    statements = [statement for statement in load() if statement.jurisdiction == JURISDICTION]
    about = {
        "about": "Weights of the words of a sentence, by subject; see MODEL_CARD.md",
        "version": 1,
        "source": "AIMS.au, annotated modern slavery statements (Bora and others, ICLR 2025, arXiv 2502.07022)",
        "licence": "CC BY",
        "statements": len(statements),
    }
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(about | train(statements), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
