/* The pages screen: everything is a button of the form; this adds keys, ranges and dragging. */
(() => {
  "use strict";
  const { $, $$, keys } = window.inboek;
  const form = () => $("[data-pages]");
  if (!form()) return;
  const boxes = () => $$("input[name=sheet]", form());
  const free = () => boxes().filter((box) => !box.disabled);
  const chosen = () => boxes().filter((box) => box.checked);
  let anchor = null, large = false;
  const size = (wanted) => {
    large = wanted;
    $("[data-desk]", form())?.classList.toggle("is-large", large);
    $("[data-larger]", form())?.setAttribute("aria-pressed", large);
    here()?.scrollIntoView({ block: "nearest" });
    return true;
  };

  const count = () => {
    const told = $("[data-count]", form());
    if (!told) return;
    const n = chosen().length;
    told.textContent = n === 0 ? told.dataset.none : n === 1 ? told.dataset.one : told.dataset.many.replace("%n", n);
  };
  const here = () => { const active = document.activeElement; return active?.matches?.("input[name=sheet]") ? active : null; };

  /* Arrows walk over the sheets; up and down go to the nearest one in the next row. */
  const go = (step) => {
    const all = boxes();
    const at = all.indexOf(here());
    all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
    return true;
  };
  const goRow = (down) => {
    const from = here();
    if (!from) return go(0);
    const middle = (box) => { const area = box.closest(".pages-sheet").getBoundingClientRect(); return { x: area.x + area.width / 2, y: area.y }; };
    const now = middle(from);
    const others = boxes().map((box) => ({ box, ...middle(box) })).filter((each) => (down ? each.y > now.y + 20 : each.y < now.y - 20));
    const row = others.reduce((best, each) => (best === null || (down ? each.y < best : each.y > best) ? each.y : best), null);
    const near = others.filter((each) => Math.abs(each.y - row) < 20).sort((a, b) => Math.abs(a.x - now.x) - Math.abs(b.x - now.x))[0];
    near?.box.focus();
    return true;
  };
  /* Done to the ticked sheets; when none is ticked, to the one in focus. */
  const act = (name) => {
    const button = $(`#do-${name}`);
    if (!button || button.disabled) return false;
    const alone = !chosen().length && here();
    if (alone) alone.checked = true;
    button.click();
    if (alone) leave = alone.id;
    return true;
  };
  let leave = "";
  const cut = () => {
    const box = here() || chosen()[0];
    const button = box?.closest(".pages-cell").querySelector("button[name=cut]") || box?.closest(".pages-part").querySelector(".pages-join");
    if (!button) return false;
    button.click();
    return true;
  };

  document.addEventListener("change", (event) => { if (event.target.matches("input[name=sheet]")) { anchor = event.target.value; count(); } });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-larger]")) size(!large);
    const sheet = event.target.closest(".pages-sheet");
    if (!sheet || !event.shiftKey || !anchor) return;
    event.preventDefault();
    const all = free();
    const from = all.findIndex((box) => box.value === anchor), to = all.findIndex((box) => box.value === sheet.dataset.sheet);
    if (from >= 0 && to >= 0) all.forEach((box, at) => { if (at >= Math.min(from, to) && at <= Math.max(from, to)) box.checked = true; });
    count();
  });

  /* Dragging: the ticked sheets, or the one that is dragged. */
  let dragged = null;
  document.addEventListener("dragstart", (event) => {
    const sheet = event.target.closest?.(".pages-sheet");
    if (!sheet) return;
    dragged = sheet.dataset.sheet;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged);
  });
  const clear = () => $$(".is-over").forEach((each) => each.classList.remove("is-over"));
  document.addEventListener("dragover", (event) => {
    const over = event.target.closest?.(".pages-sheet");
    if (!dragged) return;
    clear();
    if (over || event.target.closest?.("[data-desk]")) { event.preventDefault(); over?.classList.add("is-over"); }
  });
  document.addEventListener("dragend", () => { dragged = null; clear(); });
  document.addEventListener("drop", (event) => {
    if (!dragged || !event.target.closest?.("[data-desk]")) return;
    event.preventDefault();
    clear();
    const box = boxes().find((each) => each.value === dragged);
    const alone = box && !box.checked;
    if (alone) { chosen().forEach((each) => { each.checked = false; }); box.checked = true; leave = box.id; }
    form().elements.target.value = event.target.closest(".pages-sheet")?.dataset.sheet || "";
    dragged = null;
    $("#do-place").click();
  });

  /* After a step: a sheet that was ticked only for that step is free again, and the focus stays where it was. */
  let focused = "";
  document.body.addEventListener("htmx:beforeSwap", (event) => { if (event.detail.target.id === "pages") focused = document.activeElement?.id || ""; });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "pages" && event.detail.target.id !== "pages") return;
    const box = leave && document.getElementById(leave);
    if (box) box.checked = false;
    leave = "";
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    size(large);
    count();
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => { if (event.detail.elt === form()) $$("button", form()).forEach((button) => button.classList.add("is-busy")); });

  Object.assign(keys, {
    ArrowRight: () => go(1), ArrowLeft: () => go(-1), ArrowDown: () => goRow(true), ArrowUp: () => goRow(false), j: () => go(1), k: () => go(-1),
    x: () => { const box = here(); if (!box || box.disabled) return false; box.click(); return true; },
    X: () => { const box = here(), all = free(); if (!box) return false; const from = all.findIndex((each) => each.value === anchor), to = all.indexOf(box); all.forEach((each, at) => { if (at >= Math.min(from < 0 ? to : from, to) && at <= Math.max(from, to)) each.checked = true; }); count(); return true; },
    s: cut, ".": () => act("turn"), a: () => act("annex"), Delete: () => act("remove"), Backspace: () => act("remove"),
    z: () => act("undo"), u: () => { location.href = form().dataset.back; return true; },
    "+": () => size(true), "=": () => size(true), "-": () => size(false),
    "Ctrl+Enter": () => act("apply"),
  });
  /* Shift with an arrow moves the sheet itself. */
  document.addEventListener("keydown", (event) => {
    if (!event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || !here()) return;
    const name = { ArrowLeft: "back", ArrowRight: "forward" }[event.key];
    if (name && act(name)) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);
  count();
})();
