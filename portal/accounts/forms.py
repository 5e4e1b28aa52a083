"""What sign-up asks beside address and password."""

from django import forms


class SignupExtras(forms.Form):
    first_name = forms.CharField(
        label="First name", max_length=150, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label="Last name", max_length=150, widget=forms.TextInput({"autocomplete": "family-name"})
    )

    def signup(self, request, user) -> None:
        """Called by allauth with the new user; the names are already in cleaned_data."""
        user.first_name = self.cleaned_data["first_name"]
        user.last_name = self.cleaned_data["last_name"]
        user.save(update_fields=["first_name", "last_name"])
