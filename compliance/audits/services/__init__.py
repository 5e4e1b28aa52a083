"""What is done about audits: each verb in a file of its own."""
