"""The learned weights, and what they say of a sentence."""

import json

import pytest

from compliance.statements.text_checker.rules.features import get_features
from compliance.statements.text_checker.rules.sentence_model import DATA, FILE, LABELS, load_model, make_model
from tests.compliance.statements.text_checker.labelled import load
from tests.compliance.statements.text_checker.train import JURISDICTION, MAX_WEIGHTS, train

SENTENCES = {
    "structure": "The company is a wholly owned subsidiary of Alder Holdings plc and employs 420 staff.",
    "supply_chains": "We procure goods and services from 430 suppliers, mainly electronic components and software.",
    "risk": "Migrant workers in construction and manufacturing overseas are at higher risk of forced labour.",
    "mitigation": "Our supplier code of conduct requires suppliers to report concerns and complete a questionnaire.",
}


@pytest.mark.parametrize("label", SENTENCES)
def test_a_plain_sentence_scores_highest_for_its_own_subject(label):
    model = load_model()
    scores = {name: model.score(get_features(text))[label] for name, text in SENTENCES.items()}
    assert max(scores, key=lambda name: scores[name]) == label


def test_the_words_shown_are_content_words_of_the_sentence():
    words = load_model().get_content_words("structure", SENTENCES["structure"])
    assert words and set(words) <= set(SENTENCES["structure"].casefold().replace(".", "").split())
    assert not {"the", "is", "and", "of"} & set(words)
    assert load_model().get_content_words("structure", "") == []


def test_a_model_adds_up_its_weights():
    model = make_model({"biases": {"risk": -1.0}, "weights": {"risk": {"risk": 2.0, "high risk": 0.5}}})
    assert model.score(get_features("high risk")) == {"risk": 1.5}


def test_the_file_tells_its_data_its_licence_and_its_limits():
    stored = json.loads(FILE.read_text())
    assert stored["licence"] == "CC BY" and "AIMS.au" in stored["source"] and stored["version"] == 1
    assert set(stored["weights"]) == set(stored["biases"]) == set(LABELS)
    assert all(0 < len(weights) <= MAX_WEIGHTS for weights in stored["weights"].values())
    card = (DATA / "MODEL_CARD.md").read_text()
    assert all(word in card for word in ("CC BY", "Limits", "Figures", "Data"))


@pytest.mark.skipif(not load(), reason="the labelled sentences are not beside the repository")
def test_the_same_data_give_the_same_weights():
    statements = [one for one in load() if one.jurisdiction == JURISDICTION]
    learned, stored = train(statements), json.loads(FILE.read_text())
    for label in LABELS:
        assert learned["biases"][label] == pytest.approx(stored["biases"][label], abs=0.02)
        assert learned["weights"][label].keys() == stored["weights"][label].keys()
