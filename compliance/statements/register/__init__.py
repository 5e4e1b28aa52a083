"""The public register: search, pages, files, feeds, comparison and the API."""
