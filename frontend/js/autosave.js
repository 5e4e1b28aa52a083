// Keeps what is typed and not yet saved: every 30 seconds while something changes, or as often as the form says.
// data-autosave, the address to send to, is on the form or on an element inside it. Chosen files are not sent.
// With data-autosave-choices a choice is kept at once: nobody has to wait for what may save somebody.
const EVERY = 30;

for (const marked of document.querySelectorAll("[data-autosave]")) {
  const form = marked.closest("form");
  const { autosave, autosaveSeconds } = marked.dataset;
  const status = form.querySelector("[data-autosave-status]");
  let changed = false;
  const note = () => { changed = true; };
  form.addEventListener("input", note);
  form.addEventListener("change", ({ target }) => {
    note();
    if ("autosaveChoices" in marked.dataset && ["radio", "checkbox"].includes(target.type)) keep();
  });
  form.addEventListener("submit", () => { changed = false; });

  const keep = async () => {
    if (!changed) return;
    changed = false;
    try {
      const body = new FormData(form);
      for (const input of form.querySelectorAll("input[type=file]")) body.delete(input.name);
      const answer = await fetch(autosave, { method: "POST", body, credentials: "same-origin" });
      const told = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
      if (status && told.message) status.textContent = told.message;
      // Redirected: the sign-in page answers for somebody who is no longer signed in.
      if (!answer.ok || answer.redirected) changed = true;
      // The server says which parts of the form fit what is typed now, for example the quick endings of a call.
      for (const part of form.querySelectorAll("[data-shown-when], [data-hidden-when]")) {
        const { shownWhen, hiddenWhen } = part.dataset;
        const answered = told[shownWhen ?? hiddenWhen];
        if (typeof answered === "boolean") part.hidden = shownWhen ? !answered : answered;
      }
    } catch {
      changed = true;
    }
  };
  window.setInterval(keep, Number(autosaveSeconds ?? EVERY) * 1000);
  // Somebody who turns to another page for a moment loses nothing either.
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
}
