"""The writes of organisations, one module for each noun. Actor and time are passed in; each write is recorded in
history.
"""
