// A chime where something must not be forgotten.

/** @type {string | null} */
let chime = null;
let again = 0;

document.addEventListener("desk:renewed", ring);
ring();

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
