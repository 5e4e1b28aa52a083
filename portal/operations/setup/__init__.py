"""From a clone to a running portal. Standard library only: all of this runs before there is a virtual environment."""
