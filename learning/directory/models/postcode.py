from django.db import models


class Postcode(models.Model):
    """A postcode in use, from the ONS's directory. code: capitals without a space. council: the ONS's code."""

    code = models.CharField(max_length=7, primary_key=True)
    council = models.CharField(max_length=9)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    edition = models.PositiveIntegerField(help_text="of the loading that last named it")

    def __str__(self) -> str:
        return self.code
