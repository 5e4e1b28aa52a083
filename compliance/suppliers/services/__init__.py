"""Write to the register: each verb in a module of its own."""
