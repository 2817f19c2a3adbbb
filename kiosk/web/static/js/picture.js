// A picture of a code that still says what it is in the photo roll ten days later: town, what for, by when, what to bring.

const MODULE = 10;
const SMALLEST = 720;
const EDGE = 40;

/** @type {Record<string, [size: number, weight: string, before: string]>} */
const LOOKS = {
  town: [30, "bold", ""],
  big: [40, "bold", ""],
  head: [30, "bold", ""],
  text: [28, "normal", ""],
  item: [28, "normal", "・"],
};

// Without the readings above kanji, which would stand between the words here.
/** @param {HTMLElement} element */
function wordsOf(element) {
  const copy = /** @type {HTMLElement} */ (element.cloneNode(true));
  for (const reading of copy.querySelectorAll("rt, rp")) reading.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

// Words where the language has spaces between them, else single characters.
/** @param {CanvasRenderingContext2D} pen @param {string} text @param {number} room */
function wrap(pen, text, room) {
  const lines = [""];
  for (const piece of text.match(/[\p{Script=Latin}\p{Script=Devanagari}\p{Script=Myanmar}\p{Script=Hangul}\p{M}\d.,:()/-]+\s*|./gu) ?? []) {
    const last = lines.length - 1;
    if (lines[last] && pen.measureText(lines[last] + piece).width > room) lines.push(piece);
    else lines[last] += piece;
  }
  return lines;
}

/** @param {SVGElement} code @returns {Promise<Blob>} */
export function draw(code) {
  const modules = Number(code.dataset.modules);
  const width = Math.max(SMALLEST, modules * MODULE);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const family = getComputedStyle(document.body).fontFamily;
  /** @param {string} look */
  const font = (look) => `${LOOKS[look][1]} ${LOOKS[look][0]}px ${family}`;
  const lines = [...document.querySelectorAll("[data-picture]")].flatMap((element) => {
    const look = element.dataset.picture;
    pen.font = font(look);
    return wrap(pen, LOOKS[look][2] + wordsOf(element), width - 2 * EDGE).map((text) => ({ look, text }));
  });
  const under = lines.reduce((sum, { look }) => sum + LOOKS[look][0] * 1.5, EDGE);
  canvas.width = width;
  canvas.height = modules * MODULE + under;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  pen.save();
  pen.translate(Math.round((width - modules * MODULE) / 2), 0);
  pen.scale(MODULE, MODULE);
  pen.fill(new Path2D(code.querySelector("path:last-of-type").getAttribute("d")));
  pen.restore();
  let y = modules * MODULE;
  for (const { look, text } of lines) {
    pen.font = font(look);
    y += LOOKS[look][0] * 1.5;
    pen.fillText(text, EDGE, y - LOOKS[look][0] * 0.25);
  }
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
