// Two conveniences; every page works without them.
"use strict";

// 1. The list refreshes itself while it is looked at.
const live = document.getElementById("live");
if (live && live.dataset.live) {
  const PERIOD_MS = 4000;
  const refresh = async () => {
    if (!document.hidden) {
      let note = "";
      try {
        const answer = await fetch(live.dataset.live, { redirect: "error" });
        if (answer.ok) {
          const text = await answer.text();
          // Not under a hand: a click or a keyboard focus inside must not lose its target.
          if (!live.matches(":active") && !live.contains(document.activeElement)) live.innerHTML = text;
        } else {
          note = answer.status === 401 ? " · signed out: reload the page" : " · the gateway reports an error";
        }
      } catch {
        note = " · the gateway does not answer, last known state";
      }
      document.body.classList.toggle("stale", note !== "");
      const auto = live.querySelector(".auto");
      if (auto) auto.textContent = note || " · refreshes by itself";
    }
    setTimeout(refresh, PERIOD_MS);
  };
  setTimeout(refresh, PERIOD_MS);
}

// 2. A value and its box light up together.
const still = matchMedia("(prefers-reduced-motion: reduce)");
const parts = (key) => document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
const light = (name) => (event) => {
  const found = event.target.closest("[data-key]");
  if (!found) return;
  if (name === "picked") document.querySelectorAll(".picked").forEach((e) => e.classList.remove("picked"));
  const on = name === "picked" || event.type === "mouseover" || event.type === "focusin";
  for (const part of parts(found.dataset.key)) part.classList.toggle(name, on);
  if (name !== "picked") return;
  event.preventDefault();
  const inTable = found.tagName === "TR";
  for (const part of parts(found.dataset.key)) {
    // "nearest": what can be seen already must not move away from under the hand that clicks next.
    if ((part.tagName === "TR") !== inTable) part.scrollIntoView({ block: "nearest", behavior: still.matches ? "instant" : "smooth" });
  }
};
for (const type of ["mouseover", "mouseout", "focusin", "focusout"]) document.addEventListener(type, light("lit"));
document.addEventListener("click", light("picked"));
