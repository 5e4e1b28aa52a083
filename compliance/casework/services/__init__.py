"""What the desk does. Views call one function here; words that are sealed are opened by Keys of somebody unlocked."""
