"""The addresses of audits, findings, actions, alerts and links."""
