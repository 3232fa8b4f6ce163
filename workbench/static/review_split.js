/* The bar between page and work: keyboard and mouse. */
(() => {
  "use strict";
  const { $ } = window.inboek;
  const split = $("[data-review]");
  if (!split) return;
  const bar = $(".split-bar");
  const widths = [38, 44, 50, 58, 66];
  let width = 2;
  const setWidth = (step) => { width = Math.max(0, Math.min(widths.length - 1, width + step)); split.dataset.work = widths[width]; bar.setAttribute("aria-valuenow", widths[width]); };
  bar?.addEventListener("keydown", (event) => { if (event.key === "ArrowLeft") setWidth(1); else if (event.key === "ArrowRight") setWidth(-1); });
  bar?.addEventListener("pointerdown", (event) => {
    bar.setPointerCapture(event.pointerId);
    const whole = split.getBoundingClientRect();
    const follow = (moved) => {
      const share = (whole.right - moved.clientX) / whole.width * 100;
      width = widths.reduce((best, each, at) => (Math.abs(each - share) < Math.abs(widths[best] - share) ? at : best), 0);
      setWidth(0);
    };
    bar.addEventListener("pointermove", follow);
    bar.addEventListener("pointerup", () => bar.removeEventListener("pointermove", follow), { once: true });
  });
  bar?.addEventListener("dblclick", () => { width = 2; delete split.dataset.work; });
})();
