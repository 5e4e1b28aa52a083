"""What people type about audits, findings and actions, and what they filter lists by."""
