"""What is true of a concern, told by its answers alone: plain values in, plain values out."""
