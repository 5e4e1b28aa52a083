// Wakes the components that a page holds. Every page works without this file.
import {
  Button,
  CharacterCount,
  Checkboxes,
  createAll,
  ErrorSummary,
  ExitThisPage,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
} from "govuk-frontend";

// The library marks radios that reveal a field with aria-expanded, which ARIA does not allow on a radio.
class PortalRadios extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input);
    input.removeAttribute("aria-expanded");
  }
}

// Leaving takes the place of the page, so that "back" does not lead to it.
class PortalExit extends ExitThisPage {
  exitPage() {
    document.body.classList.add("govuk-exit-this-page-hide-content");
    window.location.replace(this.$button.href);
  }
}

for (const component of [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  PortalExit,
  PortalRadios,
  ServiceNavigation,
  SkipLink,
]) {
  createAll(component);
}

// Buttons that do nothing without scripts are hidden until one is here.
for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
