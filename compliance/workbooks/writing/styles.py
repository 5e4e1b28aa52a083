"""How the workbooks that we hand out look."""

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.protection import Protection

HEAD_FILL = PatternFill("solid", fgColor="FF12506B")
HEAD_FONT = Font(name="Arial", size=11, bold=True, color="FFFFFFFF")
HELP_FONT = Font(name="Arial", size=10, italic=True, color="FF4A5B63")
TEXT_FONT = Font(name="Arial", size=11)
TITLE_FONT = Font(name="Arial", size=16, bold=True, color="FF16242B")
ERROR_FILL = PatternFill("solid", fgColor="FFF8D7D4")
WARNING_FILL = PatternFill("solid", fgColor="FFFDE3B5")
TOP = Alignment(vertical="top", wrap_text=True)
UNLOCKED = Protection(locked=False)
