"""Tables of facts with source, edition and licence: ask portal.reference.tables."""
