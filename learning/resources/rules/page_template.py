"""The initial content of a new page: a frame that asks, to be written over. The checks stop what is
left.

See docs/requirements/experience.md#guidance-checks.
"""

# How each of them begins.
PROMPT = "Write here:"

BLOCKS = [
    {
        "type": "text",
        "value": f"<p>{PROMPT} who is this for, and what should they know first?</p>"
        f"<h2>{PROMPT} what they may see, or what is asked of them</h2><p>{PROMPT} one claim a sentence. [1]</p>",
    },
    {
        "type": "steps",
        "value": {"heading": "What to do", "steps": [f"<p>{PROMPT} what should they do first?</p>"]},
    },
    {
        "type": "do_and_dont",
        "value": {"heading": "", "do": [f"{PROMPT} what helps"], "dont": [f"{PROMPT} what does harm"]},
    },
    {
        "type": "example",
        "value": {
            "heading": f"{PROMPT} one example",
            "text": f"<p>{PROMPT} one person, one place, what happens. Nothing real.</p>",
        },
    },
]
