"""The writes of concerns, one module for each noun. prefill is for businesses, desk for the helpline's desk."""
