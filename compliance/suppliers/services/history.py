"""What follows from every change of the register: its risk is worked out anew, and the history has a line."""
