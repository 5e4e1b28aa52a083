from compliance.concerns.models.concern import Concern, Receipt
from compliance.concerns.models.delayed_history import HeldLine
from compliance.concerns.models.dialogue import ConcernFile, Message
from compliance.concerns.models.draft import Draft, Visit

__all__ = ["Concern", "ConcernFile", "Draft", "HeldLine", "Message", "Receipt", "Visit"]
