/* Mark one row, get the table: a frame around one printed row, the rows it leads to, one key to take them. */
(() => {
  "use strict";
  const { $, $$, keys } = window.inboek;
  const review = window.inboek.review;
  if (!review?.act) return;
  const { well, svg, rect, sheets, sheetFor, point, wordsOf, touched, showTab, selection, leavePage, act } = review;
  const place = () => $("#example");
  let marking = false, band = null, asked = null;

  /* ---- the frame ---- */
  const start = () => {
    if (!place() || !sheets().length) return false;
    drop();
    marking = true;
    well.classList.add("is-marking");
    const hint = $("[data-mark-hint]").content.firstElementChild.cloneNode(true);
    well.prepend(hint);
    well.focus({ preventScroll: true });
    return true;
  };
  const stop = () => {
    marking = false; band = null;
    well.classList.remove("is-marking");
    $(".mark-hint", well)?.remove();
    sheets().forEach((sheet) => $(".marking", sheet).replaceChildren());
  };
  const frame = (sheet, [x0, y0], [x1, y1]) => {
    const width = Number(sheet.dataset.width), height = Number(sheet.dataset.height);
    return svg("rect", { class: "band", x: Math.min(x0, x1) * width, y: Math.min(y0, y1) * height, width: Math.abs(x1 - x0) * width, height: Math.abs(y1 - y0) * height });
  };
  well.addEventListener("pointerdown", (event) => {
    const sheet = event.target.closest("svg.page");
    if (!sheet || event.button || !place() || !(marking || event.shiftKey)) return;
    band = { sheet, from: point(sheet, event) };
    wordsOf(sheet);
    event.preventDefault(); event.stopPropagation();
  }, true);
  well.addEventListener("pointermove", async (event) => {
    if (!band) return;
    event.stopPropagation();
    const { sheet, from } = band, now = point(sheet, event);
    const words = await wordsOf(sheet);
    if (band) $(".marking", sheet).replaceChildren(frame(sheet, from, now), ...touched(words, from, now).map((word) => rect(sheet, [0, ...word.slice(1, 5)], "bx bx-here")));
  }, true);
  window.addEventListener("pointerup", (event) => {
    if (!band) return;
    const { sheet, from } = band, to = point(sheet, event);
    stop();
    const click = Math.abs(from[0] - to[0]) < 0.004 && Math.abs(from[1] - to[1]) < 0.004;
    /* A click strikes the whole printed row through. */
    const box = click ? [0, from[1], 1, from[1]] : [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])];
    propose(sheet.dataset.document, [Number(sheet.dataset.page), ...box]);
  }, true);

  /* ---- the proposal ---- */
  const propose = (document_, row, cells = null) => {
    showTab("fields");
    asked = { document: document_, row };
    const values = { action: "example", document: document_, row: JSON.stringify([row]), cells: cells ? JSON.stringify(cells) : "" };
    return htmx.ajax("POST", $("#lines").dataset.act, { source: place(), target: "#example", swap: "innerHTML", values }).then(shown).catch(() => { /* told by htmx:sendError */ });
  };
  const shown = () => {
    const proposal = $(".proposal", place());
    if (!proposal) return;
    $("#lines").classList.toggle("has-proposal", Boolean($("[data-take]", proposal)));
    drawRows();
    proposal.scrollIntoView({ block: "nearest" });
    ($("[data-accept]", proposal) || $("button", proposal))?.focus({ preventScroll: true });
  };
  const boxesIn = (row) => { try { return JSON.parse(row.dataset.boxes); } catch { return {}; } };
  const layer = (sheet) => $(".proposed", sheet) || sheet.appendChild(svg("g", { class: "proposed", "aria-hidden": "true" }));
  const wipe = () => sheets().forEach((sheet) => $(".proposed", sheet)?.remove());
  const drawRows = () => {
    wipe();
    $$(".proposal tbody tr").forEach((row) => Object.entries(boxesIn(row)).forEach(([name, box]) => {
      const sheet = name === "row" ? null : sheetFor(box[0]);
      if (sheet) layer(sheet).append(rect(sheet, box, row.classList.contains("is-marked") ? "bx bx-row is-marked" : "bx bx-row"));
    }));
  };
  const drop = () => {
    wipe(); asked = null;
    $("#lines")?.classList.remove("has-proposal");
    const had = Boolean(place()?.firstElementChild);
    place()?.replaceChildren();
    return had;
  };
  const point_at = (event) => {
    $$(".proposed .bx-here").forEach((old) => old.remove());
    const row = event.type === "mouseover" && event.target.closest?.(".proposal tbody tr");
    if (!row) return;
    Object.entries(boxesIn(row)).forEach(([name, box]) => { const sheet = name === "row" ? null : sheetFor(box[0]); if (sheet) layer(sheet).append(rect(sheet, box, "bx bx-here")); });
  };
  document.addEventListener("mouseover", point_at);
  document.addEventListener("mouseout", point_at);
  document.addEventListener("change", (event) => {
    const select = event.target.closest(".proposal select.role");
    if (!select || !asked) return;
    const cells = JSON.parse($(".proposal").dataset.cells), from = select.dataset.role, to = select.value;
    [cells[from], cells[to]] = [cells[to], cells[from]];
    Object.keys(cells).forEach((name) => { if (!cells[name]) delete cells[name]; });
    propose(asked.document, asked.row, cells);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-take]")) return;
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    values.how = event.submitter?.value || "replace";
    wipe();
    act(values, () => ($("#work td.cell-miss input, #work td.cell-check input, #work .f[data-attention='1'] input:not([readonly])") || $("#work")).focus());
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-mark-row]")) start();
    if (event.target.closest("[data-drop-example]")) { drop(); $("#work").focus({ preventScroll: true }); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || $("dialog[open]")) return;
    if (marking || band) { stop(); event.preventDefault(); }
    else if (place()?.firstElementChild && !event.target.closest("input")) { drop(); $("#work").focus({ preventScroll: true }); event.preventDefault(); }
  });
  document.body.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "work") { wipe(); asked = null; } });
  /* With words selected by the word cursor, those are the row. */
  keys.t = () => {
    const chosen = place() && selection();
    if (!chosen) return start();
    leavePage();
    propose(chosen.sheet.dataset.document, chosen.box);
    return true;
  };
})();
