"""The forms of audits, findings and actions, and the filters of their lists."""
