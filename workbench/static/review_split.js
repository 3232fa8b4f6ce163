/* The bar between page and work: keyboard and mouse. */
(() => {
  "use strict";
  const { $ } = window.inboek;
  const split = $("[data-review]");
  const bar = $(".split-bar");
  if (!split || !bar) return;
  /* Percent of the screen that the work takes. */
  const widths = [38, 44, 50, 58, 66];
  const MIDDLE = 2;
  let at = MIDDLE;
  const setWidth = (index) => {
    at = Math.max(0, Math.min(widths.length - 1, index));
    split.dataset.work = widths[at];
    bar.setAttribute("aria-valuenow", widths[at]);
  };
  bar.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") setWidth(at + 1);
    else if (event.key === "ArrowRight") setWidth(at - 1);
  });
  const nearest = (share) => {
    const distances = widths.map((width) => Math.abs(width - share));
    return distances.indexOf(Math.min(...distances));
  };
  bar.addEventListener("pointerdown", (event) => {
    bar.setPointerCapture(event.pointerId);
    const whole = split.getBoundingClientRect();
    const follow = (moved) => setWidth(nearest((whole.right - moved.clientX) / whole.width * 100));
    bar.addEventListener("pointermove", follow);
    bar.addEventListener("pointerup", () => bar.removeEventListener("pointermove", follow), { once: true });
  });
  bar.addEventListener("dblclick", () => {
    at = MIDDLE;
    delete split.dataset.work;
  });
})();
