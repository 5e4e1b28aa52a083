"""What is done to a register: each verb in a file of its own."""
