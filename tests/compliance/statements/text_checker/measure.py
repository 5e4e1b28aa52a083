"""Print precision, recall, F1 and evidence F1 on the labelled sentences, a row a criterion, before and now.

Before is the check by word lists (word_lists.py); now is the checker.

`python -m tests.compliance.statements.text_checker.measure`. Each statement is judged with weights learned from the
Australian statements of the other folds; the Canadian ones are in no training data.
"""

import sys
from collections.abc import Sequence
from unittest.mock import patch

from compliance.statements.text_checker.rules import context
from compliance.statements.text_checker.rules.criteria import FOUND, judge
from compliance.statements.text_checker.rules.dehyphenate import from_text
from compliance.statements.text_checker.rules.sentence_model import make_model
from tests.compliance.statements.text_checker import word_lists
from tests.compliance.statements.text_checker.labelled import FOLDS, Score, Statement, load, score
from tests.compliance.statements.text_checker.train import JURISDICTION, train

Shown = dict[str, str | None]


def check(statement: Statement) -> Shown:
    """Return the sentence of each criterion that is found, by the weights that are shipped."""
    return {
        judged.criterion.code: judged.sentence for judged in judge(from_text(statement.text)) if judged.result == FOUND
    }


def check_in_folds(statements: Sequence[Statement]) -> dict[str, Shown]:
    """Return what is shown of each statement, by weights that were not learned from it."""
    shown: dict[str, Shown] = {}
    for fold in range(FOLDS):
        learned = train([one for one in statements if one.fold != fold and one.jurisdiction == JURISDICTION])
        model = make_model(learned)
        with patch.object(context, "load_model", lambda model=model: model):
            shown |= {one.code: check(one) for one in statements if one.fold == fold}
    return shown


def write_scores(title: str, scores: dict[str, Score]) -> None:
    sys.stdout.write(f"{title:32} {'actual':>6} {'found':>6} {'P':>6} {'R':>6} {'F1':>6} {'evF1':>6}\n")
    for row in scores.values():
        sys.stdout.write(
            f"{row.code:32} {row.actual:6} {row.found:6} {row.precision:6.2f} {row.recall:6.2f} {row.f1:6.2f} "
            f"{row.evidence_f1:6.2f}\n"
        )


def main() -> None:
    statements = load()
    shown = check_in_folds(statements)
    for name in ("AU", "CA", ""):
        part = [one for one in statements if not name or one.jurisdiction == name]
        title = f"{name or 'all'}, {len(part)} statements"
        write_scores(f"before: {title}", score(part, word_lists.check))
        write_scores(f"now: {title}", score(part, lambda one: shown[one.code]))


if __name__ == "__main__":
    main()
