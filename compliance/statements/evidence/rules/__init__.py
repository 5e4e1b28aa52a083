"""What the registers of a business offer to its statement: from plain rows to suggestions. Pure.

register_snapshot: the rows as plain values. supply_chain, audits and training: suggestions by area.
registry_answers: answers to the registry's questions. suggest: all suggestions of one section.
apply: what accepting one does to the section. changes: what differs since.
"""
