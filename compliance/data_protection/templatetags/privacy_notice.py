"""{% load privacy_notice %}: the tables of the privacy notice about the helpline."""

from django import template

from compliance.data_protection import privacy_notice

register = template.Library()
register.simple_tag(privacy_notice.get_retention_rows, name="helpline_retention")
register.simple_tag(privacy_notice.get_lawful_basis_rows, name="helpline_lawful_basis")
