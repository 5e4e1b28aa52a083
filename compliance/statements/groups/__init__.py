"""The members of a group: from a workbook, each one's own approval, and who is covered in public."""
