// The camera's frames go to the desk program itself, which reads the code in them; nothing leaves this PC.

const PAUSE = 120;
const LONGEST = 90000;
const WIDEST = 1280;

const button = document.querySelector("[data-camera]");
const panel = document.querySelector("[data-camera-panel]");
const says = document.getElementById("scanner-says");
const words = says?.dataset ?? {};
const startWords = button?.textContent ?? "";
/** @type {MediaStream | null} */
let stream = null;

if (button && panel && navigator.mediaDevices?.getUserMedia) {
  button.hidden = false;
  button.addEventListener("click", () => (stream ? stop() : start(true)));
  addEventListener("pagehide", stop);
  if (button.dataset.starts !== undefined) start(false);
}

// A desk may have a scanner and no camera: nobody who did not ask for the camera hears that there is none.
/** @param {boolean} wanted */
async function start(wanted) {
  say(words.cameraStarts);
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { width: { ideal: 1280 }, height: { ideal: 720 } },
      audio: false,
    });
  } catch {
    say(wanted ? words.cameraFails : "");
    return;
  }
  const video = document.createElement("video");
  video.className = "camera";
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  video.setAttribute("aria-label", words.cameraShows);
  panel.dataset.before = panel.innerHTML;
  panel.replaceChildren(video);
  await video.play();
  button.textContent = words.cameraStop;
  say(words.cameraWants);
  look(video, performance.now() + LONGEST);
}

function stop() {
  if (!stream) return;
  for (const track of stream.getTracks()) track.stop();
  stream = null;
  panel.innerHTML = panel.dataset.before;
  button.textContent = startWords;
}

/** @param {HTMLVideoElement} video @param {number} until */
async function look(video, until) {
  const canvas = document.createElement("canvas");
  while (stream && performance.now() < until) {
    const answer = await ask(canvas, video);
    if (!stream) return;
    if (answer?.state === "opened") {
      say(words.opening);
      stop();
      location.assign(answer.url);
      return;
    }
    if (answer && answer.state !== "none") say(`${answer.sentence} ${answer.next_step}`);
    await new Promise((done) => setTimeout(done, PAUSE));
  }
  if (stream) {
    stop();
    say(words.cameraStopped);
  }
}

/** @param {HTMLCanvasElement} canvas @param {HTMLVideoElement} video */
async function ask(canvas, video) {
  const scale = Math.min(1, WIDEST / (video.videoWidth || WIDEST));
  canvas.width = video.videoWidth * scale;
  canvas.height = video.videoHeight * scale;
  if (!canvas.width) return null;
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  const frame = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  const token = document.querySelector("input[name=csrf_token]").value;
  try {
    const answer = await fetch(button.dataset.camera, {
      method: "POST",
      body: frame,
      headers: { "Content-Type": "image/jpeg", "X-CSRFToken": token },
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** @param {string} text */
function say(text) {
  if (says) says.textContent = text;
}
