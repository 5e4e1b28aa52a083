"""Pictures of a statement: uploaded, described, copied to the next year, published."""
