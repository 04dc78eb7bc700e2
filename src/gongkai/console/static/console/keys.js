// j and k go from row to row of an inbox or a list, x ticks the row; Enter follows the link as everywhere.
// Without this script the tab key does the same, only slower.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  const rows = [...document.querySelectorAll(".inbox__link, .list__main")];
  const here = rows.findIndex((row) => row.closest("li, tr").contains(document.activeElement));
  if (event.key === "j" || event.key === "k") {
    const next = event.key === "j" ? here + 1 : Math.max(here, 1) - 1;
    rows[Math.min(next, rows.length - 1)]?.focus();
  } else if (event.key === "x" && here >= 0) {
    rows[here].closest("li, tr").querySelector("input[name=pick]")?.click();
  }
});
