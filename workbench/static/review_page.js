/* The page beside the work: boxes of fields and lines, the printed piece under a field, zoom, thumbnails. */
(() => {
  "use strict";
  const { $, $$, keys, press } = window.inboek;
  const split = $("[data-review]");
  if (!split) return;
  const NS = "http://www.w3.org/2000/svg";
  const well = $("[data-well]");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behavior = calm ? "auto" : "smooth";

  /* Which of several is the current one: for the eye and for screen readers, to whom an empty value says no. */
  const setCurrent = (links, chosen) => links.forEach((link) => {
    if (chosen(link)) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });

  /* ---- sheets ---- */
  const sheets = () => $$("svg.page", well);
  /* The sheet of a page number: boxes are the invoice's, so its own page goes before that of an annex. */
  const sheetFor = (number) => {
    const found = sheets().filter((sheet) => Number(sheet.dataset.page) === number);
    return found.find((sheet) => sheet.dataset.main !== undefined) || found[0];
  };
  const sizeOf = (sheet) => [Number(sheet.dataset.width), Number(sheet.dataset.height)];
  const svg = (name, attributes) => {
    const made = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  /* ---- boxes: [page, left, top, right, bottom], the sides as shares of the page ---- */
  const boxesIn = (element, none) => {
    try {
      return JSON.parse(element.dataset.boxes) || none;
    } catch {
      return none;
    }
  };
  const fieldBoxes = (row) => boxesIn(row, []);
  /* By column; "row" where a line was read as one piece. */
  const cellBoxes = (row) => boxesIn(row, {});
  /* The rectangle around boxes, or around words: both have their sides in places 1 to 4. */
  const around = (page, boxes) => {
    const sides = (at) => boxes.map((box) => box[at]);
    const [left, top] = [Math.min(...sides(1)), Math.min(...sides(2))];
    return [page, left, top, Math.max(...sides(3)), Math.max(...sides(4))];
  };
  const rect = (sheet, box, css) => {
    const [width, height] = sizeOf(sheet);
    return svg("rect", {
      class: css,
      x: box[1] * width - 2,
      y: box[2] * height - 2,
      width: (box[3] - box[1]) * width + 4,
      height: (box[4] - box[2]) * height + 4,
    });
  };
  /* Draws a box once per class, where its page is shown. */
  const put = (box, ...classes) => {
    const sheet = sheetFor(box[0]);
    if (sheet) $(".boxes", sheet).append(...classes.map((css) => rect(sheet, box, css)));
  };
  const wipe = (selector) => sheets().forEach((sheet) => $$(selector, sheet).forEach((old) => old.remove()));
  const boxClass = (row) => {
    if (row.classList.contains("f-check")) return "bx bx-un";
    return row.classList.contains("f-hold") ? "bx bx-no" : "bx";
  };
  const draw = () => {
    sheets().forEach((sheet) => $(".boxes", sheet).replaceChildren());
    $$("#work .f[data-boxes]").forEach((row) => {
      fieldBoxes(row).forEach((box) => put(box, "bx-halo", boxClass(row)));
    });
    mark();
  };

  /* ---- the field or cell in focus ---- */
  let last = "";
  const lastInput = () => document.getElementById(last);
  const rowOf = (input) => input && (input.closest(".f") || input.closest("tr[data-line]"));
  const boxesFor = (input) => {
    const row = rowOf(input);
    if (!row) return [];
    if (row.matches(".f")) return fieldBoxes(row);
    const all = cellBoxes(row);
    const column = input.dataset.column;
    const box = all[column] || (column === "vat_code" && all.vat_rate) || all.row;
    return box ? [box] : [];
  };
  /* The whole printed row of a line: the rectangle around its cells on the page where it begins. */
  const wholeRow = (row) => {
    const all = Object.values(cellBoxes(row));
    if (!all.length) return null;
    const page = all[0][0];
    return around(page, all.filter((box) => box[0] === page));
  };
  const unmark = () => {
    wipe(".bx-here, .bx-row");
    $$(".f-here").forEach((row) => row.classList.remove("f-here"));
    $$(".einvoice .is-here").forEach((place) => place.classList.remove("is-here"));
    $$("#work .zoom, #work .zoom-row").forEach((old) => old.remove());
  };
  const mark = () => {
    unmark();
    const input = document.activeElement?.matches("#work input") ? document.activeElement : null;
    const row = rowOf(input);
    if (!row) return;
    const isField = row.matches(".f");
    const boxes = boxesFor(input);
    if (isField) row.classList.add("f-here");
    else markRow(row, boxes[0]);
    if (!boxes.length) markData(row);
    boxes.forEach((box) => put(box, "bx bx-here"));
    const sheet = boxes.length ? sheetFor(boxes[0][0]) : null;
    if (!sheet) return;
    scrollTo(sheet, boxes[0]);
    setPage(sheets().indexOf(sheet) + 1);
    if (isField) zoomStrip(row, sheet, boxes[0]);
  };
  const markRow = (row, cell) => {
    const whole = wholeRow(row);
    const sheet = whole && sheetFor(whole[0]);
    if (!sheet) return;
    put(whole, "bx bx-row");
    lineStrip(row, sheet, whole, cell);
  };
  /* An e-invoice has no page: its value or row in the table that is shown instead. */
  const markData = (row) => {
    const place = row.matches(".f")
      ? $(`.einvoice [data-field-source="${row.dataset.field}"]`)
      : $$(".einvoice tbody tr", well)[Number(row.dataset.position) - 1];
    place?.classList.add("is-here");
    place?.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("focusin", (event) => {
    if (!event.target.matches("#work input")) return;
    last = event.target.id;
    mark();
  });
  /* Under the mouse: where the value stands, without moving the page. */
  const hover = (event) => {
    wipe(".bx-hover");
    if (event.type !== "mouseover") return;
    const over = event.target.closest?.("#work .f, #work tr[data-line] td, #work tr[data-line]");
    const input = over && $("input", over);
    if (input) boxesFor(input).forEach((box) => put(box, "bx bx-hover"));
  };
  document.addEventListener("mouseover", hover);
  document.addEventListener("mouseout", hover);
  const scrollTo = (sheet, box) => {
    const start = sheet.getBoundingClientRect().top - well.getBoundingClientRect().top + well.scrollTop;
    const top = start + box[2] * sheet.clientHeight;
    const seen = top >= well.scrollTop + 40 && top <= well.scrollTop + well.clientHeight - 60;
    if (!seen) well.scrollTo({ top: Math.max(0, top - well.clientHeight / 3), behavior });
  };

  /* ---- the printed piece under what is in focus ---- */
  /* A window on the page's picture with the value boxed in it; null when the page has no picture. */
  const crop = (sheet, viewBox, box, more = {}) => {
    const picture = $("image", sheet);
    if (!picture) return null;
    const [width, height] = sizeOf(sheet);
    const href = picture.getAttribute("href");
    const piece = svg("svg", { class: "crop", viewBox, "aria-hidden": "true", ...more });
    piece.append(svg("image", { href, width, height, preserveAspectRatio: "none" }));
    if (box) piece.append(rect(sheet, box, "bx bx-here"));
    return piece;
  };
  const zoomStrip = (row, sheet, box) => {
    const [width, height] = sizeOf(sheet);
    const [left, middle] = [Math.max(0, box[1] * width - 90), (box[2] + box[4]) / 2 * height];
    const piece = crop(sheet, `${left} ${middle - 14} 300 28`, box, { preserveAspectRatio: "xMinYMid slice" });
    if (!piece) return;
    const strip = document.createElement("div");
    strip.className = "zoom";
    const inner = document.createElement("div");
    inner.append(piece);
    strip.append(inner);
    row.after(strip);
  };
  const lineStrip = (row, sheet, whole, cell) => {
    const [width, height] = sizeOf(sheet);
    const corner = `${whole[1] * width - 6} ${whole[2] * height - 4}`;
    const extent = `${(whole[3] - whole[1]) * width + 12} ${(whole[4] - whole[2]) * height + 8}`;
    const piece = crop(sheet, `${corner} ${extent}`, cell && cell[0] === whole[0] ? cell : null);
    if (!piece) return;
    const strip = document.createElement("tr");
    strip.className = "zoom-row";
    const inner = document.createElement("td");
    inner.colSpan = row.cells.length;
    inner.append(piece);
    strip.append(inner);
    row.after(strip);
  };

  /* ---- zoom and thumbnails ---- */
  let scale = 1;
  let current = 1;
  const currentSheet = () => sheets()[current - 1] || sheets()[0];
  const scales = {
    in: () => Math.min(3, scale * 1.25),
    out: () => Math.max(0.5, scale / 1.25),
    fit: () => 1,
  };
  const setZoom = (how) => {
    scale = scales[how]();
    well.dataset.scale = scale;
    sheets().forEach((sheet) => {
      if (!sheet.dataset.fit) sheet.dataset.fit = sheet.clientWidth;
      if (scale === 1) {
        sheet.removeAttribute("width");
        delete sheet.dataset.fit;
      } else {
        sheet.setAttribute("width", Math.round(sheet.dataset.fit * scale));
      }
      sheet.classList.toggle("is-zoomed", scale !== 1);
    });
    return true;
  };
  /* The page in view: its thumbnail is the current one, and it is the one that is rotated. */
  const setPage = (number) => {
    current = number;
    setCurrent($$("[data-thumb]"), (thumb) => Number(thumb.dataset.thumb) === current);
    const turning = $("[data-rotate]");
    if (turning) turning.action = currentSheet().dataset.rotateUrl;
  };
  const showPage = (number) => {
    const all = sheets();
    if (!all.length) return true;
    setPage(Math.max(1, Math.min(all.length, number)));
    currentSheet().scrollIntoView({ block: "start", behavior });
    return true;
  };
  document.addEventListener("click", (event) => {
    const thumb = event.target.closest("[data-thumb]");
    if (thumb) {
      event.preventDefault();
      showPage(Number(thumb.dataset.thumb));
    }
    const zoom = event.target.closest("[data-zoom]");
    if (zoom) setZoom(zoom.dataset.zoom);
  });
  Object.assign(keys, {
    "+": () => setZoom("in"),
    "=": () => setZoom("in"),
    "-": () => setZoom("out"),
    "[": () => showPage(current - 1),
    "]": () => showPage(current + 1),
    ".": () => press("[data-rotate] button"),
  });

  window.inboek.review = {
    split, well, svg, setCurrent, sizeOf, sheets, sheetFor, currentSheet,
    fieldBoxes, cellBoxes, boxesFor, around, rect, draw, scrollTo, lastInput, setZoom,
  };
})();
