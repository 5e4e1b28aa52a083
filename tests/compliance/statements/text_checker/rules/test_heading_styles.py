"""Forms in which statements write the heading of their structure: most sections land in the area. Footers never do."""

import pytest

from compliance.statements.text_checker.rules.dehyphenate import from_text
from compliance.statements.text_checker.rules.split_sections import split

STRUCTURE = (
    *("Our structure", "Organisation structure", "ORGANISATIONAL STRUCTURE", "1. Our business", "2.1 About the Group"),
    *(
        "Our business and supply chains",
        "Structure, business and supply chains",
        "About us",
        "About Alder",
        "Who we are",
    ),
    *("What we do", "Company overview", "Overview of our business", "The Group", "Our Group", "Business model"),
    *(
        "Our organisation",
        "Organisation and supply chain",
        "Our company",
        "Our operations",
        "Operations and supply chains",
    ),
    *("Supply chain overview", "Our supply chains", "SUPPLY CHAIN", "Our suppliers", "Where we source", "What we buy"),
    *(
        "Our people and workforce",
        "Our workforce",
        "Corporate structure",
        "Group structure and governance",
        "Governance",
    ),
    *(
        "Section 1: Structure",
        "Part A – Our organisation",
        "i) Our business",
        "Company profile",
        "Background on our group",
    ),
    *("Our brands and products", "Our global footprint", "Where we operate", "Business and operations", "Our sites"),
    *("Nature of our business", "Description of the business", "The University", "The Trust and its services"),
)
FOOTERS = (
    *("Modern Slavery Statement 2025 | Page 3", "Page 4 of 12", "© 2025 Alder Foods Limited", "www.alder.example"),
    *("Alder Foods Limited. Registered in England No. 01234567", "Company number: 01234567", "Version 2.1 March 2025"),
    *("Registered office: 1 Mill Lane, Leeds", "Copyright Alder 2025", "Confidential", "VAT number GB 123 4567 89"),
    *("12 | Alder Foods Modern Slavery Statement", "https://alder.example/modern-slavery", "All rights reserved"),
)
TEXT = (
    "Modern slavery statement\n\nWe publish this each year.\n\n{heading}\n\nWe have four depots in Leeds.\n\n"
    "Our policies\n\nThe code forbids forced labour.\n\nTraining\n\nEverybody was trained."
)


def test_nine_of_ten_structure_sections_land_in_the_area():
    lost = [
        heading
        for heading in STRUCTURE
        if "four depots" not in split(from_text(TEXT.format(heading=heading), is_marked=True))["structure"]
    ]
    assert len(STRUCTURE) >= 40
    assert len(lost) * 10 <= len(STRUCTURE), lost


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_footer_is_no_heading_and_moves_no_text(footer):
    after = "It forbids forced labour, too.\n\nTraining\n\nEverybody."
    text = f"Our policies\n\nThe code forbids fees.\n\n{footer}\n\n{after}"
    parts = split(from_text(text, is_marked=True))
    assert parts["policies"] == "The code forbids fees.\n\nIt forbids forced labour, too."
    assert footer in parts["rest"]
    assert f"## {footer}" not in "".join(parts.values())
