"""What the registers of a business offer to its statement: from plain rows to suggestions. Pure.

held: the rows as plain values. supply and visits: suggestions by area. answers: of the registry's questions.
making: all of one section. applying: what accepting one does to a section. changes: what differs since.
"""
