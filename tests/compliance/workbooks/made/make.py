"""Writes the workbooks of this folder again: `python -m tests.compliance.workbooks.made.make`, with LibreOffice Calc.

openpyxl writes each grid, LibreOffice opens it, works its formulas out, and saves it as .xlsx and .ods.
"""

import subprocess
import tempfile
from pathlib import Path

from tests.compliance.workbooks.grids import GRIDS
from tests.compliance.workbooks.writers import by_openpyxl

HERE = Path(__file__).parent
CHOSEN = ("plain", "starts_right", "with_gaps", "dates", "numbers", "booleans", "texts", "errors")
CHOSEN += ("formulas", "formula_errors", "formats", "merged", "hidden_parts", "hidden_sheet", "many_sheets")


def make() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in CHOSEN:
            file = Path(folder) / f"{name}.xlsx"
            file.write_bytes(by_openpyxl(GRIDS[name]))
        files = sorted(map(str, Path(folder).glob("*.xlsx")))
        for kind in ("xlsx", "ods"):
            profile = f"-env:UserInstallation=file://{folder}/profile"
            command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(HERE), *files]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=300)


if __name__ == "__main__":
    make()
