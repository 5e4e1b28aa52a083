from compliance.data_protection.models.data_rights import Complaint, SubjectAccess
from compliance.data_protection.models.retention import RetentionRun

__all__ = ["Complaint", "RetentionRun", "SubjectAccess"]
