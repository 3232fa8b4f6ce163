/* The pages screen: everything is a button of the form; this adds keys, ranges and dragging. */
(() => {
  "use strict";
  const { $, $$, keys, press } = window.inboek;
  const form = () => $("[data-pages]");
  if (!form()) return;
  const boxes = () => $$("input[name=sheet]", form());
  const free = () => boxes().filter((box) => !box.disabled);
  const chosen = () => boxes().filter((box) => box.checked);
  const here = () => {
    const active = document.activeElement;
    return active?.matches?.("input[name=sheet]") ? active : null;
  };
  const count = () => {
    const told = $("[data-count]", form());
    if (!told) return;
    const { none, one, many } = told.dataset;
    const n = chosen().length;
    told.textContent = [none, one][n] ?? many.replace("%n", n);
  };
  let large = false;
  const size = (wanted) => {
    large = wanted;
    $("[data-desk]", form())?.classList.toggle("is-large", large);
    $("[data-larger]", form())?.setAttribute("aria-pressed", large);
    here()?.scrollIntoView({ block: "nearest" });
    return true;
  };

  /* ---- arrows walk over the sheets; up and down go to the nearest one in the next row ---- */
  const go = (step) => {
    const all = boxes();
    const at = all.indexOf(here());
    all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
    return true;
  };
  const placed = (box) => {
    const area = box.closest(".pages-sheet").getBoundingClientRect();
    return { box, x: area.x + area.width / 2, y: area.y };
  };
  const goRow = (way) => {
    if (!here()) return go(0);
    const now = placed(here());
    const away = (each) => (each.y - now.y) * way;
    const aside = (each) => Math.abs(each.x - now.x);
    const beyond = boxes().map(placed).filter((each) => away(each) > 20);
    const next = Math.min(...beyond.map(away));
    const row = beyond.filter((each) => away(each) < next + 20).sort((a, b) => aside(a) - aside(b));
    row[0]?.box.focus();
    return true;
  };

  /* ---- done to the ticked sheets; when none is ticked, to the one in focus ---- */
  /* The sheet that was ticked for one step only, by id. */
  let leave = "";
  const act = (name) => {
    const button = $(`#do-${name}`);
    if (!button || button.disabled) return false;
    const alone = !chosen().length && here();
    if (alone) alone.checked = true;
    button.click();
    if (alone) leave = alone.id;
    return true;
  };
  const cut = () => {
    const box = here() || chosen()[0];
    if (!box) return false;
    return press("button[name=cut]", box.closest(".pages-cell")) || press(".pages-join", box.closest(".pages-part"));
  };

  /* ---- ranges: from the one ticked last ---- */
  let anchor = null;
  const placeOf = (value) => free().findIndex((box) => box.value === value);
  const tickBetween = (from, to) => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    if (first >= 0) free().slice(first, last + 1).forEach((box) => { box.checked = true; });
    count();
  };
  document.addEventListener("change", (event) => {
    if (!event.target.matches("input[name=sheet]")) return;
    anchor = event.target.value;
    count();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-larger]")) size(!large);
    const sheet = event.target.closest(".pages-sheet");
    if (!sheet || !event.shiftKey || !anchor) return;
    event.preventDefault();
    tickBetween(placeOf(anchor), placeOf(sheet.dataset.sheet));
  });

  /* ---- dragging: the ticked sheets, or the one that is dragged ---- */
  let dragged = null;
  const clear = () => $$(".is-over").forEach((each) => each.classList.remove("is-over"));
  document.addEventListener("dragstart", (event) => {
    const sheet = event.target.closest?.(".pages-sheet");
    if (!sheet) return;
    dragged = sheet.dataset.sheet;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged);
  });
  document.addEventListener("dragover", (event) => {
    if (!dragged) return;
    clear();
    const over = event.target.closest?.(".pages-sheet");
    if (!over && !event.target.closest?.("[data-desk]")) return;
    event.preventDefault();
    over?.classList.add("is-over");
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    clear();
  });
  document.addEventListener("drop", (event) => {
    if (!dragged || !event.target.closest?.("[data-desk]")) return;
    event.preventDefault();
    clear();
    const box = boxes().find((each) => each.value === dragged);
    if (box && !box.checked) {
      chosen().forEach((each) => { each.checked = false; });
      box.checked = true;
      leave = box.id;
    }
    form().elements.target.value = event.target.closest(".pages-sheet")?.dataset.sheet || "";
    dragged = null;
    $("#do-place").click();
  });

  /* ---- after a step: what was ticked only for it is free again, and the focus stays where it was ---- */
  let focused = "";
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt !== form()) return;
    $$("button", form()).forEach((button) => button.classList.add("is-busy"));
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "pages") focused = document.activeElement?.id || "";
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "pages" && event.detail.target.id !== "pages") return;
    const box = leave && document.getElementById(leave);
    if (box) box.checked = false;
    leave = "";
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    size(large);
    count();
  });

  /* ---- keys ---- */
  const toggle = () => {
    const box = here();
    if (!box || box.disabled) return false;
    box.click();
    return true;
  };
  const range = () => {
    const box = here();
    if (!box) return false;
    const [from, to] = [placeOf(anchor), placeOf(box.value)];
    tickBetween(from < 0 ? to : from, to);
    return true;
  };
  const back = () => {
    location.href = form().dataset.back;
    return true;
  };
  Object.assign(keys, {
    ArrowRight: () => go(1),
    ArrowLeft: () => go(-1),
    ArrowDown: () => goRow(1),
    ArrowUp: () => goRow(-1),
    j: () => go(1),
    k: () => go(-1),
    x: toggle,
    X: range,
    s: cut,
    ".": () => act("turn"),
    a: () => act("annex"),
    Delete: () => act("remove"),
    Backspace: () => act("remove"),
    z: () => act("undo"),
    u: back,
    "+": () => size(true),
    "=": () => size(true),
    "-": () => size(false),
    "Ctrl+Enter": () => act("apply"),
  });
  /* Shift with an arrow moves the sheet itself. */
  document.addEventListener("keydown", (event) => {
    if (!event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || !here()) return;
    const name = { ArrowLeft: "back", ArrowRight: "forward" }[event.key];
    if (!name || !act(name)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  count();
})();
