"""What the registers of a business offer to its statement, and what of it is used, frozen row by row."""
