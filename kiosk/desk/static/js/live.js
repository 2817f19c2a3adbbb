// Elements with data-live="topic …" are fetched anew from the server when one of their topics changes. The words on
// the page are always the server's own; events only say that something is new.

const POLL = 3000;
const ON_ITS_WAY = 3000; // so long the answer to what was pressed on this screen may take to come
const since = document.querySelector("meta[name=live-version]")?.content ?? "0";
let seen = Number(since);
let fetching = false;
let again = false;
let leaving = false;
let sent = -Infinity; // when a form of this screen was
const waiting = new Set();

if (document.querySelector("[data-live], #scanner")) listen();

function listen() {
  markServed(document);
  const source = new EventSource(`/live?since=${since}&screen=${screenName()}&shows=${shown()}`);
  source.onmessage = (event) => {
    seen = Number(event.lastEventId) || seen;
    changed(JSON.parse(event.data));
  };
  source.onerror = () => {
    // 503 (no place left) or no stream at all: ask again and again instead.
    if (source.readyState === EventSource.CLOSED) poll();
  };
  addEventListener("pagehide", () => source.close());
  document.addEventListener("desk:leaving", () => {
    leaving = true;
  });
  document.addEventListener("submit", () => {
    sent = Date.now();
  });
}

// The desk program finds out only what some screen shows.
function shown() {
  const parts = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-live]")]);
  return encodeURIComponent([...new Set(parts.flatMap((part) => part.dataset.live.split(" ")))].join(" "));
}

// One stream a screen: the page before gives its place up at once.
function screenName() {
  const name = sessionStorage.getItem("screen") ?? String(Math.random()).slice(2);
  sessionStorage.setItem("screen", name);
  return name;
}

async function poll() {
  try {
    const answer = await fetch(`/live/now?since=${seen}&shows=${shown()}`, { cache: "no-store" });
    const news = await answer.json();
    seen = news.version;
    news.topics.forEach(changed);
  } catch {
    // The desk program is being restarted; it will be back.
  }
  setTimeout(poll, POLL);
}

/** @param {LiveTopic} topic */
function changed(topic) {
  document.dispatchEvent(new CustomEvent("desk:live", { detail: topic }));
  const name = topic.topic.split(":")[0];
  const visit = document.querySelector("[data-visit]")?.dataset.visit;
  if (topic.visit && topic.visit !== visit) return;
  for (const part of document.querySelectorAll(`[data-live~="${name}"]`)) {
    waiting.add(part.id);
  }
  if (waiting.size) renew();
}

async function renew() {
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  // What changes from here on is not on the page that is being fetched: it waits for the next one.
  const parts = [...waiting];
  waiting.clear();
  try {
    const from = document.querySelector("meta[name=live-from]")?.content || location.href;
    const answer = await fetch(from, { cache: "no-store", headers: { "Desk-Live": "1" } });
    // Who ended the visit on this very screen is on the way to the next one already.
    if (leaving && (answer.status === 409 || answer.redirected)) return;
    if ((answer.status === 409 || answer.redirected) && Date.now() - sent < ON_ITS_WAY) {
      // The answer to what was pressed here says more than that the visit is over; to reload would lose it.
      for (const id of parts) waiting.add(id);
      setTimeout(() => {
        fetching = false;
        renew();
      }, ON_ITS_WAY);
      return;
    }
    if (answer.status === 409) {
      // The visit is over elsewhere: nothing of it stays on this screen, not even what was being typed.
      for (const form of document.querySelectorAll("[data-unsaved]")) form.removeAttribute("data-unsaved");
      location.reload();
      return;
    }
    if (answer.redirected && new URL(answer.url).pathname !== location.pathname) {
      location.replace(answer.url);
      return;
    }
    if (answer.ok) replaceParts(parts, new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The desk program is being restarted; it will be back.
    for (const id of parts) waiting.add(id);
    setTimeout(renew, POLL);
  }
  fetching = false;
  if (again) {
    again = false;
    renew();
  }
}

// What was opened or closed by hand stays so when its part is renewed; all else is as the server says now.
/** @param {Document | HTMLElement} part */
function markServed(part) {
  for (const each of part.querySelectorAll("details")) each.dataset.served = each.open ? "open" : "closed";
}

/** @param {HTMLDetailsElement} each */
function nameOf(each) {
  return each.id || `${each.className} ${each.querySelector("summary")?.textContent}`;
}

/** @param {string[]} parts @param {Document} fresh */
function replaceParts(parts, fresh) {
  for (const id of parts) {
    const old = document.getElementById(id);
    const renewed = fresh.getElementById(id);
    if (!old || !renewed) continue;
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    const turned = new Map(
      [...old.querySelectorAll("details")]
        .filter((each) => each.open !== (each.dataset.served === "open"))
        .map((each) => [nameOf(each), each.open]),
    );
    old.replaceWith(document.adoptNode(renewed));
    markServed(renewed);
    for (const each of renewed.querySelectorAll("details")) each.open = turned.get(nameOf(each)) ?? each.open;
    const target = (focused && document.getElementById(focused)) || renewed.querySelector("[autofocus]");
    const free = document.activeElement === document.body || document.activeElement === null;
    if (target && (focused || free)) target.focus({ preventScroll: true });
  }
  document.dispatchEvent(new CustomEvent("desk:renewed"));
}
