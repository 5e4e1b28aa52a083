"""What is done with a statement, by the part of its life: draft, review, signoff, publication."""
