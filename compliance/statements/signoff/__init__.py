"""Review by colleagues, approval and signature, and the pack for a board."""
