"""The pages of a business, one module for each noun."""
