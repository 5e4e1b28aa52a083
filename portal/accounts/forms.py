"""allauth's forms in our words, and the forms of our own account pages."""

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from portal.accounts.models import User
from portal.accounts.roles import StaffRole

NEW_PASSWORD = _("Use at least 12 characters. Three random words work well.")
EMAIL = {
    "required": _("Enter your email address"),
    "invalid": _("Enter an email address in the correct format, like name@example.com"),
}
PASSWORD = {"required": _("Enter your password")}
CODE = {"required": _("Enter the code")}
# More is no phrase that anybody remembers, only work for the server that hashes it.
MAX_PASSWORD_LENGTH = 1000
MAX_NAME_LENGTH = 100
NO_PASSKEY = _("Your passkey did not work. Try again, or use another way.")


class FieldTextMixin:
    """Replaces labels, hints and messages of fields that allauth made; its placeholders go, since they vanish on
    typing.

    words: field name to any of label, help_text, error_messages.
    """

    words: dict[str, dict[str, Any]] = {}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field.widget, forms.PasswordInput):
                field.validators.append(MaxLengthValidator(MAX_PASSWORD_LENGTH))
        for name, texts in self.words.items():
            field = self.fields[name]  # type: ignore[attr-defined]
            field.label, field.help_text = texts.get("label", field.label), texts.get("help_text", "")
            field.error_messages = field.error_messages | texts.get("error_messages", {})
            for validator in field.validators:
                if "invalid" in texts.get("error_messages", {}) and getattr(validator, "code", "") == "invalid":
                    validator.message = texts["error_messages"]["invalid"]
            field.widget.attrs |= texts.get("attrs", {})


email = {"label": _("Email address"), "error_messages": EMAIL}
code = {
    "label": _("Code"),
    "error_messages": CODE,
    "attrs": {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "govuk-input--width-10"},
}
new_password = {
    "label": _("New password"),
    "help_text": NEW_PASSWORD,
    "error_messages": {"required": _("Enter a new password")},
}
new_password_again = {
    "label": _("Confirm new password"),
    "error_messages": {"required": _("Enter the new password again")},
}


class LoginForm(FieldTextMixin, account.LoginForm):
    words = {"login": email, "password": {"label": _("Password"), "error_messages": PASSWORD}}


class NameForm(forms.Form):
    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "given-name"}),
        error_messages={"required": _("Enter your first name")},
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "family-name"}),
        error_messages={"required": _("Enter your last name")},
    )


class SignupForm(FieldTextMixin, NameForm, account.SignupForm):
    """Asks for the names beside allauth's fields; allauth's adapter puts them on the new user."""

    field_order = ("email", "first_name", "last_name", "password1")
    words = {
        "email": email | {"help_text": _("We’ll email you a code to check the address is yours.")},
        "password1": {
            "label": _("Create a password"),
            "help_text": NEW_PASSWORD,
            "error_messages": {"required": _("Enter a password")},
        },
    }

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Spend as much time on a known address as on a new one, whose password is hashed.

        See docs/requirements/security.md#known-address.
        """
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ResetPasswordForm(FieldTextMixin, account.ResetPasswordForm):
    words = {"email": email}


class ResetPasswordKeyForm(FieldTextMixin, account.ResetPasswordKeyForm):
    words = {"password1": new_password, "password2": new_password_again}


class ChangePasswordForm(FieldTextMixin, account.ChangePasswordForm):
    words = {
        "oldpassword": {
            "label": _("Current password"),
            "error_messages": {"required": _("Enter your current password")},
        },
        "password1": new_password,
        "password2": new_password_again,
    }


class SetPasswordForm(FieldTextMixin, account.SetPasswordForm):
    words = {"password1": new_password, "password2": new_password_again}


class AddEmailForm(FieldTextMixin, account.AddEmailForm):
    words = {
        "email": email
        | {"label": _("New email address"), "help_text": _("We’ll email you a code to check the address is yours.")}
    }


class ChangeEmailForm(FieldTextMixin, account.ChangeEmailForm):
    words = {"email": email}


class ConfirmCodeForm(FieldTextMixin, account.ConfirmEmailVerificationCodeForm):
    words = {
        "code": code
        | {
            "help_text": _("Letters and numbers, as shown in the email. You can paste it."),
            "attrs": {"autocomplete": "one-time-code", "class": "govuk-input--width-10"},
        }
    }


class ReauthenticateForm(FieldTextMixin, account.ReauthenticateForm):
    words = {"password": {"label": _("Password"), "error_messages": PASSWORD}}


class AuthenticateForm(FieldTextMixin, mfa.AuthenticateForm):
    words = {"code": code | {"help_text": _("6 digits from your app, or one of your recovery codes.")}}


class ReauthenticateFactorForm(FieldTextMixin, mfa.ReauthenticateForm):
    words = AuthenticateForm.words


# Where the key of an app waits in the web session, sealed, until the first code from the app has shown it arrived.
PENDING_TOTP_SESSION_KEY = "portal_totp_key"


class ActivateTOTPForm(FieldTextMixin, totp.ActivateTOTPForm):
    words = {"code": code | {"label": _("Code from the app"), "help_text": _("The 6 digits your app shows now.")}}

    def __init__(self, *args, **kwargs) -> None:
        """Decrypt the key that allauth keeps in the session only while the form is made."""
        session = context.request.session
        if PENDING_TOTP_SESSION_KEY in session:
            session[SECRET_SESSION_KEY] = decrypt(session[PENDING_TOTP_SESSION_KEY])
        super().__init__(*args, **kwargs)
        session[PENDING_TOTP_SESSION_KEY] = encrypt(session.pop(SECRET_SESSION_KEY))

    @property
    def secret_in_fours(self) -> str:
        """Return the key as a person types it, in groups of four; apps disregard the spaces."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


class CredentialField(forms.JSONField):
    """What a passkey says, as the browser hands it on; whatever cannot be read is no passkey's.

    reads: the type of fido2 that takes it apart. allauth lets some of its errors through.
    """

    widget = forms.HiddenInput

    def __init__(self, *, reads: type[AuthenticationResponse | RegistrationResponse]) -> None:
        super().__init__(error_messages={"required": NO_PASSKEY, "invalid": NO_PASSKEY})
        self.reads = reads

    def to_python(self, value: Any) -> Any:
        try:
            credential = super().to_python(value)
            self.reads.from_dict(credential)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise forms.ValidationError(NO_PASSKEY, code="invalid") from error
        return credential

    def bound_data(self, data: Any, initial: Any) -> None:
        """Return nothing: a credential answers one question once, so it is never shown again."""

    def prepare_value(self, value: Any) -> str:
        return ""


class PasskeyLoginForm(webauthn.LoginWebAuthnForm):
    credential = CredentialField(reads=AuthenticationResponse)


class PasskeyAuthenticateForm(webauthn.AuthenticateWebAuthnForm):
    credential = CredentialField(reads=AuthenticationResponse)


class PasskeyReauthenticateForm(webauthn.ReauthenticateWebAuthnForm):
    credential = CredentialField(reads=AuthenticationResponse)


class AddPasskeyForm(FieldTextMixin, webauthn.AddWebAuthnForm):
    name = forms.CharField(required=False, max_length=MAX_NAME_LENGTH)
    credential = CredentialField(reads=RegistrationResponse)
    words = {
        "name": {"label": _("Name of this passkey"), "help_text": _("This helps you tell your passkeys apart.")},
        "passwordless": {
            "label": _("Sign in with only this passkey, without a password"),
            "help_text": _("Your device will ask for your fingerprint, face or PIN."),
        },
    }


class RenamePasskeyForm(FieldTextMixin, webauthn.EditWebAuthnForm):
    name = forms.CharField(max_length=MAX_NAME_LENGTH)
    words = {
        "name": {"label": _("Name of this passkey"), "error_messages": {"required": _("Enter a name for this passkey")}}
    }


# --- Our own pages -------------------------------------------------------------------------------------------------


class InviteStaffForm(forms.Form):
    email = forms.EmailField(
        label=_("Email address"),
        help_text=_("Use their helpline work address, not a business address."),
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={**EMAIL, "required": _("Enter the person’s email address")},
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=StaffRole.choices,
        widget=forms.RadioSelect,
        help_text=_("A second person must confirm a call handler or a triage lead."),
        error_messages={"required": _("Select a role"), "invalid_choice": _("Select a role from the list")},
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("We keep this in the activity log. Do not include confidential details."),
        error_messages={
            "required": _("Enter a reason"),
            "max_length": _("Reason must be %(limit_value)d characters or fewer"),
        },
    )


class FindAccountForm(forms.Form):
    """Looks up an account by its whole address."""

    email = forms.EmailField(
        label=_("Email address of the account"),
        help_text=_("Enter the full address."),
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={**EMAIL, "required": _("Enter the email address of the account")},
    )


class ResetFactorsForm(ReasonForm):
    """What has to be checked is said on the page; each box is a claim of the person who ticks it."""

    knows_account = forms.BooleanField(
        label=_("They told me the name of the account and its organisation without my help"),
        error_messages={"required": _("Confirm that they named the account and its organisation")},
    )
    called_back = forms.BooleanField(
        label=_("I called back on a number I found myself, not one they gave me"),
        error_messages={"required": _("Confirm that you called back on a number you found yourself")},
    )
    field_order = ("knows_account", "called_back", "reason")
