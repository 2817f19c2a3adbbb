// What a keyboard-type scanner really sends: which keys, how fast, with which end, through which layout and input.

const list = document.getElementById("verdict");
const wanted = list.dataset.digits;
const QUIET = 600;
/** @type {{ code: string, key: string, at: number }[]} */
let events = [];
let timer = 0;

// Before the listener of scanner.js, which would take the keys away.
window.addEventListener(
  "keydown",
  (event) => {
    // People keep their Tab and Enter; only in the middle of a scan they are the scanner's.
    const sign = event.key.length === 1 || event.key === "Process";
    if (events.length && event.timeStamp - events.at(-1).at > QUIET) events = [];
    if (event.ctrlKey || event.altKey || event.metaKey || (!sign && events.length < 8)) return;
    events.push({ code: event.code, key: event.key, at: event.timeStamp });
    clearTimeout(timer);
    timer = setTimeout(judge, QUIET);
    if (events.length > 1) event.stopImmediatePropagation();
    event.preventDefault();
  },
  { capture: true },
);

function judge() {
  // They stay: on a busy PC the others may come late.
  const keys = events;
  if (keys.length < 8) return;
  const end = keys.at(-1).code;
  const hasEnd = ["Enter", "NumpadEnter", "Tab"].includes(end);
  const body = hasEnd ? keys.slice(0, -1) : keys;
  const byCode = body.map((key) => /^(?:Digit|Numpad)([0-9])$/.exec(key.code)?.[1] ?? "?").join("");
  const gaps = body.slice(1).map((key, at) => key.at - body[at].at);
  const slowest = Math.round(Math.max(...gaps));
  tell([
    byCode === wanted
      ? ["good", `${wanted.length}けたの数字が、すべて正しく届きました。`]
      : ["wrong", wrongWords(byCode)],
    body.some((key) => key.key === "Process" || /[０-９]/.test(key.key))
      ? ["good", "日本語入力がオンですが、このまま使えます。"]
      : null,
    hasEnd
      ? ["good", `終わりに${end === "Tab" ? "Tab" : "Enter"}が付いています。このまま使えます。`]
      : ["good", "終わりのEnterは付いていません。このまま使えます。"],
    slowest > 100
      ? ["wrong", `1文字に最大${slowest}ミリ秒かかっています。スキャナーの「文字の間隔（Inter-character delay）」を0にしてください。`]
      : ["good", `速さは十分です（最大${slowest}ミリ秒）。`],
  ]);
}

/** @param {string} found */
function wrongWords(found) {
  if (found.includes("?")) return "数字のほかのキーが届きました。スキャナーの前置き・後置き（Prefix・Suffix）の設定を消してください。";
  if (wanted.startsWith(found)) return "途中で切れました。スキャナーの「文字の間隔」を1段長くしてください。";
  return `${wanted.length}けたのうち${found.length}けたが届きました。文字が抜けています。「文字の間隔」を1段長くしてください。`;
}

/** @param {([string, string] | null)[]} lines */
function tell(lines) {
  list.hidden = false;
  list.replaceChildren(
    ...lines.filter(Boolean).map(([kind, words]) => {
      const line = document.createElement("li");
      line.className = `verdict-${kind}`;
      line.textContent = words;
      return line;
    }),
  );
}
