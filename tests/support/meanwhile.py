"""Do what a colleague does while an action waits for its turn, without a second thread."""

from collections.abc import Callable
from typing import Any


def do_meanwhile(monkeypatch: Any, owner: Any, name: str, act: Callable[[], Any]) -> None:
    """Do something once, just before the function of that name goes on."""
    function, acts = getattr(owner, name), [act]

    def act_first(*args: Any, **named: Any) -> Any:
        if acts:
            acts.pop()()
        return function(*args, **named)

    monkeypatch.setattr(owner, name, act_first)
