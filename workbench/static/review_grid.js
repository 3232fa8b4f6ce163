/* The line grid: keys for whole lines, pasting from a spreadsheet, sums while typing, a step back. */
(() => {
  "use strict";
  const { $, $$, keys } = window.inboek;
  const review = window.inboek.review;
  if (!review) return;
  const { save, saving, changed, settled, lineBeside, split } = review;
  const cellOf = (row, column) => row && $(`[data-column="${column}"]`, row);
  const cell = (target) => target.closest?.("#lines tr[data-line] input[data-column]");

  /* ---- what is done to the lines goes after what was typed ---- */
  let acting = Promise.resolve();
  const act = (values, then) => {
    const url = $("#lines")?.dataset.act;
    if (!url) return false;
    const input = document.activeElement;
    if (input?.matches("#work input[data-save]") && changed(input)) save(input);
    acting = acting.then(() => settled()).then(() => htmx.ajax("POST", url, { source: split, target: "#work", swap: "outerHTML", values })).then(() => then?.()).catch(() => { /* told by htmx:sendError */ });
    return true;
  };
  const focusLine = (position, column) => {
    const rows = $$("#lines tr[data-line]");
    const input = cellOf(rows[Math.max(0, Math.min(rows.length, position) - 1)], column);
    input?.focus(); input?.select();
  };
  const numbered = (row) => Number(row.dataset.position);

  /* ---- keys in a cell ---- */
  const fromAbove = (input) => {
    const above = cellOf(lineBeside(input.closest("tr"), -1), input.dataset.column);
    if (!above) return false;
    input.value = above.value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    if (changed(input)) save(input);
    return true;
  };
  const step = (input, by) => {
    const row = input.closest("tr"), column = input.dataset.column;
    const beside = cellOf(lineBeside(row, by), column);
    if (beside) { beside.focus(); beside.select(); return true; }
    return by > 0 && add(row, column);
  };
  const add = (row, column) => act({ action: "add", line: row.dataset.line }, () => focusLine(numbered(row) + 1, column));
  const copy = (row, column) => act({ action: "copy", line: row.dataset.line }, () => focusLine(numbered(row) + 1, column));
  const remove = (row, column) => act({ action: "delete", line: row.dataset.line }, () => focusLine(numbered(row), column));
  document.addEventListener("keydown", (event) => {
    const input = cell(event.target);
    if (!input || input.readOnly || event.altKey || event.metaKey) return;
    const row = input.closest("tr"), column = input.dataset.column;
    const name = `${event.ctrlKey ? "Ctrl+" : ""}${event.shiftKey ? "Shift+" : ""}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
    const doing = {
      F4: () => fromAbove(input), "Ctrl+d": () => fromAbove(input),
      "Ctrl+ArrowDown": () => step(input, 1), "Ctrl+ArrowUp": () => step(input, -1),
      "Ctrl+Shift+ArrowDown": () => add(row, column), "Ctrl+Shift+d": () => copy(row, column), "Ctrl+Delete": () => remove(row, column),
    }[name];
    if (!doing) return;
    event.preventDefault();
    doing();
  });

  /* ---- a block of cells from a spreadsheet ---- */
  document.addEventListener("paste", (event) => {
    const block = event.clipboardData?.getData("text/plain") || "";
    const several = /\t/.test(block) || /\n/.test(block.trimEnd());
    if (!several || document.querySelector("dialog[open]")) return;
    const input = cell(event.target);
    /* Lines of text without cells are one description, copied from a paper. */
    if (input && (/\t/.test(block) || input.dataset.column !== "description")) {
      event.preventDefault();
      input.value = input.defaultValue;
      act({ action: "paste", line: input.closest("tr").dataset.line, column: input.dataset.column, block });
    } else if (/\t/.test(block) && !event.target.closest("input, textarea, select")) { event.preventDefault(); act({ action: "paste", block }); }
  });

  /* ---- sums while typing ---- */
  /* An amount in Dutch or English notation; null for what is none. The server reads it in the same way. */
  const amount = (text) => {
    const bare = text.replace(/[€$£\s'’]|EUR|USD|GBP/g, "").replace(/[−–]/g, "-");
    const negative = /^-|-$|^\(.*\)$/.test(bare), digits = bare.replace(/^[-(+]+|[-)+]+$/g, "");
    if (!/^\d[\d.,]*$/.test(digits)) return null;
    const last = Math.max(digits.lastIndexOf(","), digits.lastIndexOf("."));
    const both = digits.includes(",") && digits.includes(".");
    const fraction = last >= 0 && (digits.length - last - 1 !== 3 || both) ? digits.slice(last + 1) : "";
    const whole = (fraction || last === digits.length - 1 ? digits.slice(0, last) : digits).replace(/[.,]/g, "");
    const value = Number(`${whole || "0"}.${fraction || "0"}`);
    return negative ? -value : value;
  };
  const round = (value) => Math.round((value + Number.EPSILON * Math.sign(value)) * 100);  /* in cents; shown only, the server adds up */
  const ofLine = (row) => {
    const [quantity, price, net] = ["quantity", "unit_price", "net_amount"].map((column) => cellOf(row, column));
    if (!net) return 0;
    const dirty = (input) => input.value !== input.defaultValue;
    if ((dirty(quantity) || dirty(price)) && !dirty(net) && !net.dataset.own && amount(quantity.value) !== null && amount(price.value) !== null) return round(amount(quantity.value) * amount(price.value) / Number(row.dataset.per || 1));
    return round(amount(net.value) || 0);
  };
  const show = (cents) => { const text = new Intl.NumberFormat(document.documentElement.lang || "nl", { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(Math.abs(cents) / 100); return cents < 0 ? `−${text}` : text; };
  const sums = () => {
    const lines = $("#lines");
    const total = $$("tr[data-line]", lines).reduce((sum, row) => sum + ofLine(row), 0);
    const typed = amount($("#field-net_total")?.value || "");
    const difference = typed === null ? null : round(typed) - total;
    $("[data-sum]", lines).textContent = show(total);
    $$("[data-difference]").forEach((each) => { each.textContent = difference === null ? "·" : show(difference); each.classList.toggle("t-hold", Boolean(difference)); });
    const told = $("[data-adds-up]", lines);
    if (told && difference !== null) { told.textContent = difference ? told.dataset.differ.replace("%s", show(difference)) : told.dataset.equal; told.classList.toggle("t-hold", Boolean(difference)); }
  };
  document.addEventListener("input", (event) => { if (cell(event.target) || event.target.id === "field-net_total") sums(); });

  /* ---- a step back ---- */
  const stepBack = () => {
    const input = document.activeElement;
    if (input?.matches("input, textarea") && input.value !== input.defaultValue) return false;  /* the browser undoes typing */
    return $("[data-step-back]") || saving() ? act({ action: "step-back" }) : false;
  };
  document.addEventListener("click", (event) => { if (event.target.closest("[data-step-back]")) { event.preventDefault(); act({ action: "step-back" }); } });
  Object.assign(keys, { "Ctrl+z": stepBack });
  Object.assign(review, { act, focusLine });
})();
