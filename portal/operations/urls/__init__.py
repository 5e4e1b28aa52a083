"""Addresses for monitoring and machines, and for the people who program them."""
