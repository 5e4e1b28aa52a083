"""Process an upload: each step in a module of its own."""
