"""`make pictures`: the demo's pages as pictures at four widths, and contact sheets of them, in var/pictures/."""
