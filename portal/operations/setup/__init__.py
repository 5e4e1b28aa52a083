"""Set-up from a clone to a running portal. Standard library only: all of this runs before there is a virtual
environment.
"""
