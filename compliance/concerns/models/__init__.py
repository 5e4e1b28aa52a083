from compliance.concerns.models.concern import Concern, Receipt
from compliance.concerns.models.dialogue import ConcernFile, Message
from compliance.concerns.models.draft import Draft, Visit
from compliance.concerns.models.held import HeldLine

__all__ = ["Concern", "ConcernFile", "Draft", "HeldLine", "Message", "Receipt", "Visit"]
