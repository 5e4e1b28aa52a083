"""What every API of the portal shares: its responses, and how it is mounted."""
