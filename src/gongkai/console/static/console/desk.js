// The review desk by keyboard: j and k go from finding to finding, y says it holds, n asks why not, e opens its cell.
// A link to a place in the text lights it up. Without this script the tab key and the links do the same, only slower.
"use strict";
const lit = (link, on) => {
  const place = link && document.getElementById(link.hash.slice(1));
  const said = place?.querySelector(".said") ?? place?.nextElementSibling?.querySelector(".said");
  said?.classList.toggle("said--lit", on);
};
const link = (event) => event.target.closest?.('a[href^="#said-"]');
document.addEventListener("mouseover", (event) => lit(link(event), true));
document.addEventListener("mouseout", (event) => lit(link(event), false));
document.addEventListener("focusin", (event) => lit(link(event), true));
document.addEventListener("focusout", (event) => lit(link(event), false));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select")) return;
  const findings = [...document.querySelectorAll("article.judged")];
  const focused = findings.findIndex((one) => one.contains(document.activeElement));
  const here = focused >= 0 ? focused : findings.findIndex((one) => one.querySelector(":target"));
  const finding = findings[here];
  if (event.key === "j" || event.key === "k") {
    const next = event.key === "j" ? here + 1 : Math.max(here, 1) - 1;
    findings[Math.min(next, findings.length - 1)]?.focus();
  } else if (event.key === "y") {
    finding?.querySelector("button[value=confirmed]")?.click();
  } else if (event.key === "n") {
    const why = finding?.querySelector(".verdict__no");
    if (!why) return;
    event.preventDefault();
    why.open = true;
    why.querySelector("textarea").focus();
  } else if (event.key === "e") {
    const cells = [...(finding?.querySelectorAll(".finding__more a") ?? [])].map((one) => one.hash.slice(1));
    cells.map((id) => document.getElementById(id)?.querySelector(".cell__verb")).find(Boolean)?.click();
  }
});
