"""Write docs/performance.md from the results: a table of all rows, and plots of cost against rows as SVG beside it."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
DOCUMENT = HERE.parent / "docs" / "performance.md"
PLOT = DOCUMENT.with_name("performance.svg")
MAX_PLOTTED = 10
WIDTH, HEIGHT, LEFT, TOP, RIGHT = 720, 420, 52, 16, 230
COLOURS = ("#1d70b8", "#d4351c", "#00703c", "#4c2c92", "#f47738", "#0b0c0c", "#b58840", "#28a197", "#912b88", "#5694ca")
INTRODUCTION = """# Performance

`make bench` writes this page from what it measured: `python -m bench --docs` writes it again. A ratio holds a figure
against a baseline that was measured in turn with it, on the same machine in the same minute: trust the ratios before
the figures. "Processor time" is what the portal's process took for one request, through all middleware.
`…_growth` holds a page against the same page with a tenth of the rows, `…_vs_floor` against the same rows by the
shortest SQL, written by one f-string in the frame of that page. Names that end in `_pg` are of PostgreSQL, most others
of SQLite.
"""


# Pages that stay above 2.5 times their floor, and why: what was tried, and a profile of what is left.
ABOVE_THE_GOAL = """## Above the goal

A page is to cost at most 2.5 times its floor. Floors have the frame of their page, and read all that it shows: last
year's text, the choices of a filter, the figures of a chart, the statements of suppliers. A request has room for the
frames of its calls ([why](decisions/0037-room-for-frames.md)), without which some pages took up to twice their time by
chance, and garbage is collected as seldom as in the server (`portal/core/garbage.py`).

- **A section of a statement**, 2.8 times on SQLite and 2.2 on PostgreSQL. The page also shows guidance, checks of the
  saved text and the points of the area. Tried: its queries prepared once, and numbers written into those of SQLite;
  the frame, help, marks, questions and the box around the text kept as text; form and help drawn in one go by Jinja,
  with the words of the language compiled in. What made the frame cheaper made that of the floor cheaper too.
- **The search of the register**, 2.7 times on PostgreSQL; on SQLite three quarters of its floor. It says of each result
  why it matches. Tried: its queries put together once, for any words, and both counts sent together; only the columns
  that a line shows are read; filters and the box of words kept as text. Left: the two queries, a third; the form of 16
  fields, the limit of searches and the address, a tenth together.
- **Ten times the rows** cost 1.2 times as much in the desk's queue on SQLite, just above the goal, and 1.4 times in the
  search of the register there, where the portal's process does the work of the database too; on PostgreSQL 1.03 and
  1.05.
- At the goal: **the desk's queue**, 0.3 times on SQLite and 2.3 on PostgreSQL; **suppliers**, 2.0 and 1.9; **risk**,
  1.9 and 1.8; **findings**, 1.3 and 2.0.
"""


def write_document(results: Path = RESULTS, document: Path = DOCUMENT, plot: Path = PLOT) -> None:
    """Write the page and its plot; where nothing was measured yet, leave them."""
    if not results.exists():
        return
    rows = json.loads(results.read_text())
    busiest = find_busiest(rows)
    plot.write_text(draw_plot(busiest))
    document.write_text(render_document(rows, busiest, plot.name))


def render_document(rows: Iterable[Mapping[str, Any]], busiest: list[Mapping[str, Any]], plot: str) -> str:
    """Return the page as Markdown."""
    lines = [INTRODUCTION, "## Cost against rows", "", f"![Milliseconds of processor time by rows]({plot})", ""]
    lines += ["| Page | Rows and milliseconds | Queries | Bytes |", "| --- | --- | --: | --: |"]
    for row in busiest:
        steps = ", ".join(f"{count:,}: {cost:,.1f}" for count, cost in row["series"])
        lines.append(f"| {page_name(row)} | {steps} | {row['queries']} | {row['bytes']:,} |")
    lines += ["", "## All figures", "", "| Row | Rows | Figure | Unit | Baseline | Of it | Ratio |"]
    lines.append("| --- | --: | --: | --- | --- | --: | --: |")
    lines += [_line(row) for row in rows]
    return "\n".join([*lines, "", ABOVE_THE_GOAL])


def _line(row: Mapping[str, Any]) -> str:
    against = "" if row["baseline_value"] is None else _figure(row["baseline_value"])
    ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
    count = f"{row['rows']:,}" if row.get("rows") else ""
    return (
        f"| {row['name']} | {count} | {_figure(row['value'])} | {row['unit']} | {row['baseline'] or ''} | {against} |"
        f" {ratio} |"
    )


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.4g}"


def page_name(row: Mapping[str, Any]) -> str:
    """Return the name of a page and its database."""
    name, _, database = row["name"].partition("_cpu_ms")
    return name + (" on PostgreSQL" if database else "")


def find_busiest(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the pages that cost the most on SQLite, each measured at several sizes, ten at most."""
    pages = [row for row in rows if row.get("series") and row["name"].endswith("_cpu_ms")]
    return sorted(pages, key=lambda row: -row["value"])[:MAX_PLOTTED]


def draw_plot(pages: list[Mapping[str, Any]]) -> str:
    """Return an SVG: a line a page; across, its rows as a share of the largest size, in steps of ten."""
    highest = max((cost for row in pages for _count, cost in row["series"]), default=1)
    step = next(unit for unit in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000) if highest / unit <= 10)
    top = step * -(-highest // step)
    across, down = WIDTH - LEFT - RIGHT, HEIGHT - TOP - 46

    def place(index: int, cost: float) -> tuple[float, float]:
        return round(LEFT + across * index / 2, 1), round(TOP + down * (1 - cost / top), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-size="12">',
        "<style>text { font-family: sans-serif }</style>",
        "<title>Milliseconds of processor time by rows</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for cost in range(0, int(top) + 1, step):
        _x, y = place(0, cost)
        parts.append(f'<path d="M{LEFT} {y}H{LEFT + across}" stroke="#d0d4d8"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{cost}</text>')
    for index, share in enumerate(("1%", "10%", "all rows")):
        parts.append(f'<text x="{place(index, 0)[0]}" y="{HEIGHT - 28}" text-anchor="middle">{share}</text>')
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 8}">ms of processor time a request, by rows of the world</text>')
    for number, row in enumerate(pages):
        colour, points = COLOURS[number], [place(index, cost) for index, (_count, cost) in enumerate(row["series"])]
        line = " ".join(f"{x},{y}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        y = TOP + 14 + number * 20
        parts.append(f'<path d="M{WIDTH - RIGHT + 16} {y - 4}h16" stroke="{colour}" stroke-width="3"/>')
        name = f"{page_name(row)}, {row['series'][-1][0]:,}"
        parts.append(f'<text x="{WIDTH - RIGHT + 38}" y="{y}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
