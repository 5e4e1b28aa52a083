"""Publishing and withdrawing a statement, its documents, and what is looked after once it is public."""
