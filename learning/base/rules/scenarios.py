"""What a scenario has to be: every choice leads to a step, every step is reached, and every path ends. Pure.

See docs/requirements/experience.md#scenarios.
"""

from collections.abc import Sequence

from portal.core.types import JsonObject


def find_scenario_problem(steps: Sequence[JsonObject]) -> str:
    """Return what is wrong with the steps, the first being where it starts; empty where nothing is."""
    leads = {step["key"]: [choice["step"] for choice in step["choices"]] for step in steps}
    if len(leads) < len(steps):
        return "two steps have one name."
    if len(leads) < 2:
        return "it needs two steps or more."
    if unknown := sorted({target for targets in leads.values() for target in targets} - set(leads)):
        return f"no step is called “{unknown[0]}”."
    first = steps[0]["key"]
    if lost := [key for key in leads if key not in _reached_from(first, leads)]:
        return f"no choice leads to the step “{lost[0]}”."
    ends = {key for key, targets in leads.items() if not targets}
    if endless := [key for key in leads if not ends & _reached_from(key, leads)]:
        return f"no path from the step “{endless[0]}” ends."
    return ""


def _reached_from(first: str, leads: dict[str, list[str]]) -> set[str]:
    reached, waiting = set(), [first]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting += leads[key]
    return reached
