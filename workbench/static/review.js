/* The review screen: field ⇄ page, click a word to fill, Enter to the next doubtful field, zoom, tabs. */
(() => {
  "use strict";
  const { $, $$, typing, keys, openDialog } = window.inboek;
  const split = $("[data-review]");
  if (!split) return;
  const NS = "http://www.w3.org/2000/svg";
  const well = $("[data-well]");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const svg = (name, attributes) => { const made = document.createElementNS(NS, name); for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value); return made; };
  const sheets = () => $$("svg.page", well);
  let lastInput = null;

  /* ---- boxes on the page ---- */
  const boxesOf = (element) => { try { return JSON.parse(element.dataset.boxes || "[]"); } catch { return []; } };
  const sheetFor = (number) => sheets().find((sheet) => sheet.dataset.main !== undefined && Number(sheet.dataset.page) === number) || sheets().find((sheet) => Number(sheet.dataset.page) === number);
  const rect = (sheet, box, css) => {
    const width = Number(sheet.dataset.width), height = Number(sheet.dataset.height);
    return svg("rect", { class: css, x: box[1] * width - 2, y: box[2] * height - 2, width: (box[3] - box[1]) * width + 4, height: (box[4] - box[2]) * height + 4 });
  };
  const draw = () => {
    sheets().forEach((sheet) => $(".boxes", sheet).replaceChildren());
    $$("#work .f[data-boxes]").forEach((row) => {
      const css = row.classList.contains("f-check") ? "bx bx-un" : row.classList.contains("f-hold") ? "bx bx-no" : "bx";
      boxesOf(row).forEach((box) => { const sheet = sheetFor(box[0]); if (sheet) $(".boxes", sheet).append(rect(sheet, box, "bx-halo"), rect(sheet, box, css)); });
    });
    mark();
  };
  const rowOf = (input) => input && (input.closest(".f") || input.closest("tr[data-line]"));
  const boxesFor = (input) => {
    const row = rowOf(input);
    if (!row) return [];
    if (row.matches(".f")) return boxesOf(row);
    let all; try { all = JSON.parse(row.dataset.boxes || "{}"); } catch { all = {}; }
    const box = all[input.dataset.column] || (input.dataset.column === "vat_code" && all.vat_rate) || all.row;
    return box ? [box] : [];
  };
  /* The whole printed row of a line: the rectangle around its cells on the page where it begins. */
  const wholeRow = (row) => {
    let all; try { all = Object.values(JSON.parse(row.dataset.boxes || "{}")); } catch { all = []; }
    const own = all.filter((box) => box[0] === all[0][0]);
    return own.length ? [own[0][0], ...[1, 2].map((at) => Math.min(...own.map((box) => box[at]))), ...[3, 4].map((at) => Math.max(...own.map((box) => box[at])))] : null;
  };
  const mark = () => {
    sheets().forEach((sheet) => $$(".bx-here, .bx-row", sheet).forEach((old) => old.remove()));
    $$(".f-here").forEach((row) => row.classList.remove("f-here"));
    $$(".einvoice .is-here").forEach((place) => place.classList.remove("is-here"));
    $$("#work .zoom, #work .zoom-row").forEach((old) => old.remove());
    const input = document.activeElement?.matches("#work input") ? document.activeElement : null;
    if (!input) return;
    const row = rowOf(input);
    if (row?.matches(".f")) row.classList.add("f-here");
    const boxes = boxesFor(input);
    if (!boxes.length) markData(row);
    const line = row?.matches("tr") ? wholeRow(row) : null;
    if (line && sheetFor(line[0])) { $(".boxes", sheetFor(line[0])).append(rect(sheetFor(line[0]), line, "bx bx-row")); lineStrip(row, sheetFor(line[0]), line, boxes[0]); }
    boxes.forEach((box, at) => {
      const sheet = sheetFor(box[0]);
      if (!sheet) return;
      const shape = rect(sheet, box, "bx bx-here");
      $(".boxes", sheet).append(shape);
      if (at === 0) { scrollTo(sheet, box); if (row?.matches(".f")) zoomStrip(row, sheet, box); }
    });
  };
  /* An e-invoice has no page: its value or row in the table that is shown instead. */
  const markData = (row) => {
    const place = row?.matches(".f") ? $(`.einvoice [data-field-source="${row.dataset.field}"]`) : $$(".einvoice tbody tr", well)[Number(row?.dataset.position) - 1];
    place?.classList.add("is-here");
    place?.scrollIntoView({ block: "nearest" });
  };
  /* Under the mouse: where the value stands, without moving the page. */
  const hover = (event) => {
    sheets().forEach((sheet) => $$(".bx-hover", sheet).forEach((old) => old.remove()));
    const input = event.type === "mouseover" ? event.target.closest?.("#work .f, #work tr[data-line] td, #work tr[data-line]") : null;
    const field = input && (input.matches(".f") ? $("input", input) : $("input", input) || input.querySelector("input"));
    if (!field) return;
    boxesFor(field).forEach((box) => { const sheet = sheetFor(box[0]); if (sheet) $(".boxes", sheet).append(rect(sheet, box, "bx bx-hover")); });
  };
  document.addEventListener("mouseover", hover);
  document.addEventListener("mouseout", hover);
  const scrollTo = (sheet, box) => {
    const top = sheet.getBoundingClientRect().top - well.getBoundingClientRect().top + well.scrollTop + box[2] * sheet.clientHeight;
    if (top < well.scrollTop + 40 || top > well.scrollTop + well.clientHeight - 60) well.scrollTo({ top: Math.max(0, top - well.clientHeight / 3), behavior: calm ? "auto" : "smooth" });
  };
  /* The piece of the page right under the field in focus. */
  const zoomStrip = (row, sheet, box) => {
    const picture = $("image", sheet);
    if (!picture) return;
    const width = Number(sheet.dataset.width), height = Number(sheet.dataset.height);
    const middle = (box[2] + box[4]) / 2 * height;
    const crop = svg("svg", { class: "crop", viewBox: `${Math.max(0, box[1] * width - 90)} ${middle - 14} 300 28`, preserveAspectRatio: "xMinYMid slice", "aria-hidden": "true" });
    crop.append(svg("image", { href: picture.getAttribute("href"), width, height, preserveAspectRatio: "none" }), rect(sheet, box, "bx bx-here"));
    const strip = document.createElement("div"); strip.className = "zoom";
    const inner = document.createElement("div"); inner.append(crop); strip.append(inner);
    row.after(strip);
  };
  /* The printed row of the line in focus, right under it. */
  const lineStrip = (row, sheet, line, cell) => {
    const picture = $("image", sheet);
    if (!picture) return;
    const width = Number(sheet.dataset.width), height = Number(sheet.dataset.height);
    const [left, top] = [line[1] * width - 6, line[2] * height - 4];
    const crop = svg("svg", { class: "crop", viewBox: `${left} ${top} ${(line[3] - line[1]) * width + 12} ${(line[4] - line[2]) * height + 8}`, "aria-hidden": "true" });
    crop.append(svg("image", { href: picture.getAttribute("href"), width, height, preserveAspectRatio: "none" }));
    if (cell && cell[0] === line[0]) crop.append(rect(sheet, cell, "bx bx-here"));
    const strip = document.createElement("tr"); strip.className = "zoom-row";
    const inner = document.createElement("td"); inner.colSpan = row.cells.length; inner.append(crop); strip.append(inner);
    row.after(strip);
  };
  /* The line above or below, whatever stands between. */
  const lineBeside = (row, step) => { const all = $$("#lines tr[data-line]"); return all[all.indexOf(row) + step]; };

  document.addEventListener("focusin", (event) => { if (event.target.matches("#work input")) { lastInput = event.target.id; mark(); } });

  /* ---- words: click one or drag over several to fill the field in focus ---- */
  const wordsOf = async (sheet) => {
    if (!sheet.words) sheet.words = fetch(sheet.dataset.words, { headers: { Accept: "application/json" } }).then((answer) => (answer.ok ? answer.json() : { words: [] })).then((data) => data.words).catch(() => []);
    return sheet.words;
  };
  const point = (sheet, event) => { const area = sheet.getBoundingClientRect(); return [(event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height]; };
  const inside = (word, x, y) => x >= word[1] - 0.003 && x <= word[3] + 0.003 && y >= word[2] - 0.002 && y <= word[4] + 0.002;
  const touched = (words, from, to) => {
    const [x0, x1] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])], [y0, y1] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])];
    if (x1 - x0 < 0.004 && y1 - y0 < 0.004) return words.filter((word) => inside(word, to[0], to[1])).slice(0, 1);
    return words.filter((word) => word[3] >= x0 && word[1] <= x1 && (word[2] + word[4]) / 2 >= y0 - 0.004 && (word[2] + word[4]) / 2 <= y1 + 0.004);
  };
  /* Only the field in focus is filled; without one, a click leads to the field that was read there. */
  const inFocus = () => (document.activeElement?.matches("#work input[data-save]") ? document.activeElement : null);
  const fieldAt = (sheet, [x, y]) => {
    if (sheet !== sheetFor(Number(sheet.dataset.page))) return null;
    const page = Number(sheet.dataset.page);
    const hit = (box) => box[0] === page && inside(["", ...box.slice(1)], x, y);
    const row = $$("#work .f[data-boxes]").find((each) => boxesOf(each).some(hit));
    if (row) return $("input", row);
    return $$("#lines tr[data-line] input").find((input) => { const all = JSON.parse(input.closest("tr").dataset.boxes || "{}"); return all[input.dataset.column] && hit(all[input.dataset.column]); });
  };
  let drag = null;
  well.addEventListener("pointerdown", (event) => {
    const sheet = event.target.closest("svg.page");
    if (!sheet || event.button) return;
    drag = { sheet, from: point(sheet, event), target: inFocus() };
    wordsOf(sheet);
    if (drag.target) event.preventDefault();
  });
  well.addEventListener("pointermove", async (event) => {
    if (!drag) return;
    const { sheet, from } = drag;
    const now = point(sheet, event);
    const words = await wordsOf(sheet);
    if (!drag) return;
    $(".marking", sheet).replaceChildren(...touched(words, from, now).map((word) => rect(sheet, [0, word[1], word[2], word[3], word[4]], "bx bx-here")));
  });
  window.addEventListener("pointerup", async (event) => {
    if (!drag) return;
    const { sheet, from, target } = drag;
    drag = null;
    $(".marking", sheet).replaceChildren();
    const to = point(sheet, event);
    if (!target) { const field = fieldAt(sheet, to); if (field) { showTab("fields"); field.focus(); } return; }
    const chosen = touched(await wordsOf(sheet), from, to);
    if (!chosen.length || target.readOnly) return;
    fill(target, chosen, Number(sheet.dataset.page));
  });
  /* A value of an e-invoice's table is taken by a click as well. */
  well.addEventListener("mousedown", (event) => {
    const value = event.target.closest(".einvoice dd, .einvoice td"), input = inFocus();
    if (!value || !input || input.readOnly || event.button) return;
    event.preventDefault();
    input.value = value.textContent.trim();
    if (changed(input)) save(input);
  });
  const fill = (input, words, page) => {
    input.value = words.map((word) => word[0]).join(" ");
    save(input, { boxes: JSON.stringify(words.map((word) => [page, word[1], word[2], word[3], word[4]])) });
    input.focus();
  };

  /* ---- saving: one after the other, so that nothing typed in the meantime is lost or overtaken ---- */
  const waiting = [];
  let running = null;
  const save = (input, more = {}) => {
    if (input.readOnly) return;
    input.dataset.sent = input.value;
    waiting.push({ id: input.id, url: input.dataset.save, value: input.value, more });
    if (!running) running = drain().finally(() => { running = null; });
  };
  let answered = null;
  const drain = async () => {
    while (waiting.length) {
      answered = waiting.shift();
      try { await htmx.ajax("POST", answered.url, { source: split, target: "#work", swap: "outerHTML", values: { value: answered.value, ...answered.more } }); } catch { /* told by htmx:sendError */ }
      answered = null;
    }
  };
  const changed = (input) => input.value !== input.defaultValue && input.value !== input.dataset.sent;
  const settled = () => running || Promise.resolve();
  document.addEventListener("focusout", (event) => { if (event.target.matches?.("#work input[data-save]") && event.target.isConnected && changed(event.target)) save(event.target); });
  document.addEventListener("change", (event) => { if (event.target.matches("#work input[data-save]") && changed(event.target)) save(event.target); });

  /* ---- page mode: the word cursor of the keyboard ---- */
  let cursor = null;
  const pageMode = async () => {
    const sheet = sheets()[current - 1] || sheets()[0];
    if (!sheet) return false;
    const words = await wordsOf(sheet);
    if (!words.length) return false;
    const active = boxesFor(document.getElementById(lastInput))[0];
    let at = active ? words.findIndex((word) => inside(word, (active[1] + active[3]) / 2, (active[2] + active[4]) / 2)) : 0;
    cursor = { sheet, words, at: Math.max(0, at), anchor: Math.max(0, at) };
    well.focus();
    showCursor();
    return true;
  };
  const showCursor = () => {
    const [low, high] = [Math.min(cursor.at, cursor.anchor), Math.max(cursor.at, cursor.anchor)];
    $(".marking", cursor.sheet).replaceChildren(...cursor.words.slice(low, high + 1).map((word) => rect(cursor.sheet, [0, ...word.slice(1, 5)], "bx bx-here")));
    scrollTo(cursor.sheet, [0, ...cursor.words[cursor.at].slice(1, 5)]);
  };
  const vertical = (step) => {
    const word = cursor.words[cursor.at];
    const middle = (word[1] + word[3]) / 2;
    const other = cursor.words.map((each, at) => ({ at, dy: (each[2] - word[2]) * step, dx: Math.abs((each[1] + each[3]) / 2 - middle) })).filter((each) => each.dy > 0.004).sort((a, b) => a.dy - b.dy || a.dx - b.dx);
    if (!other.length) return;
    const row = other.filter((each) => each.dy < other[0].dy + 0.006).sort((a, b) => a.dx - b.dx);
    cursor.at = row[0].at;
  };
  well.addEventListener("keydown", (event) => {
    if (!cursor) return;
    const moves = { ArrowRight: () => { cursor.at = Math.min(cursor.words.length - 1, cursor.at + 1); }, ArrowLeft: () => { cursor.at = Math.max(0, cursor.at - 1); }, ArrowDown: () => vertical(1), ArrowUp: () => vertical(-1) };
    if (moves[event.key]) { moves[event.key](); if (!event.shiftKey) cursor.anchor = cursor.at; showCursor(); event.preventDefault(); }
    else if (event.key === "Enter") {
      const [low, high] = [Math.min(cursor.at, cursor.anchor), Math.max(cursor.at, cursor.anchor)];
      const chosen = cursor.words.slice(low, high + 1), page = Number(cursor.sheet.dataset.page), input = document.getElementById(lastInput);
      leavePage(); if (input) fill(input, chosen, page); event.preventDefault();
    } else if (event.key === "Escape") { leavePage(); document.getElementById(lastInput)?.focus(); event.preventDefault(); }
  });
  /* What the word cursor has selected, as one rectangle. */
  const selection = () => {
    if (!cursor) return null;
    const chosen = cursor.words.slice(Math.min(cursor.at, cursor.anchor), Math.max(cursor.at, cursor.anchor) + 1);
    return { sheet: cursor.sheet, box: [Number(cursor.sheet.dataset.page), ...[1, 2].map((at) => Math.min(...chosen.map((word) => word[at]))), ...[3, 4].map((at) => Math.max(...chosen.map((word) => word[at])))] };
  };
  const leavePage = () => { if (cursor) { $(".marking", cursor.sheet).replaceChildren(); cursor = null; } };

  /* ---- Enter: confirm this field, go to the next one the machine is not sure about ---- */
  const attention = () => $$("#work .f[data-attention='1'] input:not([readonly]), #work td.cell-miss input, #work td.cell-check input");
  const next = (from, back = false) => {
    const all = back ? attention().reverse() : attention();
    const order = $$("#work .f input, #work tr[data-line] input");
    const here = from ? order.indexOf(from) : -1;
    const beyond = (input) => (back ? order.indexOf(input) < here : order.indexOf(input) > here);
    const following = all.find(beyond) || all.find((input) => input !== from);
    if (following) { showTab("fields"); following.focus(); following.select(); return true; }
    /* No field left: the first point that is settled elsewhere. */
    const verb = $("#blockers [data-open-dialog], #blockers [data-tab-to], #blockers [data-focus], #blockers [data-focus-line], #blockers a.btn");
    if (!verb) return false;
    if (from) verb.focus(); else if (verb.matches("a.btn:not([data-tab-to])")) verb.focus(); else verb.click();
    return true;
  };
  document.addEventListener("keydown", (event) => {
    const input = event.target.closest?.("#work .f input, #work tr[data-line] input");
    if (!input) return;
    if (event.key === "Enter" && !event.ctrlKey) {
      event.preventDefault();
      const row = input.closest(".f");
      const unchanged = input.value === input.defaultValue;
      if (!unchanged) { if (changed(input)) save(input); }
      else if (event.shiftKey) { /* going back confirms nothing */ }
      else if (row?.dataset.attention === "1" && input.value) save(input, { confirm: "1" });
      else if (input.closest("td.cell-check")) save(input);
      if (!next(input, event.shiftKey)) $("#work").focus();
    } else if (event.key === "Escape") { input.value = input.defaultValue; input.dispatchEvent(new Event("input", { bubbles: true })); input.blur(); }
  });

  /* ---- answers of the server: the field in focus is never replaced, so the caret survives ---- */
  document.body.addEventListener("htmx:configRequest", (event) => { event.detail.parameters.tab = $("#work")?.dataset.tab || "fields"; event.detail.parameters.version = event.detail.parameters.version || $("#work")?.dataset.version || ""; });
  let kept = [], focused = "";
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "work") return;
    focused = document.activeElement?.closest("#work") ? document.activeElement.id : "";
    const refused = event.detail.xhr.status >= 400;
    kept = $$("#work input[data-save]").filter((input) => input.value !== input.defaultValue && (input.id !== answered?.id || refused || input.value !== answered.value))
      .map((input) => ({ id: input.id, value: input.value, sent: input.dataset.sent, refused: refused && input.id === answered?.id }));
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "work") return;
    kept.forEach((each) => {
      const input = document.getElementById(each.id);
      if (!input) return;
      input.value = each.value;
      if (each.sent !== undefined) input.dataset.sent = each.sent;
      if (each.refused) { input.setAttribute("aria-invalid", "true"); input.closest(".f")?.classList.add("f-hold"); }
    });
    kept = [];
    if (focused && document.activeElement?.id !== focused) (document.getElementById(focused) || $("#work")).focus({ preventScroll: true });
    draw();
  });

  /* ---- tabs ---- */
  const showTab = (name) => {
    const work = $("#work");
    work.dataset.tab = name;
    $$("[data-tab-to]", work).forEach((link) => { if (link.closest(".views")) link.toggleAttribute("aria-current", link.dataset.tabTo === name); });
    return true;
  };
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab-to]");
    if (tab) { event.preventDefault(); showTab(tab.dataset.tabTo); }
    if (event.target.closest("[data-next-doubtful]")) next(document.getElementById(lastInput));
    const focus = event.target.closest("[data-focus]");
    if (focus) { showTab("fields"); document.getElementById(focus.dataset.focus)?.focus(); }
    const line = event.target.closest("[data-focus-line]");
    if (line) { showTab("fields"); const row = $(`tr[data-position="${line.dataset.focusLine}"]`); ($("td.cell-miss input", row) || $("input", row))?.focus(); }
    const release = event.target.closest("[data-release]");
    if (release) { const dialog = $("#release-dialog"); $("form", dialog).action = release.dataset.release; $("[name=also]", dialog).value = release.dataset.also || ""; $("[data-release-title]", dialog).textContent = release.dataset.title; openDialog("release-dialog"); }
    const thumb = event.target.closest("[data-thumb]");
    if (thumb) { event.preventDefault(); showPage(Number(thumb.dataset.thumb)); }
    const zoom = event.target.closest("[data-zoom]");
    if (zoom) setZoom(zoom.dataset.zoom);
    if (event.target.closest("[data-textview]")) textView();
  });

  /* ---- pages ---- */
  let scale = 1, current = 1;
  const setZoom = (how) => {
    scale = how === "in" ? Math.min(3, scale * 1.25) : how === "out" ? Math.max(0.5, scale / 1.25) : 1;
    well.dataset.scale = scale;
    sheets().forEach((sheet) => { if (!sheet.dataset.fit) sheet.dataset.fit = sheet.clientWidth; sheet.setAttribute("width", scale === 1 ? "" : Math.round(sheet.dataset.fit * scale)); sheet.classList.toggle("is-zoomed", scale !== 1); if (scale === 1) { sheet.removeAttribute("width"); delete sheet.dataset.fit; } });
    return true;
  };
  const showPage = (number) => {
    const all = sheets();
    current = Math.max(1, Math.min(all.length, number));
    all[current - 1]?.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
    $$("[data-thumb]").forEach((thumb) => thumb.toggleAttribute("aria-current", Number(thumb.dataset.thumb) === current));
    const form = $("[data-rotate]");
    if (form && all[current - 1]) form.action = all[current - 1].dataset.rotateUrl;
    return true;
  };
  const textView = async () => {
    const view = $(".textview", well), pages = $(".sheets", well);
    view.hidden = !view.hidden; pages.hidden = !view.hidden;
    if (view.hidden || view.childElementCount) return;
    for (const sheet of sheets()) {
      const part = document.createElement("pre");
      let line = "", last = -1;
      for (const word of await wordsOf(sheet)) { const middle = (word[2] + word[4]) / 2; if (last >= 0 && Math.abs(middle - last) > 0.006) line += "\n"; else if (line) line += " "; line += word[0]; last = middle; }
      part.textContent = line; view.append(part);
    }
  };

  /* ---- keys ---- */
  const go = (url) => { if (url) location.href = url; return Boolean(url); };
  /* What was typed is saved before the draft is approved: the approval binds to what stands there. */
  const afterSaving = (selector) => {
    const input = document.activeElement;
    if (input?.matches("#work input[data-save]") && changed(input)) save(input);
    settled().then(() => submit(selector));
    return true;
  };
  const submit = (selector) => { const button = $(selector); button?.click(); return Boolean(button); };
  Object.assign(keys, {
    j: () => go(split.dataset.after), k: () => go(split.dataset.before), u: () => go(split.dataset.back),
    Enter: (event) => (event.target.closest("button, a, summary") ? false : next(document.getElementById(lastInput))),
    v: () => openDialog("vendor-dialog"), h: () => openDialog("hold-dialog"), r: () => openDialog("reject-dialog"),
    l: () => { showTab("fields"); const cell = $("#lines tr[data-line] input"); cell?.focus(); return Boolean(cell); },
    m: () => showTab("match"), p: () => showTab("journal"), c: () => { showTab("talk"); $("#comment-text")?.focus(); return true; },
    g: () => { pageMode(); return true; }, "+": () => setZoom("in"), "=": () => setZoom("in"), "-": () => setZoom("out"), 0: () => setZoom("fit"),
    "[": () => showPage(current - 1), "]": () => showPage(current + 1), ".": () => submit("[data-rotate] button"),
    z: () => submit("[data-undo]") || submit("#foot form[action$='/undo/'] button, #foot form[action$='/reopen/'] button") || submit("[data-step-back]"),
    1: () => submit(".pane[data-pane=match] [data-candidate='1']"), 2: () => submit(".pane[data-pane=match] [data-candidate='2']"), 3: () => submit(".pane[data-pane=match] [data-candidate='3']"),
    s: () => go($("[data-arrange]")?.href),
    d: () => submit("li[data-code^='DUPLICATE'] a.btn"),
    "Ctrl+Enter": () => afterSaving("#foot form .btn-1"),
    "Ctrl+Shift+Enter": () => afterSaving("#foot [name=post]"),
    "Ctrl+s": () => { const input = document.activeElement; if (input?.matches("#work input[data-save]") && changed(input)) save(input); return true; },
  });

  window.inboek.review = { split, well, svg, rect, sheets, sheetFor, point, wordsOf, touched, changed, save, saving: () => Boolean(running), settled, showTab, lineBeside, selection, leavePage, inFocus };
  draw();
  /* Pages that are being read come by themselves, unless somebody is typing meanwhile. */
  if ($("[data-being-read]", well)) setInterval(() => { if (!document.hidden && !$("#work input:focus") && !$("dialog[open]") && !waiting.length && !running) location.reload(); }, 2000);
  /* The next document's page is fetched while this one is looked at. */
  if (split.dataset.after) { const hint = document.createElement("link"); hint.rel = "prefetch"; hint.href = split.dataset.after; document.head.append(hint); }
})();
