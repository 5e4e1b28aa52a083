"""Settings that put our own forms in the place of allauth's."""

ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.LoginForm",
    "signup": "portal.accounts.forms.SignupForm",
    "reset_password": "portal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "portal.accounts.forms.ResetPasswordKeyForm",
    "change_password": "portal.accounts.forms.ChangePasswordForm",
    "set_password": "portal.accounts.forms.SetPasswordForm",
    "add_email": "portal.accounts.forms.AddEmailForm",
    "change_email": "portal.accounts.forms.ChangeEmailForm",
    "confirm_email_verification_code": "portal.accounts.forms.ConfirmCodeForm",
    "reauthenticate": "portal.accounts.forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.AuthenticateForm",
    "reauthenticate": "portal.accounts.forms.ReauthenticateFactorForm",
    "activate_totp": "portal.accounts.forms.ActivateTOTPForm",
    "login_webauthn": "portal.accounts.forms.PasskeyLoginForm",
    "authenticate_webauthn": "portal.accounts.forms.PasskeyAuthenticateForm",
    "reauthenticate_webauthn": "portal.accounts.forms.PasskeyReauthenticateForm",
    "add_webauthn": "portal.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "portal.accounts.forms.RenamePasskeyForm",
}
