"""Counting, disclosure control and the attack on it: pure functions over tables of counts."""
