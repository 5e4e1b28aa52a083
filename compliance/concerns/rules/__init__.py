"""The rules of a concern, decided by its answers alone: plain values in, plain values out."""
