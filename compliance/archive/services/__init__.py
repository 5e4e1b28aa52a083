"""What is done with archives: asked for, made, handed out, let go, read back; and how an organisation leaves."""
