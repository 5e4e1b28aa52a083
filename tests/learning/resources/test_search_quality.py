"""Questions that people ask, each with the page that should answer it and how far down it may stand.

questions.csv: question, slug, within (1: the first result; 3: among the first three).
"""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from learning.resources.selectors.search import get_best_pages
from learning.resources.services import loading

pytestmark = pytest.mark.django_db
QUESTIONS = list(csv.DictReader((Path(__file__).parent / "questions.csv").open()))
LEAST_RIGHT = {"postgresql": 0.9, "sqlite": 0.8}


def test_there_are_enough_questions_and_each_is_about_a_page_of_ours():
    assert len({row["question"] for row in QUESTIONS}) >= 60
    assert {row["slug"] for row in QUESTIONS} == set(loading.read_texts())
    assert {row["within"] for row in QUESTIONS} <= {"1", "3"}


def test_most_questions_find_their_page_where_it_should_stand():
    loading.load_guidance(at=datetime(2026, 11, 25, tzinfo=UTC))
    wrong = []
    for row in QUESTIONS:
        found = [page.slug for page in get_best_pages(row["question"], most=int(row["within"]))]
        if row["slug"] not in found:
            wrong.append(f"{row['question']}: {row['slug']} not in {found}")
    right = 1 - len(wrong) / len(QUESTIONS)
    assert right >= LEAST_RIGHT[connection.vendor], f"{right:.0%}\n" + "\n".join(wrong)
