/* Lists walked by key: the queue with its selection, and the vendors that are mapped by a digit. */
(() => {
  "use strict";
  const { $, $$, keys, press, money } = window.inboek;

  /* A place in rows that may be exchanged meanwhile; -1 while nobody has moved it. */
  const cursorOver = (rows) => {
    const cursor = {
      at: -1,
      row: () => rows()[cursor.at],
      show: () => rows().forEach((row, index) => row.classList.toggle("is-here", index === cursor.at)),
      place: (index) => {
        const last = rows().length - 1;
        if (last < 0) return true;
        cursor.at = Math.max(0, Math.min(last, index));
        cursor.show();
        cursor.row().scrollIntoView({ block: "nearest" });
        return true;
      },
      move: (step) => cursor.place(cursor.at + step),
    };
    return cursor;
  };

  /* ---- the queue ---- */
  const queue = (form) => {
    const rows = () => $$("tr[data-row]", form);
    const box = (row) => $("input[name=draft]", row);
    const boxed = () => rows().filter(box);  /* with what is done nothing can be done */
    const chosen = () => boxed().filter((row) => box(row).checked);
    const cursor = cursorOver(rows);
    let anchor = -1;

    /* ---- what is selected, and what that adds up to ---- */
    const sums = (selected) => {
      const cents = {};
      selected.forEach(({ dataset }) => {
        cents[dataset.currency] = (cents[dataset.currency] || 0) + Math.round(Number(dataset.total || 0) * 100);
      });
      return Object.entries(cents).map(([currency, sum]) => `${currency} ${money.format(sum / 100)}`).join(" · ");
    };
    /* Those that wait for the same first point as all that is selected. */
    const alike = () => {
      const points = new Set(chosen().map((row) => row.dataset.point));
      const [point] = points;
      return points.size === 1 && point ? boxed().filter((row) => row.dataset.point === point) : [];
    };
    const offerAlike = (selected) => {
      const more = alike().length - selected.length;
      const button = $("[data-alike]", form);
      button.hidden = more < 1;
      button.textContent = button.dataset.text.replace("%n", more);
    };
    const count = () => {
      const selected = chosen();
      offerAlike(selected);
      boxed().forEach((row) => row.classList.toggle("is-selected", box(row).checked));
      const bar = $("[data-selection]", form);
      bar.hidden = !selected.length;
      $$("[data-count]", bar).forEach((each) => { each.textContent = selected.length; });
      $("[data-sum]", bar).textContent = sums(selected);
      const ready = selected.filter((row) => row.dataset.turn === "ready").length;
      const some = ready !== selected.length;
      const why = $("[data-why]", bar);
      why.textContent = some ? why.dataset.text.replace("%n", ready).replace("%all", selected.length) : "";
      const all = $("[data-all]", form);
      if (!all) return;
      all.checked = selected.length > 0 && selected.length === boxed().length;
      all.indeterminate = selected.length > 0 && !all.checked;
    };
    const tick = (some, on) => {
      some.filter(box).forEach((row) => { box(row).checked = on; });
      count();
      return true;
    };
    window.addEventListener("pageshow", count);  /* what was ticked before somebody went and came back */
    form.addEventListener("change", (event) => {
      if (event.target.matches("[data-all]")) tick(rows(), event.target.checked);
      else count();
    });

    /* ---- mouse and keys ---- */
    const open = (row) => {
      if (row) location.href = row.dataset.href;
      return Boolean(row);
    };
    form.addEventListener("click", (event) => {
      const group = event.target.closest("[data-select-group]");
      if (group) {
        const by = group.dataset.by || "turn";
        tick(rows().filter((row) => row.dataset[by] === group.dataset.selectGroup), true);
        return;
      }
      if (event.target.closest("[data-alike]")) {
        tick(alike(), true);
        return;
      }
      if (event.target.closest("[data-clear]")) {
        tick(rows(), false);
        return;
      }
      const row = event.target.closest("tr[data-row]");
      if (row && !event.target.closest("a, input, label, button")) open(row);
    });
    const toggle = () => {
      const row = cursor.row();
      if (!row) return false;
      anchor = cursor.at;
      return tick([row], !box(row)?.checked);
    };
    const range = () => {
      const from = anchor < 0 ? cursor.at : anchor;
      const [first, last] = [Math.min(from, cursor.at), Math.max(from, cursor.at)];
      return tick(rows().filter((_row, at) => at >= first && at <= last), true);
    };
    Object.assign(keys, {
      j: () => cursor.move(1),
      k: () => cursor.move(-1),
      ArrowDown: () => cursor.move(1),
      ArrowUp: () => cursor.move(-1),
      Enter: () => open(cursor.row()),
      x: toggle,
      X: range,
      a: () => tick(rows(), chosen().length !== boxed().length),
      "Ctrl+Enter": () => {
        if (!chosen().length) return false;
        form.requestSubmit();
        return true;
      },
    });

    /* ---- the list is fetched anew while documents are read: selection, cursor and scroll stay where they are ---- */
    let chosenIds = new Set();
    let hereId = "";
    let scrolled = 0;
    document.body.addEventListener("htmx:beforeSwap", (event) => {
      if (event.detail.target.id !== "queue-list") return;
      chosenIds = new Set(chosen().map((row) => row.id));
      hereId = cursor.row()?.id || "";
      scrolled = event.detail.target.scrollTop;
    });
    /* Only once it is settled: until then htmx gives rows that were there before the classes they came with. */
    document.body.addEventListener("htmx:afterSettle", (event) => {
      if (event.target.id !== "queue-list") return;
      const now = rows();
      $("#queue-list").scrollTop = scrolled;
      if (cursor.at >= 0) {
        const again = now.findIndex((row) => row.id === hereId);
        cursor.at = again >= 0 ? again : Math.min(cursor.at, now.length - 1);
        cursor.show();
      }
      tick(now.filter((row) => chosenIds.has(row.id)), true);
    });

    /* ---- who comes back finds the cursor on the document looked at last, or on the one that followed it ---- */
    const SHOWN = "inboek:shown";
    const HERE = "inboek:here";
    const placeOf = (id) => {
      const now = rows().map((row) => row.id);
      const before = JSON.parse(sessionStorage.getItem(SHOWN) || "[]");
      const from = before.indexOf(id);
      const candidates = from < 0 ? [id] : [...before.slice(from), ...before.slice(0, from).reverse()];
      return now.indexOf(candidates.find((each) => now.includes(each)));
    };
    const comeBack = (back) => {
      const named = location.hash.startsWith("#draft-") ? location.hash.slice(1) : "";
      const id = (back && sessionStorage.getItem(HERE)) || named;
      const index = id ? placeOf(id) : -1;
      if (index < 0) return;
      cursor.place(index);
      cursor.row().scrollIntoView({ block: "center" });
    };
    window.addEventListener("pageshow", (event) => {
      const [arrived] = performance.getEntriesByType("navigation");
      comeBack(event.persisted || arrived?.type === "back_forward");
      /* A page from the browser's memory shows what was; what is comes at once. */
      if (event.persisted) htmx.trigger("#reading-now", "inboek:again");
    });
    window.addEventListener("pagehide", () => {
      sessionStorage.setItem(SHOWN, JSON.stringify(rows().map((row) => row.id)));
    });
    count();
  };

  /* ---- vendor mapping by digits ---- */
  const mapping = (list) => {
    const cursor = cursorOver(() => $$("[data-map]", list));
    const pressHere = (selector) => Boolean(cursor.row()) && press(selector, cursor.row());
    const take = (digit) => pressHere(`[data-candidate="${digit}"]`);
    Object.assign(keys, {
      j: () => cursor.move(1),
      k: () => cursor.move(-1),
      1: () => take(1),
      2: () => take(2),
      3: () => take(3),
      Enter: () => pressHere(".acts a"),
    });
    cursor.place(0);
  };

  /* The view one is in may stand beyond the edge of the row. */
  $(".views-row [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  const form = $("[data-queue]");
  if (form) queue(form);
  const maps = $("[data-maps]");
  if (maps) mapping(maps);
})();
