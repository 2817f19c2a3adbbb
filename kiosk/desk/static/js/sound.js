// A chime where something must not be forgotten.

/** @type {string | null} */
let chime = null;
let again = 0;
let isWaiting = false;

document.addEventListener("desk:renewed", ring);
ring();

// Once when it appears; with data-again every so many seconds until it is gone. What was heard on the screen before
// (data-heard names it) waits for its next time.
function ring() {
  const part = document.querySelector("[data-sound]");
  const name = part && `${part.dataset.sound} ${part.dataset.heard ?? ""}`;
  if (name === chime) return;
  clearInterval(again);
  chime = name;
  if (!part) return;
  if (!part.dataset.heard || sessionStorage.getItem("heard") !== name) play(part.dataset.sound);
  if (part.dataset.again) again = setInterval(play, Number(part.dataset.again) * 1000, part.dataset.sound);
}

/** @param {string} address */
function play(address) {
  const now = chime;
  new Audio(address).play().then(
    () => {
      document.documentElement.dataset.sounded = "yes";
      if (document.querySelector("[data-heard]")) sessionStorage.setItem("heard", now);
    },
    () => waitForAHand(address),
  );
}

// A browser is silent until somebody has touched the page; the words on it say the same meanwhile.
/** @param {string} address */
function waitForAHand(address) {
  if (isWaiting) return;
  isWaiting = true;
  const once = new AbortController();
  for (const kind of ["pointerdown", "keydown"]) {
    document.addEventListener(kind, () => {
      once.abort();
      isWaiting = false;
      if (chime?.startsWith(address)) play(address);
    }, { signal: once.signal });
  }
}
