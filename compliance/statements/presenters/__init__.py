"""A statement as its reader meets it: the content's codes turned into parts with words.

All but draft, which reads the rows of a draft, is pure but for translation.

The page, the PDF and the preview are all drawn from these parts.
"""
