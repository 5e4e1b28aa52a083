"""What a supplier sends back by its link."""
