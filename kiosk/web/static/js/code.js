// Draws a code with whole device pixels a module, keeps the screen awake, saves and shares the picture.

const version = new URL(import.meta.url).search;

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

/** @param {string} number which of the codes @returns {Promise<Blob>} */
async function picture(number) {
  const { draw } = await import(`./picture.js${version}`);
  return draw(document.querySelectorAll("[data-code]")[Number(number) - 1]);
}

/** @param {HTMLElement} button */
async function share(button) {
  const file = new File([await picture(button.dataset.share)], button.dataset.name, { type: "image/png" });
  await navigator.share({ files: [file] }).catch(() => {});
}

/** @param {HTMLElement} button */
function offerSharing(button) {
  const probe = new File([""], "probe.png", { type: "image/png" });
  if (!navigator.canShare?.({ files: [probe] })) return;
  button.hidden = false;
  button.addEventListener("click", () => share(button));
}

// Without a script the link saves the code alone; here its picture also says what it is for, until when and what to bring.
/** @param {HTMLAnchorElement} link */
function saveLabelled(link) {
  link.addEventListener("click", async (event) => {
    if (link.href.startsWith("blob:")) return;
    event.preventDefault();
    const plain = link.href;
    link.href = URL.createObjectURL(await picture(link.dataset.save));
    link.click();
    URL.revokeObjectURL(link.href);
    link.href = plain;
  });
}

/** @param {HTMLElement[]} found */
export function start(found) {
  const fitAll = () => found.forEach(fit);
  fitAll();
  window.addEventListener("resize", fitAll);
  document.addEventListener("visibilitychange", stayAwake);
  stayAwake();
  document.querySelectorAll("[data-share]").forEach(offerSharing);
  for (const link of document.querySelectorAll("[data-save]")) saveLabelled(/** @type {HTMLAnchorElement} */ (link));
}
