"""Route uploads, action plans to download, and a supplier's workbook."""
