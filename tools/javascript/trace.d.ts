// What `kiosk/trace/offering.py` gives the page that traces a form, and what its scripts make of it.

// [3], or [3, 1] for a cell in the row of box 3.
type BoxPath = number[];
// [left, top, width, height] in millimetres.
type Area = number[];

interface RuledBox {
  x: number;
  y: number;
  w: number;
  h: number;
  kind: string;
  cells: number;
}

interface TracePage {
  width: number;
  height: number;
  found: RuledBox[];
}

interface TraceItem {
  name: string;
  label: string;
  ask: string;
  kind: string;
  values: Record<string, string>;
  shows: string[];
  fields?: TraceItem[];
}

interface TracedBox {
  kind: string;
  page: number;
  at: Area;
  item?: string;
  value?: string;
  label?: string;
  words?: string;
  show?: string;
  align?: string;
  eras?: string[];
  frame?: boolean;
  cells?: number;
  count?: number;
  size?: number;
  floor?: number;
  lines?: number;
  cell?: TracedBox[];
  [key: string]: BoxValue;
}

type BoxValue = string | number | boolean | string[] | number[] | TracedBox[];

interface TraceState {
  title: string;
  boxes: TracedBox[];
}

// One kind of box: its name, the keys it knows, how it is drawn and which answers it takes.
interface BoxKind {
  words: string;
  keys: string[];
  size: number;
  look: string;
  takes: string;
}

interface TraceData extends TraceState {
  pages: TracePage[];
  items: TraceItem[];
  kinds: Record<string, BoxKind>;
  cellKinds: string[];
  shown: Record<string, string>;
  eras: string[];
  eraLetters: Record<string, string>;
}

interface TraceProblem {
  box: string;
  text: string;
}

// What is being dragged: a box from where it was, or a rubber band.
interface Drag {
  here: number[];
  moved: boolean;
  rubber?: boolean;
  path?: BoxPath;
  from?: Area;
  sides?: string[];
  reason?: string;
}

// The editor looks up its fields by their ids; each is one of these.
interface EditorField extends HTMLElement {
  value: string;
  checked: boolean;
  disabled: boolean;
  options: HTMLOptionsCollection;
  selectedIndex: number;
}
