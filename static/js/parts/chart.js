/** How a figure divides, as bars: drawn when they are first seen or printed. The table beside them says the same. */
import { BarController, BarElement, CategoryScale, Chart, LinearScale } from "../../vendor/chart.js";
import { all, find } from "./screen.js";

Chart.register(BarController, BarElement, CategoryScale, LinearScale);

const [BAR_PX, AXIS_PX] = [26, 44];

/** Ink on paper, whatever the screen's colours are. */
const PRINTED = { text: "#0b0c0c", line: "#b8c0ca", bar: "#1d4f91" };

/** @typedef {typeof PRINTED} Colours */

/** What each box is to show, and its chart once it is drawn.
 *  @type {WeakMap<Element, {parts: [string, number][], drawn?: Chart}>} */
const boxes = new WeakMap();

/** A window's height before they come into sight, so that nobody sees them come. */
const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) draw(/** @type {HTMLElement} */ (target), ofScreen());
  },
  { rootMargin: "100%" },
);

/** Shows these parts in this box, one bar each. @param {HTMLElement} box @param {[string, number][]} parts */
export function chart(box, parts) {
  box.hidden = false;
  box.style.height = `${parts.length * BAR_PX + AXIS_PX}px`;
  boxes.set(box, { parts });
  seen.observe(box);
}

/** Keeps the charts of a screen in its colours, and prints all of them in ink. @param {HTMLElement} main
 *  @returns {() => void} what to do before leaving */
export function keepCharts(main) {
  /** @param {Colours} colours @param {boolean} every */
  const colour = (colours, every) => {
    for (const box of all(main, ".chart")) if (every || boxes.get(box)?.drawn) draw(box, colours);
  };
  const again = () => colour(ofScreen(), false);
  const toPaper = () => colour(PRINTED, true);
  const theme = new MutationObserver(again);
  theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  addEventListener("beforeprint", toPaper);
  addEventListener("afterprint", again);
  return () => {
    theme.disconnect();
    seen.disconnect();
    removeEventListener("beforeprint", toPaper);
    removeEventListener("afterprint", again);
    for (const box of all(main, ".chart")) boxes.get(box)?.drawn?.destroy();
  };
}

/** @returns {Colours} */
function ofScreen() {
  const style = getComputedStyle(document.documentElement);
  /** @param {string} name @param {string} otherwise */
  const named = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  return {
    text: named("--govuk-text-colour", PRINTED.text),
    line: named("--line", PRINTED.line),
    bar: named("--govuk-link-colour", PRINTED.bar),
  };
}

/** Draws a box, or draws it anew in other colours. @param {HTMLElement} box @param {Colours} colours */
function draw(box, { text, line, bar }) {
  const held = boxes.get(box);
  if (!held) return;
  held.drawn?.destroy();
  const font = { size: 15, family: getComputedStyle(box).fontFamily };
  held.drawn = new Chart(/** @type {HTMLCanvasElement} */ (find(box, "canvas")), {
    type: "bar",
    data: {
      labels: held.parts.map(([part]) => part),
      datasets: [{ data: held.parts.map(([, number]) => number), backgroundColor: bar, maxBarThickness: BAR_PX }],
    },
    options: {
      indexAxis: "y",
      animation: false,
      maintainAspectRatio: false,
      events: [],
      scales: {
        x: { beginAtZero: true, ticks: { precision: 0, color: text, font }, grid: { color: line } },
        y: { ticks: { autoSkip: false, color: text, font }, grid: { display: false } },
      },
    },
  });
}
