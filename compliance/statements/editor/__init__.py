"""Writing a draft: its task list, its sections, custom sections, two texts merged into one, and a new year."""
