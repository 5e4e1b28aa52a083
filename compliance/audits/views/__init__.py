"""The pages of audits, findings and actions, all behind the organisation fence."""
