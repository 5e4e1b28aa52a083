"""The code in a record, a file and a page's head: the line alone counts, and what visitors could write does not."""

import pytest

from compliance.organisations.rules import domain_proofs

CODE = "0123456789abcdef"
LINE = f"daylight-confirm={CODE}"


@pytest.mark.parametrize(
    ("values", "is_proof"),
    [
        ([LINE], True),
        ([f" {LINE} "], True),
        (["v=spf1 -all", LINE], True),
        ([], False),
        ([f"{LINE} and more"], False),
        ([CODE], False),
        (["daylight-confirm=fedcba9876543210"], False),
    ],
)
def test_a_record_is_the_line_and_nothing_else(values, is_proof):
    assert domain_proofs.record_has_code(values, CODE) is is_proof


def test_a_file_has_the_line_alone_within_its_first_fifty_lines():
    assert domain_proofs.file_has_code(f"# ours\n  {LINE}\r\nmore", CODE)
    assert not domain_proofs.file_has_code(f"see {LINE}", CODE)
    assert domain_proofs.file_has_code("\n" * 49 + LINE, CODE)
    assert not domain_proofs.file_has_code("\n" * 50 + LINE, CODE)


@pytest.mark.parametrize(
    ("html", "is_proof"),
    [
        (f'<html><head><meta name="daylight-confirm" content="{CODE}"></head>', True),
        (f'<head><title>Us</title><META NAME="Daylight-Confirm" CONTENT=" {CODE} "></head>', True),
        (f'<meta name="daylight-confirm" content="{CODE}">', True),
        (f'<body><meta name="daylight-confirm" content="{CODE}">', False),
        (f'<head><title><meta name="daylight-confirm" content="{CODE}"></title></head>', False),
        (f'<head><noscript><meta name="daylight-confirm" content="{CODE}"></noscript></head>', False),
        (f'<head><meta name="description" content="{CODE}"></head>', False),
        (f"<head></head><p>daylight-confirm={CODE}</p>", False),
    ],
)
def test_a_page_needs_a_meta_element_in_its_head(html, is_proof):
    assert domain_proofs.head_has_code(html, CODE) is is_proof
