"""What a statement that already exists says: found, not found or unclear for each criterion, from its text alone."""
