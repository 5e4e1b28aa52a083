"""What every API of the portal shares: how it answers, and how its addresses are mounted."""
