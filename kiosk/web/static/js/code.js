// Draws a code with whole device pixels a module, keeps the screen awake and shares the picture.

/** @param {HTMLElement} code */
function fit(code) {
  const modules = Number(code.dataset.modules);
  const ratio = window.devicePixelRatio || 1;
  const room = Math.min(document.documentElement.clientWidth, 480) * ratio;
  const pixels = Math.max(1, Math.floor(room / modules));
  code.style.width = code.style.height = `${(pixels * modules) / ratio}px`;
}

async function stayAwake() {
  if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen").catch(() => {});
}

/** @param {HTMLElement} button */
async function share(button) {
  const answer = await fetch(button.dataset.share).catch(/** @returns {null} */ () => null);
  if (!answer?.ok) return;
  const file = new File([await answer.blob()], button.dataset.name, { type: "image/png" });
  await navigator.share({ files: [file] }).catch(() => {});
}

/** @param {HTMLElement} button */
function offerSharing(button) {
  const probe = new File([""], "probe.png", { type: "image/png" });
  if (!navigator.canShare?.({ files: [probe] })) return;
  button.hidden = false;
  button.addEventListener("click", () => share(button));
}

/** @param {HTMLElement[]} found */
export function start(found) {
  const fitAll = () => found.forEach(fit);
  fitAll();
  window.addEventListener("resize", fitAll);
  document.addEventListener("visibilitychange", stayAwake);
  stayAwake();
  document.querySelectorAll("[data-share]").forEach(offerSharing);
}
