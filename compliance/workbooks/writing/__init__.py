"""Write workbooks and CSV files that we hand out. Nothing in them is active: text is text, whatever it looks like."""
