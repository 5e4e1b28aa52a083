"""Writes of keys. Callers record them in history; views ask portal.vault.permissions first."""

from portal.vault.services import data_keys, epochs, handlers, handover_export, lookup_index, recovery, unlocking

__all__ = ["data_keys", "epochs", "handlers", "handover_export", "lookup_index", "recovery", "unlocking"]
