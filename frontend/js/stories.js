// Plays a picture story: one picture with its caption at a time. Without this file all pictures show, one below another.
// It never starts by itself, can be stopped at any time, and does not move for people who asked for less motion.
const SECONDS_PER_WORD = 0.4;
const MIN_SECONDS = 4;

for (const story of document.querySelectorAll("[data-portal-story]")) {
  const frames = [...story.querySelectorAll(".portal-story__frame")];
  const controls = story.querySelector(".portal-story__controls");
  const [before, play, after] = controls.querySelectorAll("button");
  const counter = controls.querySelector(".portal-story__counter");
  let index = 0;
  let timer;

  const show = (place) => {
    index = Math.max(0, Math.min(place, frames.length - 1));
    frames.forEach((frame, position) => (frame.hidden = position !== index));
    before.disabled = index === 0;
    after.disabled = index === frames.length - 1;
    counter.textContent = counter.dataset.text.replace("{number}", index + 1).replace("{count}", frames.length);
  };
  const pause = () => {
    clearTimeout(timer);
    story.classList.remove("portal-story--playing");
    play.textContent = play.dataset.play;
  };
  const next = () => {
    const words = frames[index].querySelector("figcaption").textContent.trim().split(/\s+/).length;
    timer = setTimeout(() => {
      if (index === frames.length - 1) return pause();
      show(index + 1);
      next();
    }, Math.max(MIN_SECONDS, words * SECONDS_PER_WORD) * 1000);
  };

  play.addEventListener("click", () => {
    if (story.classList.contains("portal-story--playing")) return pause();
    if (index === frames.length - 1) show(0);
    story.classList.add("portal-story--playing");
    play.textContent = play.dataset.pause;
    next();
  });
  before.addEventListener("click", () => {
    pause();
    show(index - 1);
  });
  after.addEventListener("click", () => {
    pause();
    show(index + 1);
  });
  story.classList.add("portal-story--ready");
  controls.hidden = before.hidden = play.hidden = after.hidden = false;
  show(0);
}
