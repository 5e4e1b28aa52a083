"""Names of the two shapes that stay open."""

from typing import Any

# What a template is rendered with, by the names that it reads.
type Context = dict[str, Any]
# A JSON object: the form that stores it, or whoever else publishes it, knows its keys.
type JsonObject = dict[str, Any]
