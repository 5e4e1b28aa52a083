// Keeps a page of progress fresh, and says each step and every tenth of the rows. "Check again" does the same without it.
const EVERY = 3_000;
const LONGEST = 30 * 60_000;

const part = document.querySelector("[data-progress]");
const status = document.querySelector("[data-progress-status]");

if (part && status) {
  const ends = Date.now() + LONGEST;
  const words = () => {
    const bar = part.querySelector("progress");
    const tenth = bar ? Math.floor((bar.value / bar.max) * 10) * 10 : 0;
    const step = part.querySelector("[aria-current=step]")?.firstChild?.textContent.trim() ?? "";
    return tenth ? `${step}: ${tenth}%` : step;
  };
  let said = words();

  const look = async () => {
    if (Date.now() > ends) return;
    if (!document.hidden) {
      const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
      if (answer?.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-progress]");
        if (!fresh) {
          status.textContent = status.dataset.done;
          location.reload();
          return;
        }
        part.replaceChildren(...fresh.childNodes);
        if (words() !== said) {
          said = words();
          status.textContent = said;
        }
      }
    }
    window.setTimeout(look, EVERY);
  };
  window.setTimeout(look, EVERY);
}
