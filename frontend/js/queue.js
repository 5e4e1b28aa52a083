// Asks every 15 seconds whether the queue has changed, and says so; the list itself never jumps. It can be switched off,
// and rests when nobody has touched the page for five minutes, so that a desk left alone still locks.
const EVERY = 15_000;
const RESTS_AFTER = 300_000;
const place = document.querySelector("[data-queue-poll]");

if (place) {
  const status = document.createElement("strong");
  status.setAttribute("role", "status");
  const off = document.createElement("button");
  off.type = "button";
  off.className = "portal-link-button";
  off.textContent = place.dataset.off;
  place.append(" ", status, " ", off);

  let touched = Date.now();
  for (const kind of ["pointermove", "keydown", "scroll"]) {
    document.addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
  }
  const timer = window.setInterval(async () => {
    if (Date.now() - touched > RESTS_AFTER) return;
    const answer = await fetch(place.dataset.queuePoll, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.headers.get("content-type")?.includes("json")) return;
    const { mark } = await answer.json();
    status.textContent = mark === place.dataset.mark ? "" : place.dataset.changed;
  }, EVERY);
  off.addEventListener("click", () => {
    window.clearInterval(timer);
    off.remove();
  });
}
