"""What the check knows of a statement besides its content."""

from compliance.statements.rules.facts import Web


def test_web_facts_come_from_the_answers():
    web = Web.from_answers(
        {"has_website": False, "request_email": "a@b.example", "statement_url": None}, page_opens=True
    )
    assert web == Web(has_website=False, request_email="a@b.example", page_opens=True)
    assert Web.from_answers({}) == Web()
