// Light fills carry dark ink and dark fills light ink, at 4.5 : 1 or more; neighbours differ in lightness too, for
// those who do not tell red from green.
const light = {
  page: "#f6f7f9",
  card: "#ffffff",
  ink: "#1b2027",
  muted: "#57606c",
  line: "#dde1e7",
  grid: "#e8ebef",
  limit: "#8a94a3",
  accent: "#1f5fbf",
  normal: "#71c391",
  "normal-ink": "#0d2416",
  moderate: "#f3d250",
  "moderate-ink": "#332900",
  high: "#f0903a",
  "high-ink": "#2b1500",
  capacity: "#cf2f2a",
  "capacity-ink": "#ffffff",
  overloaded: "#76104f",
  "overloaded-ink": "#ffffff",
  unallocated: "#c9c2d8",
  "unallocated-ink": "#2a2338",
  hatch: "#7a6f92",
  "line-1": "#1f5fbf",
  "line-2": "#b2540a",
  "line-3": "#0b7d77",
  "line-4": "#8a3fb5",
  "line-5": "#6b6b12",
  "line-6": "#a12b56",
};

const dark: typeof light = {
  page: "#111419",
  card: "#191d24",
  ink: "#e8ebf0",
  muted: "#a3adba",
  line: "#2e3540",
  grid: "#272d36",
  limit: "#76808e",
  accent: "#7fb2ff",
  normal: "#3f9d66",
  "normal-ink": "#04140a",
  moderate: "#dcbb45",
  "moderate-ink": "#231c00",
  high: "#ec8c3c",
  "high-ink": "#241100",
  capacity: "#e8574e",
  "capacity-ink": "#1f0402",
  overloaded: "#f58fd2",
  "overloaded-ink": "#33001f",
  unallocated: "#57506a",
  "unallocated-ink": "#ffffff",
  hatch: "#a79dc0",
  "line-1": "#7fb2ff",
  "line-2": "#f3a25f",
  "line-3": "#4ecdc4",
  "line-4": "#cf9bf0",
  "line-5": "#cccc66",
  "line-6": "#f590b2",
};

const declared = (colours: typeof light) =>
  Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(";");

/** The colours as CSS custom properties: light, dark where the reader prefers that, light on paper. */
export const colourSheet = `:root{color-scheme:light dark;${declared(light)}}
@media screen and (prefers-color-scheme:dark){:root{${declared(dark)}}}`;

/** How many lines of a chart have a colour of their own. */
export const lineColours = 6;
