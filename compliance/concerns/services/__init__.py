"""What is done about a concern: each verb in a file of its own. For a business: starting; for the desk: desk."""
