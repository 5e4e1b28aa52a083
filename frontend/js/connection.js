// Before a form of a signed-in page is sent, asks whether the portal can be reached: else the browser's own error page
// would take the place of what was typed. Nothing is kept but in the page, which says so and is sent again by a press.
const WAIT = 10; // seconds
const BUSY = 2; // seconds, in case a file comes and the page stays
const TYPED = "textarea, select, input:not([type=hidden], [type=submit], [type=button])";
const note = document.querySelector("[data-unreachable]");

const canReach = async () => {
  const gaveUp = new AbortController();
  const timer = setTimeout(() => gaveUp.abort(), WAIT * 1000);
  try {
    await fetch(note.dataset.reach, { method: "HEAD", cache: "no-store", signal: gaveUp.signal });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
};

if (note) {
  const reached = new WeakSet();
  const asking = new WeakSet();
  const alert = document.createElement("div");
  alert.className = "govuk-error-summary portal-unreachable";
  alert.setAttribute("role", "alert");
  alert.tabIndex = -1;

  const say = (form, submitter) => {
    const button = submitter ?? form.querySelector("button, [type=submit]");
    (button?.closest(".govuk-button-group") ?? button ?? form.lastElementChild).before(alert);
    alert.textContent = note.dataset.unreachable;
    alert.focus();
  };

  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    const isPost = form.getAttribute("method")?.toLowerCase() === "post";
    if (reached.delete(form) || !isPost || !form.querySelector(TYPED)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking.has(form)) return;
    asking.add(form);
    form.setAttribute("aria-busy", "true");
    const isThere = await canReach();
    asking.delete(form);
    alert.remove();
    setTimeout(() => form.removeAttribute("aria-busy"), isThere ? BUSY * 1000 : 0);
    if (!isThere) return say(form, submitter);
    reached.add(form);
    form.requestSubmit(submitter ?? undefined);
  }, true);
}
