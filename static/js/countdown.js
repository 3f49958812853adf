// Counts down from what the server said is left, by the time that has passed since, a sleep of the device included:
// what this device takes for the time of day is never asked.
(() => {
  "use strict";
  const begun = [performance.now(), Date.now()];
  const passed = () => Math.max(performance.now() - begun[0], Date.now() - begun[1]) / 1000;
  const tick = () => {
    for (const left of document.querySelectorAll("[data-left]")) {
      const seconds = Math.max(0, left.dataset.left - passed());
      const minutes = Math.floor(seconds / 60);
      const parts = { d: Math.floor(minutes / 1440), h: Math.floor(minutes / 60) % 24, m: minutes % 60 };
      left.textContent = left.dataset.words.replace(/\{([dhm])\}/g, (_, name) => parts[name]);
      left.parentElement.querySelector("[data-until-read]")?.remove();
    }
  };
  if (document.querySelector("[data-left]")) { tick(); setInterval(tick, 5000); }
})();
