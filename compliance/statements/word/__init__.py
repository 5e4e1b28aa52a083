"""The draft as a Word document and back.

inline, blocks, section_matching and reader know no Django: they read what others wrote, in a process of its own.

See docs/requirements/security.md#sandbox.
"""
