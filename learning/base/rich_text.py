"""Wagtail's field of rich text, written as the browser writes it.

Opening a form is no change: with another order of the keys, the autosave would save a version by whoever only reads.
"""

import json
from typing import Any

from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

BLOCK_KEYS = ("key", "text", "type", "depth", "inlineStyleRanges", "entityRanges", "data")
STYLE_KEYS = ("offset", "length", "style")
ENTITY_KEYS = ("type", "mutability", "data")
ENTITY_RANGE_KEYS = ("offset", "length", "key")


class StableRichTextArea(DraftailRichTextArea):
    def format_value(self, value: Any) -> str:
        content = json.loads(super().format_value(value))
        if content is None:
            return "null"
        entities = {key: _pick(entity, ENTITY_KEYS) for key, entity in content["entityMap"].items()}
        ordered = {"blocks": [_order(block) for block in content["blocks"]], "entityMap": entities}
        return json.dumps(ordered, separators=(",", ":"), ensure_ascii=False)


def _order(block: dict[str, Any]) -> dict[str, Any]:
    """Return a block with its keys in the order of Draft.js."""
    parts = {"data": {}} | block
    parts["inlineStyleRanges"] = [_pick(each, STYLE_KEYS) for each in block["inlineStyleRanges"]]
    parts["entityRanges"] = [_pick(each, ENTITY_RANGE_KEYS) for each in block["entityRanges"]]
    return _pick(parts, BLOCK_KEYS)


def _pick(values: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: values[name] for name in names}
