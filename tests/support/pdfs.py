"""Checks what can be read of PDF/UA without a validator: none is to be had here, so no test claims conformance."""

import io
import subprocess
from collections.abc import Iterator

import pikepdf

from tests.support.programs import find_program


def open_pdf(made: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made))


def find_elements(node, kind: str) -> Iterator[pikepdf.Dictionary]:
    """Yield every structure element of a kind below a node."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from find_elements(kid, kind)
    elif isinstance(node, pikepdf.Dictionary):
        if node.get("/S") == kind:
            yield node
        if "/K" in node:
            yield from find_elements(node.K, kind)


def assert_ua(made: pikepdf.Pdf) -> None:
    root = made.Root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    with made.open_metadata() as data:
        assert data["dc:title"]
        assert data["pdfuaid:part"] == "1"
    for figure in find_elements(root.StructTreeRoot.K, "/Figure"):
        assert str(figure.Alt).strip()
    for header in find_elements(root.StructTreeRoot.K, "/TH"):
        assert header.A.O == "/Table"
    assert made.Root.Outlines.First
    for sheet in made.pages:
        assert "/Annots" not in sheet or sheet.Tabs == "/S"
        for annotation in sheet.get("/Annots", []):
            assert str(annotation.Contents).strip()
        for font in sheet.Resources.get("/Font", {}).values():
            assert "/ToUnicode" in font
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def run_tool(program: str, *options: str, made: bytes, tmp_path) -> str:
    """Return what a tool says about the file; it must find nothing to complain of."""
    path = tmp_path / "made.pdf"
    path.write_bytes(made)
    done = subprocess.run([find_program(program), *options, str(path)], capture_output=True, check=True, text=True)
    assert done.stderr == ""
    return done.stdout


def extract_text(made: bytes) -> str:
    done = subprocess.run([find_program("pdftotext"), "-layout", "-", "-"], input=made, capture_output=True, check=True)
    return done.stdout.decode()
