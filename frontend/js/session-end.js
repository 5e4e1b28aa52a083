// Two minutes before the web session ends, says so and offers to stay; without JavaScript the time stands on the page.
const BEFORE = 120;
const note = document.querySelector("[data-session-seconds]");

if (note) {
  const status = note.querySelector("[role=status]");
  const stay = note.querySelector("button");
  let timer;

  const wait = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      status.textContent = note.dataset.warning;
      note.classList.add("portal-session--ending");
      stay.hidden = false;
    }, Math.max(0, seconds - BEFORE) * 1000);
  };

  stay.addEventListener("click", async () => {
    const answer = await fetch(note.dataset.address, { redirect: "manual" }).catch(() => null);
    if (!answer || !answer.ok) return;
    status.textContent = note.dataset.stayed;
    note.classList.remove("portal-session--ending");
    stay.hidden = true;
    // The page that answered says how long there is now: a session also ends at its longest.
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-session-seconds]") ?? note;
    wait(Number(now.dataset.sessionSeconds));
  });

  wait(Number(note.dataset.sessionSeconds));
}
