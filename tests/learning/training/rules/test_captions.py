"""Captions in the format of WebVTT."""

import pytest

from learning.training.rules.captions import (
    NO_CUE,
    NOT_WEBVTT,
    OUT_OF_ORDER,
    find_captions_problem,
    measure_seconds,
    read_cues,
)

GOOD = (
    "WEBVTT - a film\n\nNOTE made by us\n\n1\n00:01.000 --> 00:04.000 align:start\nHello.\n\n"
    "01:00:00.500 --> 01:00:02.000\nBye.\n"
)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (GOOD, ""),
        (GOOD.replace("\n", "\r\n"), ""),
        ("1\n00:01.000 --> 00:04.000\nHello.\n", NOT_WEBVTT),
        ("WEBVTTX\n\n00:01.000 --> 00:04.000\nHello.\n", NOT_WEBVTT),
        ("", NOT_WEBVTT),
        ("WEBVTT", NO_CUE),
        ("WEBVTT\n\n00:01.000 --> 00:04.000\n\n", NO_CUE),
        ("WEBVTT\n\n00:01,000 --> 00:04,000\nA comma is SRT.\n", NO_CUE),
        ("WEBVTT\n\n00:04.000 --> 00:01.000\nHello.\n", OUT_OF_ORDER),
        ("WEBVTT\n\n00:04.000 --> 00:05.000\nB\n\n00:01.000 --> 00:02.000\nA\n", OUT_OF_ORDER),
    ],
)
def test_what_keeps_a_text_from_being_captions(text, problem):
    assert find_captions_problem(text) == problem


def test_the_length_is_the_end_of_the_last_caption():
    assert read_cues(GOOD) == [(1.0, 4.0), (3600.5, 3602.0)]
    assert (measure_seconds(GOOD), measure_seconds("")) == (3602, 0)
