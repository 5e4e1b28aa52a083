"""Pages about a business, by noun."""
