// What the type checker cannot know of our pages: their elements are HTML ones, which selector finds which kind of them,
// and the events our own scripts send.

type Fields = "input" | "textarea" | "button" | "select" | "form" | "details" | "dialog" | "meta";

interface ParentNode {
  querySelector<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K] | null;
  querySelector(selectors: `${string}[name=csrf_token]`): HTMLInputElement | null;
  querySelector(selectors: `${string}[data-complete]`): HTMLButtonElement | null;
  querySelector<K extends Fields>(selectors: `${K}[${string}`): HTMLElementTagNameMap[K] | null;
  querySelector(selectors: string): HTMLElement | null;
  querySelectorAll<K extends keyof HTMLElementTagNameMap>(selectors: K): NodeListOf<HTMLElementTagNameMap[K]>;
  querySelectorAll(selectors: "[data-reading-of]"): NodeListOf<HTMLInputElement>;
  querySelectorAll(selectors: `${string}[name=action]`): NodeListOf<HTMLButtonElement>;
  querySelectorAll(selectors: `input:${string}, textarea`): NodeListOf<TextField>;
  querySelectorAll(selectors: `input.${string}, textarea.${string}`): NodeListOf<TextField>;
  querySelectorAll<K extends Fields>(selectors: `${K}[${string}`): NodeListOf<HTMLElementTagNameMap[K]>;
  querySelectorAll(selectors: string): NodeListOf<HTMLElement>;
}

interface Element {
  closest<K extends keyof HTMLElementTagNameMap>(selector: K): HTMLElementTagNameMap[K] | null;
  closest(selector: string): HTMLElement | null;
}

interface LiveTopic {
  topic: string;
  visit?: string;
  number?: string;
  present?: boolean;
}

interface DocumentEventMap {
  "desk:leaving": CustomEvent;
  "desk:live": CustomEvent<LiveTopic>;
  "desk:renewed": CustomEvent;
  "desk:unsaved": CustomEvent;
  grown: CustomEvent;
}

type TextField = HTMLInputElement | HTMLTextAreaElement;

// One piece of a name: what is written, and how it is read.
interface NamePiece {
  written: string;
  read: string;
}

// Names of fields in our forms that scripts read or set.
interface HTMLFormControlsCollection {
  csrf_token: HTMLInputElement;
  text: HTMLInputElement;
  serial: HTMLInputElement;
}
