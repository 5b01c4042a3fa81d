import { statusClass } from './inspector-calls.js';

/** @import { Call } from './inspector-calls.js' */

/** Calls that the strip shows. */
const barsMax = 120;

const height = 44;
const step = 6;

/**
 * The latest calls as a strip of bars, the newest at the right: as tall as they took long, coloured
 * by how they were answered, with a dot where the linter found something.
 *
 * @param {readonly Call[]} calls the oldest first
 * @param {ReadonlySet<number>} found ids of calls in findings
 * @returns {SVGElement}
 */
export function pulse(calls, found) {
  const shown = calls.slice(-barsMax);
  const svg = svgElement('svg', {
    viewBox: `0 0 ${barsMax * step} ${height}`,
    preserveAspectRatio: 'xMaxYMid meet',
  });
  const first = barsMax - shown.length;
  for (const [index, call] of shown.entries()) {
    const tall = Math.min(6 + 9 * Math.log10(1 + call.durationMs * 4), height - 10);
    const x = (first + index) * step + 1;
    const y = height - tall;
    const name = `bar-${statusClass(call)}`;
    svg.append(svgElement('rect', { x, y, width: 4, height: tall, rx: 1.5, class: name }));
    if (found.has(call.id)) {
      svg.append(svgElement('circle', { cx: x + 2, cy: y - 5, r: 2, class: 'bar-dot' }));
    }
  }
  return svg;
}

/**
 * @param {string} tag
 * @param {Readonly<Record<string, string | number>>} attributes
 * @returns {SVGElement}
 */
function svgElement(tag, attributes) {
  const made = /** @type {SVGElement} */ (
    document.createElementNS('http://www.w3.org/2000/svg', tag)
  );
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
