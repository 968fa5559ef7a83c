/**
 * Block Kit's charts: lines, areas and bars over named categories. The drawing stretches with its message, the words around it do
 * not; and all of it is told to a screen reader as words.
 */

import { drawn, h } from "./dom.js";

/** @typedef {{label: string, value: number}} Point */
/** @typedef {{name: string, data: Point[]}} Series */
/** @typedef {{low: number, high: number, ticks: number[]}} Scale */

const STEPS = [1, 2, 2.5, 5, 10];
const TICKS = 4;

/** @param {any} block @returns {HTMLElement} */
export function chart(block) {
  const { type, series = [], axis_config: axes = {} } = block.chart ?? {};
  if (!["line", "area", "bar"].includes(type))
    return h("p", { class: "unknown" }, `This page cannot show a chart of type “${type}”.`);
  const categories = /** @type {string[]} */ (axes.categories ?? []);
  const rows = /** @type {Series[]} */ (series).map((one) => ({ name: one.name, values: ordered(one, categories) }));
  const scale = scaled(rows.flatMap((row) => row.values));
  const plot = h("div", { class: "chart-plot" }, lines(scale), ...rows.map((row, at) => figure(type, row, at, rows, scale)));
  const looks = { class: "chart-frame", role: "img", "aria-label": aloud(block, rows, categories) };
  return h(
    "figure",
    { class: "block chart", data: { testid: "chart" } },
    h("figcaption", { class: "chart-title", dir: "auto" }, block.title),
    axes.y_label ? h("p", { class: "chart-axis" }, axes.y_label) : null,
    h("div", looks, ticks(scale), plot, names(categories)),
    axes.x_label ? h("p", { class: "chart-axis across" }, axes.x_label) : null,
    rows.length > 1 ? legend(rows) : null,
  );
}

/** The figures of a series in the order of the axis. @param {Series} one @param {string[]} categories */
const ordered = (one, categories) =>
  categories.map((name) => one.data?.find((point) => point.label === name)?.value ?? 0);

/** Round numbers from zero (or below) to the highest figure. @param {number[]} values @returns {Scale} */
function scaled(values) {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const rough = (most - least || 1) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((one) => one * power >= rough) ?? 10);
  const [low, high] = [Math.floor(least / step) * step, Math.ceil(most / step) * step || step];
  const count = Math.round((high - low) / step);
  return { low, high, ticks: Array.from({ length: count + 1 }, (_, at) => low + at * step) };
}

/** How high a figure stands, in per cent of the plot. @param {number} value @param {Scale} scale */
const height = (value, scale) => ((value - scale.low) / (scale.high - scale.low)) * 100;

/** Where the n-th category stands, in per cent of the width. @param {number} at @param {number} count */
const across = (at, count) => ((at + 0.5) / count) * 100;

function ticks(scale) {
  return h(
    "div",
    { class: "chart-ticks" },
    scale.ticks.map((tick) => h("span", { css: { bottom: `${height(tick, scale)}%` } }, tick.toLocaleString("en"))),
  );
}

function lines(scale) {
  return h(
    "div",
    { class: "chart-lines" },
    scale.ticks.map((tick) => h("i", { css: { bottom: `${height(tick, scale)}%` } })),
  );
}

const names = (categories) =>
  h(
    "div",
    { class: "chart-names" },
    categories.map((name) => h("span", { dir: "auto" }, name)),
  );

/** One series, drawn. */
function figure(type, row, at, rows, scale) {
  const colour = { "--colour": `var(--chart-${at % 6})` };
  if (type === "bar") return bars(row, at, rows.length, scale, colour);
  const count = row.values.length;
  const points = row.values.map((value, nth) => [across(nth, count), 100 - height(value, scale)]);
  const path = points.map(([x, y], nth) => `${nth ? "L" : "M"}${x} ${y}`).join(" ");
  const ground = 100 - height(0, scale);
  const body = `${path} L${points.at(-1)?.[0]} ${ground} L${points[0]?.[0]} ${ground} Z`;
  const svg = drawn(
    "svg",
    { viewBox: "0 0 100 100", preserveAspectRatio: "none", class: "chart-line", "aria-hidden": "true" },
    ...(type === "area" ? [drawn("path", { d: body, class: "chart-body" })] : []),
    drawn("path", { d: path, class: "chart-stroke" }),
  );
  const dots = points.map(([x, y]) => h("i", { class: "chart-dot", css: { left: `${x}%`, top: `${y}%` } }));
  return h("div", { class: "chart-series", css: colour }, svg, dots);
}

function bars(row, at, many, scale, colour) {
  const count = row.values.length;
  const width = 70 / count / many;
  const ground = height(0, scale);
  return h(
    "div",
    { class: "chart-series", css: colour },
    row.values.map((value, nth) => {
      const left = across(nth, count) - (width * many) / 2 + width * at;
      const [low, high] = [ground, height(value, scale)].sort((a, b) => a - b);
      const box = { left: `${left}%`, width: `${width}%`, bottom: `${low}%`, height: `${high - low}%` };
      return h("i", { class: "chart-bar", css: box });
    }),
  );
}

const legend = (rows) =>
  h(
    "p",
    { class: "chart-legend" },
    rows.map((row, at) => h("span", { css: { "--colour": `var(--chart-${at % 6})` } }, row.name)),
  );

/** The whole picture in words. */
function aloud(block, rows, categories) {
  const told = rows.map((row) => {
    const figures = categories.map((name, at) => `${name}: ${row.values[at]}`).join(", ");
    return `${row.name}. ${figures}`;
  });
  return `${block.title}. ${block.chart.type} chart. ${told.join(". ")}.`;
}
