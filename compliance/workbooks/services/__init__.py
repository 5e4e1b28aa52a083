"""What is done with an upload: each step in a file of its own."""
