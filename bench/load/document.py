"""Writes what was measured: docs/operations/load.md, and the shape of it as a picture beside it."""

import json
from collections.abc import Mapping
from math import ceil, log10
from pathlib import Path
from typing import Any

from bench.load.figures import GOALS, KINDS, count_failed, find_knee

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "docs" / "operations" / "load.md"
PLOT = DOCUMENT.with_suffix(".svg")
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 360, 56, 130, 20, 50
COLOURS = {"public": "#1d70b8", "desk": "#d4351c", "business": "#00703c", "submit": "#4c2c92"}
NAMES = {"today": "Today", "tenfold": "Ten times today", "short": "A short run"}


def save(name: str, figures: Mapping[str, Any]) -> None:
    (HERE / f"{name}.json").write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n")


def read_all() -> dict[str, dict[str, Any]]:
    """Return the figures of the last run of each plan."""
    return {name: json.loads((HERE / f"{name}.json").read_text()) for name in NAMES if (HERE / f"{name}.json").exists()}


def write() -> None:
    runs = read_all()
    PLOT.write_text(draw_plot(runs["today"]["steps"]))
    DOCUMENT.write_text("\n".join(_lines(runs)))


def _lines(runs: Mapping[str, Mapping[str, Any]]) -> list[str]:
    parts = [describe(figures) for figures in runs.values()]
    return [
        "# Load",
        "",
        "`make load` writes this page: the portal behind its proxy, with a worker and PostgreSQL, on one machine with",
        "the visitors. Of a hundred pages 70 are public, 14 of the desk and 14 of a business; 2 people tell the",
        "helpline. Each thinks for a second between two pages. Goals at 20 users a core: 95 of 100 public pages within",
        "100 ms, of the desk within 300 ms, and a report that is sent within twice what Argon2 alone takes. Other work",
        "on the machine spoils the figures: measure on one that does nothing else.",
        "",
        "![Seconds by users](load.svg)",
        "",
        *parts,
    ]


def describe(figures: Mapping[str, Any]) -> str:
    """Return the figures of a run as Markdown."""
    rows = ", ".join(f"{number:,} {name}" for name, number in figures["rows"].items())
    cores = figures["cores"]
    is_busy = figures["other_work"] > cores / 4
    lines = [
        f"## {NAMES[figures['plan']]}",
        "",
        (
            f"{rows}. {cores} cores, load before {figures['other_work']:.1f}, {figures['at']}. Each step took "
            f"{figures['step_seconds']:g} seconds."
        ),
        f"Argon2 alone: {figures['argon2'] * 1000:.0f} ms.",
        *(["Other programs were at work meanwhile: this is a shape, and no figure to plan by."] if is_busy else []),
        "",
        "| Users | Users a core | Requests a second | " + " | ".join(f"{kind}, ms" for kind in KINDS) + " | Failed |",
        "| ---: " * (4 + len(KINDS)) + "|",
    ]
    for step in figures["steps"]:
        cells = [str(step["users"]), f"{step['users'] / cores:g}", f"{step['requests_a_second']:.0f}"]
        cells += [_in_ms(step["p95"][kind]) for kind in KINDS]
        lines.append(f"| {' | '.join(cells)} | {count_failed(step['statuses'])} |")
    knee, slow, spike, memory = find_knee(figures["steps"]), figures["slow"], figures["spike"], figures["memory"]
    kept = f"The goals are met up to {knee['users'] / cores:g} users a core" if knee else "The goals are met at no step"
    public, submit = _in_ms(slow["p95"]["public"]), _in_ms(spike["p95"]["submit"])
    sizes = ", ".join(f"{memory[index]:.0f}" for index in (0, len(memory) // 2, -1))
    reports = f"{spike['reports']} reports in {spike['seconds']:,.0f} seconds"
    alerts = f"{spike['alerts']} alerts to the people on call, {spike['waiting_mails']} mails left waiting"
    lines += [
        "",
        f"- {kept}.",
        f"- {slow['clients']} slow clients: public pages {public} ms, {count_failed(slow['statuses'])} failed.",
        f"- Memory of the web processes in MB, at the start, in the middle and at the end: {sizes}.",
        f"- {reports}: {spike['lost']} lost, sent within {submit} ms; {alerts}.",
        "",
    ]
    return "\n".join(lines)


def _in_ms(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds * 1000:.0f}"


def draw_plot(steps: list[Mapping[str, Any]]) -> str:
    """Return an SVG: a line a kind of page; across users, up the 95th percentile in milliseconds, in powers of ten."""
    most, across, down = max(step["users"] for step in steps), WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    slowest = max(seconds * 1000 for step in steps for seconds in step["p95"].values() if seconds is not None)
    ticks = [10**power for power in range(max(3, ceil(log10(slowest))) + 1)]

    def place(users: float, seconds: float) -> tuple[float, float]:
        share = log10(max(1.0, seconds * 1000)) / log10(ticks[-1])
        return round(LEFT + across * users / most, 1), round(TOP + down * (1 - share), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-size="12">',
        "<style>text { font-family: sans-serif }</style>",
        "<title>Milliseconds by users at once, 95 of 100 requests within</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for tick in ticks:
        y = place(0, tick / 1000)[1]
        parts.append(f'<path d="M{LEFT} {y}H{LEFT + across}" stroke="#d0d4d8"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{tick:,}</text>')
    for step in steps:
        x = place(step["users"], 0)[0]
        parts.append(f'<text x="{x}" y="{HEIGHT - 30}" text-anchor="middle">{step["users"]}</text>')
    parts.append(
        f'<text x="{LEFT}" y="{HEIGHT - 10}">users at once; up: ms within which 95 of 100 requests ended</text>'
    )
    for number, kind in enumerate(KINDS):
        points = [place(step["users"], step["p95"][kind]) for step in steps if step["p95"][kind] is not None]
        line = " ".join(f"{x},{y}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{COLOURS[kind]}" stroke-width="2"/>')
        if kind in GOALS:
            y = place(0, GOALS[kind])[1]
            parts.append(f'<path d="M{LEFT} {y}H{LEFT + across}" stroke="{COLOURS[kind]}" stroke-dasharray="4 4"/>')
        y = TOP + 14 + number * 20
        parts.append(f'<path d="M{WIDTH - RIGHT + 16} {y - 4}h16" stroke="{COLOURS[kind]}" stroke-width="3"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 38}" y="{y}">{kind}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
