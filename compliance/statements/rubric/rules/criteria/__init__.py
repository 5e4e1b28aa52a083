"""The rules of the rubric by weight: each module has RULES, criterion code -> function of a StatementText."""
