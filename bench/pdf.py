"""The PDF of a statement: against the same without tags, and against a browser that prints the same document."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import Duel, benchmark

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    "--no-pdf-header-footer",
)


def make_source() -> str:
    """A statement of about 13 pages: six areas of text, ten tables and more, charts of its figures."""
    from bench.sample import make_publication
    from compliance.statements.publication import documents

    return documents.render_pdf_source(make_publication())


@benchmark("statement_pdf_vs_untagged", unit="s", baseline="the same document without tags")
def statement_pdf_vs_untagged() -> Iterator[Duel]:
    from portal.core import pdf

    html = make_source()
    yield Duel(
        ours=lambda: _made(pdf.render_pdf(html, identifier=b"bench")),
        baseline=lambda: _made(pdf.render_pdf(html, identifier=b"bench", tagged=False)),
        runs=9,
        warm_up=2,
    )


@benchmark("statement_pdf_vs_chromium", unit="s", baseline="Chromium printing the same document, whole process")
def statement_pdf_vs_chromium() -> Iterator[Duel]:
    """Ours renders in a process that is up already, as a worker's is; Chromium has to start."""
    from portal.core import pdf

    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if browser is None:
        raise SystemExit("Chromium is not installed: apt-get install chromium")
    html = make_source()
    style = (Path(pdf.__file__).parent / "assets" / "document.css").read_text()
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "statement.html"
        page.write_text(html.replace("</head>", f"<style>{style}</style></head>"))
        target = Path(folder) / "statement.pdf"

        def printed() -> None:
            target.unlink(missing_ok=True)
            order: list[str] = [browser, *FLAGS, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}"]
            subprocess.run([*order, page.as_uri()], capture_output=True, check=True, timeout=120)
            _made(target.read_bytes())

        yield Duel(
            ours=lambda: _made(pdf.render_pdf(html, identifier=b"bench")),
            baseline=printed,
            runs=7,
            warm_up=2,
            extra=lambda: {"bytes": len(pdf.render_pdf(html, identifier=b"bench")), "baseline_bytes": _size(target)},
        )


def _made(body: bytes) -> None:
    if not body.startswith(b"%PDF"):
        raise AssertionError("No PDF came of it.")


def _size(path: Path) -> Any:
    return path.stat().st_size
