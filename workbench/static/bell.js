/* The list behind the bell: j and k go from notice to notice, Enter opens the one in focus. */
(() => {
  "use strict";
  const { $$, keys } = window.inboek;
  const all = $$("[data-notices] button");
  if (!all.length) return;
  const move = (step) => {
    const here = all.indexOf(document.activeElement);
    all[Math.max(0, Math.min(all.length - 1, here + step))].focus();
    return true;
  };
  Object.assign(keys, {
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
  });
})();
