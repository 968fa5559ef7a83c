/** Light or dark: as the system wants it, until the person says otherwise. */

import { fill, icon } from "./dom.js";

const KEY = "ringfence.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

/** @returns {"light"|"dark"} */
const current = () => /** @type {any} */ (localStorage.getItem(KEY)) ?? (dark.matches ? "dark" : "light");

/** @param {HTMLElement} button */
export function mountTheme(button) {
  const show = () => {
    const theme = current();
    document.documentElement.dataset.theme = theme;
    const label = theme === "dark" ? "Use the light theme" : "Use the dark theme";
    button.setAttribute("aria-label", label);
    button.title = label;
    fill(button, icon(theme === "dark" ? "sun" : "moon"));
  };
  button.addEventListener("click", () => {
    localStorage.setItem(KEY, current() === "dark" ? "light" : "dark");
    show();
  });
  dark.addEventListener("change", show);
  show();
}
