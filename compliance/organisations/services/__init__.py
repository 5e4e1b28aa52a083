"""What we do for organisations, a module for each noun. Actor and time are passed in; each act writes history."""
