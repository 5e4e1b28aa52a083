"""The government's registry: its file imported, its questions answered, its columns exported."""
