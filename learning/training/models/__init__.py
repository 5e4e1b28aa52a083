"""course: what is taught, and its published versions. progress: what a person with an account has done of it."""

from learning.training.models.course import Course, CourseVersion, Lesson, Question
from learning.training.models.progress import Attempt, AttemptQuestion, Certificate, LessonRead

__all__ = ["Attempt", "AttemptQuestion", "Certificate", "Course", "CourseVersion", "Lesson", "LessonRead", "Question"]
