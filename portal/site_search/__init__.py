"""One search over guidance, published statements, services and training: it asks the search of each app."""
