/* Mark one row, get the table: a frame around one printed row, the rows it leads to, one key to take them. */
(() => {
  "use strict";
  const { $, $$, keys } = window.inboek;
  const review = window.inboek.review;
  if (!review?.act) return;
  const { well, svg, sizeOf, rect, sheets, sheetFor, cellBoxes } = review;
  const { point, clicked, wordsOf, touched, selection, leavePage, showTab, act } = review;
  const place = () => $("#example");
  let marking = false;
  let band = null;
  let asked = null;

  /* ---- the frame ---- */
  const start = () => {
    if (!place() || !sheets().length) return false;
    drop();
    marking = true;
    well.classList.add("is-marking");
    well.prepend($("[data-mark-hint]").content.firstElementChild.cloneNode(true));
    well.focus({ preventScroll: true });
    return true;
  };
  const stop = () => {
    marking = false;
    band = null;
    well.classList.remove("is-marking");
    $(".mark-hint", well)?.remove();
    sheets().forEach((sheet) => $(".marking", sheet).replaceChildren());
  };
  /* Left, top, right, bottom of the rectangle between two points. */
  const between = (from, to) => [
    Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1]),
  ];
  const frame = (sheet, from, to) => {
    const [width, height] = sizeOf(sheet);
    const [left, top, right, bottom] = between(from, to);
    return svg("rect", {
      class: "band",
      x: left * width,
      y: top * height,
      width: (right - left) * width,
      height: (bottom - top) * height,
    });
  };
  /* These go before the listeners that fill a field with words, and keep the event from them. */
  well.addEventListener("pointerdown", (event) => {
    const sheet = event.target.closest("svg.page");
    if (!sheet || event.button || !place() || !(marking || event.shiftKey)) return;
    band = { sheet, from: point(sheet, event) };
    wordsOf(sheet);
    event.preventDefault();
    event.stopPropagation();
  }, true);
  well.addEventListener("pointermove", async (event) => {
    if (!band) return;
    event.stopPropagation();
    const { sheet, from } = band;
    const now = point(sheet, event);
    const words = await wordsOf(sheet);
    if (!band) return;
    const within = touched(words, from, now).map((word) => rect(sheet, word, "bx bx-here"));
    $(".marking", sheet).replaceChildren(frame(sheet, from, now), ...within);
  }, true);
  window.addEventListener("pointerup", (event) => {
    if (!band) return;
    const { sheet, from } = band;
    const to = point(sheet, event);
    stop();
    /* A click strikes the whole printed row through. */
    const box = clicked(from, to) ? [0, from[1], 1, from[1]] : between(from, to);
    propose(sheet.dataset.document, [Number(sheet.dataset.page), ...box]);
  }, true);

  /* ---- the proposal ---- */
  const propose = (source, row, cells = null) => {
    showTab("fields");
    asked = { document: source, row };
    const values = {
      action: "example",
      document: source,
      row: JSON.stringify([row]),
      cells: cells ? JSON.stringify(cells) : "",
    };
    htmx.ajax("POST", $("#lines").dataset.act, { source: place(), target: "#example", swap: "innerHTML", values })
      .then(shown)
      .catch(() => { /* told by htmx:sendError */ });
  };
  const shown = () => {
    const proposal = $(".proposal", place());
    if (!proposal) return;
    $("#lines").classList.toggle("has-proposal", Boolean($("[data-take]", proposal)));
    drawRows();
    proposal.scrollIntoView({ block: "nearest" });
    ($("[data-accept]", proposal) || $("button", proposal))?.focus({ preventScroll: true });
  };
  const layer = (sheet) =>
    $(".proposed", sheet) || sheet.appendChild(svg("g", { class: "proposed", "aria-hidden": "true" }));
  const wipe = () => sheets().forEach((sheet) => $(".proposed", sheet)?.remove());
  const drawCells = (row, css) => {
    Object.entries(cellBoxes(row)).forEach(([name, box]) => {
      const sheet = name === "row" ? null : sheetFor(box[0]);
      if (sheet) layer(sheet).append(rect(sheet, box, css));
    });
  };
  const drawRows = () => {
    wipe();
    $$(".proposal tbody tr").forEach((row) => {
      drawCells(row, row.classList.contains("is-marked") ? "bx bx-row is-marked" : "bx bx-row");
    });
  };
  const drop = () => {
    wipe();
    asked = null;
    $("#lines")?.classList.remove("has-proposal");
    place()?.replaceChildren();
  };
  const dropAndReturn = () => {
    drop();
    $("#work").focus({ preventScroll: true });
  };

  /* ---- what a person does with it ---- */
  const hover = (event) => {
    $$(".proposed .bx-here").forEach((old) => old.remove());
    const row = event.type === "mouseover" && event.target.closest?.(".proposal tbody tr");
    if (row) drawCells(row, "bx bx-here");
  };
  document.addEventListener("mouseover", hover);
  document.addEventListener("mouseout", hover);
  /* Another role for a column: the two change places, and the row is read again. */
  document.addEventListener("change", (event) => {
    const select = event.target.closest(".proposal select.role");
    if (!select || !asked) return;
    const cells = JSON.parse($(".proposal").dataset.cells);
    const [from, to] = [select.dataset.role, select.value];
    [cells[from], cells[to]] = [cells[to], cells[from]];
    const named = Object.entries(cells).filter(([, box]) => box);
    propose(asked.document, asked.row, Object.fromEntries(named));
  });
  const FIRST_DOUBT =
    "#work td.cell-miss input, #work td.cell-check input, #work .f[data-attention='1'] input:not([readonly])";
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-take]")) return;
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    values.how = event.submitter?.value || "replace";
    wipe();
    act(values, () => ($(FIRST_DOUBT) || $("#work")).focus());
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-mark-row]")) start();
    if (event.target.closest("[data-drop-example]")) dropAndReturn();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || $("dialog[open]")) return;
    if (marking || band) stop();
    else if (place()?.firstElementChild && !event.target.closest("input")) dropAndReturn();
    else return;
    event.preventDefault();
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "work") return;
    wipe();
    asked = null;
  });
  /* With words selected by the word cursor, those are the row. */
  keys.t = () => {
    const chosen = place() && selection();
    if (!chosen) return start();
    leavePage();
    propose(chosen.sheet.dataset.document, chosen.box);
    return true;
  };
})();
