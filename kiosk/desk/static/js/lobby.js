// The lobby's clock: left alone for a while it asks, then it wipes; while staff is awaited it only covers the screen.
// Also what follows from the card reader.

const footer = document.querySelector("[data-idle]");
const dialog = document.querySelector("dialog[id=still-there]");
const cover = document.querySelector("dialog[id=covered]");
let idleTimer = 0;
let heldUntil = 0;
let countdown = 0;
let home = 0;
let told = Date.now();
const TELL_EVERY = 60_000; // the desk program hears that somebody is still typing

start();

function start() {
  // A page out of the browser's memory may belong to the person before.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  if (footer && Number(footer.dataset.idle) > 0 && dialog) {
    for (const kind of ["pointerdown", "keydown", "input", "desk:renewed"]) {
      document.addEventListener(kind, touched, { passive: true, capture: true });
    }
    dialog.querySelector("[data-stays]").addEventListener("click", stay);
    dialog.addEventListener("cancel", stay);
    cover.querySelector("[data-uncovers]").addEventListener("click", uncover);
    cover.addEventListener("cancel", uncover);
    hold();
    document.addEventListener("desk:renewed", hold);
    touched();
  }
  document.addEventListener("desk:renewed", goHome);
  document.addEventListener("desk:live", cardCame);
  goHome();
  document.addEventListener("contextmenu", (event) => event.preventDefault());
  document.addEventListener("submit", oncePressed);
}

function touched() {
  if (dialog.open || cover.open) return;
  clearTimeout(idleTimer);
  idleTimer = setTimeout(ask, Number(footer.dataset.idle) * 1000);
  if (Date.now() - told < TELL_EVERY) return;
  told = Date.now();
  tell(footer.dataset.here, "manual");
}

function ask() {
  if (document.querySelector("[data-goes-home]")) return leave();
  if (Date.now() < heldUntil) return hide();
  let left = Number(footer.dataset.warning);
  const words = dialog.querySelector("[data-left]");
  words.textContent = String(left);
  dialog.showModal();
  countdown = setInterval(() => {
    left -= 1;
    words.textContent = String(left);
    if (left <= 0) leave();
  }, 1000);
}

function stay() {
  clearInterval(countdown);
  dialog.close();
  cover.close();
  touched();
}

// Staff was called: for how long nothing may be wiped comes with the page, and anew when somebody answers.
function hold() {
  heldUntil = Date.now() + Number(document.getElementById("held")?.dataset.held ?? 0) * 1000;
}

// Nobody reads what is on the screen while its person waits; after that time it is asked as ever.
function hide() {
  if (!cover.open) cover.showModal();
  idleTimer = setTimeout(ask, heldUntil - Date.now());
}

function uncover() {
  cover.close();
  touched();
}

function leave() {
  clearInterval(countdown);
  document.dispatchEvent(new CustomEvent("desk:leaving"));
  for (const input of document.querySelectorAll("input:not([type=hidden]), textarea")) input.value = "";
  tell(footer.dataset.bye).then((answer) => location.replace(answer?.ok ? answer.url : footer.dataset.home));
}

// Sends nothing but the page's token; gives no answer where the desk program is not there.
/** @param {string} address @param {RequestRedirect} redirect */
async function tell(address, redirect = "follow") {
  const token = /** @type {HTMLInputElement | null} */ (document.querySelector("#scanner [name=csrf_token]"))?.value ?? "";
  const body = new URLSearchParams({ csrf_token: token });
  try {
    return await fetch(address, { method: "POST", body, redirect });
  } catch {
    return null;
  }
}

function goHome() {
  clearTimeout(home);
  const ends = document.querySelector("[data-goes-home]");
  if (ends) home = setTimeout(leave, Number(ends.dataset.goesHome) * 1000);
}

// On the first screen a card put down says by itself which way is wanted.
/** @param {CustomEvent<LiveTopic>} event */
function cardCame(event) {
  if (event.detail.topic !== "card") return;
  const ways = document.querySelector("[data-goes-on-card]");
  if (ways && event.detail.present) location.assign(ways.dataset.goesOnCard);
}

// A card takes a while to read: words say so until the next screen is there.
/** @param {SubmitEvent} event */
function oncePressed(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  for (const words of form.querySelectorAll("[data-while-sending]")) words.hidden = false;
  if (!event.defaultPrevented) document.dispatchEvent(new CustomEvent("desk:leaving"));
  setTimeout(() => {
    for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = true;
  });
}
