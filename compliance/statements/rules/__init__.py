"""What is true of a statement: pure functions over plain values. No database, request or clock."""
