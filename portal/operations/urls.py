"""Addresses that machines ask for."""

urlpatterns: list = []
