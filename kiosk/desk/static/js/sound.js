// Sounds: the town's recording of this screen, when asked for; and a chime where something must not be forgotten.

let reading = null;
let chime = null;
let again = 0;

for (const button of document.querySelectorAll("[data-reads]")) {
  button.hidden = false;
  button.addEventListener("click", () => (reading ? stop(button) : read(button)));
}
document.addEventListener("desk:renewed", ring);
ring();

function read(button) {
  reading = new Audio(button.dataset.reads);
  button.setAttribute("aria-pressed", "true");
  reading.addEventListener("ended", () => stop(button));
  reading.play().catch(() => stop(button));
}

function stop(button) {
  reading?.pause();
  reading = null;
  button.setAttribute("aria-pressed", "false");
}

// Once when it appears; with data-again every so many seconds until it is gone.
function ring() {
  const part = document.querySelector("[data-sound]");
  if (part?.dataset.sound === chime) return;
  clearInterval(again);
  chime = part?.dataset.sound ?? null;
  if (!part) return;
  play();
  if (part.dataset.again) again = setInterval(play, Number(part.dataset.again) * 1000);
}

function play() {
  // Refused only where nobody has touched the screen yet; the picture says the same.
  new Audio(chime).play().then(
    () => (document.documentElement.dataset.sounded = "yes"),
    () => {},
  );
}
