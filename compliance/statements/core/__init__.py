"""What all features share: the pages of a version, the form of a section, services that lock, move and save."""
