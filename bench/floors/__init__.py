"""Floors of the working pages: the same rows by the shortest SQL, written by one f-string, through our middleware.

The portal's own program serves them, with a few addresses more (bench.working_pages holds pages against them).
"""
