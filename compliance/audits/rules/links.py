"""When a supplier is asked again for its answer, and how the state of a link reads. Pure."""
