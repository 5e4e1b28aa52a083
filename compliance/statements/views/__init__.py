"""Pages of a business about its own statements: /o/<organisation>/statements/…"""
