"""The check of a statement against the rubric of law, guidance and good practice."""
