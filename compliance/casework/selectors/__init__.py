"""What pages show: rows read in as many queries for many as for one, sealed columns opened for one reader."""
