/* The line grid: keys for whole lines, pasting from a spreadsheet, sums while typing, a step back. */
(() => {
  "use strict";
  const { $, $$, keys, money } = window.inboek;
  const review = window.inboek.review;
  if (!review) return;
  const { send, save, saveFocused, saving, changed } = review;
  const rowsOf = () => $$("#lines tr[data-line]");
  const cellOf = (row, column) => row && $(`[data-column="${column}"]`, row);
  const cell = (target) => target.closest?.("#lines tr[data-line] input[data-column]");

  /* ---- what is done to the lines goes after what was typed ---- */
  const act = (values, then) => {
    const url = $("#lines")?.dataset.act;
    if (!url) return false;
    saveFocused();
    send({ url, values, then });
    return true;
  };

  /* ---- keys in a cell ---- */
  /* By position, counted from 1; the last line when there are fewer. */
  const focusLine = (position, column) => {
    const rows = rowsOf();
    const input = cellOf(rows[Math.max(0, Math.min(rows.length, position) - 1)], column);
    input?.focus();
    input?.select();
  };
  /* The line above or below, whatever stands between. */
  const lineBeside = (row, by) => {
    const rows = rowsOf();
    return rows[rows.indexOf(row) + by];
  };
  const fromAbove = (input) => {
    const above = cellOf(lineBeside(input.closest("tr"), -1), input.dataset.column);
    if (!above) return;
    input.value = above.value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    if (changed(input)) save(input);
  };
  /* To the cell above or below; below the last line a new one is made. */
  const step = (input, by) => {
    const row = input.closest("tr");
    const beside = cellOf(lineBeside(row, by), input.dataset.column);
    if (beside) {
      beside.focus();
      beside.select();
    } else if (by > 0) {
      onLine("add", input, 1);
    }
  };
  /* Does something to the whole line of a cell; then the cell in the same column so many lines on has the focus,
     unless somebody has gone to another field meanwhile. */
  const onLine = (action, input, on) => {
    const { line, position } = input.closest("tr").dataset;
    const column = input.dataset.column;
    act({ action, line }, () => {
      const now = document.activeElement;
      if (!now?.matches("#work input") || now.id === input.id) focusLine(Number(position) + on, column);
    });
  };
  const inCell = {
    F4: fromAbove,
    "Ctrl+d": fromAbove,
    "Ctrl+ArrowDown": (input) => step(input, 1),
    "Ctrl+ArrowUp": (input) => step(input, -1),
    "Ctrl+Shift+ArrowDown": (input) => onLine("add", input, 1),
    "Ctrl+Shift+d": (input) => onLine("copy", input, 1),
    "Ctrl+Delete": (input) => onLine("delete", input, 0),
  };
  document.addEventListener("keydown", (event) => {
    const input = cell(event.target);
    if (!input || input.readOnly || event.altKey || event.metaKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const doing = inCell[`${event.ctrlKey ? "Ctrl+" : ""}${event.shiftKey ? "Shift+" : ""}${key}`];
    if (!doing) return;
    event.preventDefault();
    doing(input);
  });

  /* ---- a block of cells from a spreadsheet ---- */
  document.addEventListener("paste", (event) => {
    const block = event.clipboardData?.getData("text/plain") || "";
    const cells = /\t/.test(block);
    const several = cells || /\n/.test(block.trimEnd());
    if (!several || $("dialog[open]")) return;
    const input = cell(event.target);
    /* Lines of text without cells are one description, copied from a paper. */
    if (input && (cells || input.dataset.column !== "description")) {
      event.preventDefault();
      input.value = input.defaultValue;
      act({ action: "paste", line: input.closest("tr").dataset.line, column: input.dataset.column, block });
    } else if (cells && !event.target.closest("input, textarea, select")) {
      event.preventDefault();
      act({ action: "paste", block });
    }
  });

  /* ---- sums while typing, in cents; shown only, the server adds up ---- */
  /* An amount in Dutch or English notation; null for what is none. The server reads it in the same way. */
  const amount = (text) => {
    const bare = text.replace(/[€$£\s'’]|EUR|USD|GBP/g, "").replace(/[−–]/g, "-");
    const negative = /^-|-$|^\(.*\)$/.test(bare);
    const digits = bare.replace(/^[-(+]+|[-)+]+$/g, "");
    if (!/^\d[\d.,]*$/.test(digits)) return null;
    const last = Math.max(digits.lastIndexOf(","), digits.lastIndexOf("."));
    const both = digits.includes(",") && digits.includes(".");
    const fraction = last >= 0 && (digits.length - last - 1 !== 3 || both) ? digits.slice(last + 1) : "";
    const whole = (fraction || last === digits.length - 1 ? digits.slice(0, last) : digits).replace(/[.,]/g, "");
    const value = Number(`${whole || "0"}.${fraction || "0"}`);
    return negative ? -value : value;
  };
  const round = (value) => Math.round((value + Number.EPSILON * Math.sign(value)) * 100);
  const ofLine = (row) => {
    const [quantity, price, net] = ["quantity", "unit_price", "net_amount"].map((column) => cellOf(row, column));
    if (!net) return 0;
    const typed = (input) => input.value !== input.defaultValue;
    /* As the server does: a new quantity or price makes the net, unless somebody has typed that himself. */
    if ((typed(quantity) || typed(price)) && !typed(net) && !net.dataset.own) {
      const [count, each] = [amount(quantity.value), amount(price.value)];
      if (count !== null && each !== null) return round(count * each / Number(row.dataset.per || 1));
    }
    return round(amount(net.value) || 0);
  };
  const show = (cents) => `${cents < 0 ? "−" : ""}${money.format(Math.abs(cents) / 100)}`;
  const sums = () => {
    const lines = $("#lines");
    const total = rowsOf().reduce((sum, row) => sum + ofLine(row), 0);
    const net = amount($("#field-net_total")?.value || "");
    const difference = net === null ? null : round(net) - total;
    $("[data-sum]", lines).textContent = show(total);
    $$("[data-difference]").forEach((each) => {
      each.textContent = difference === null ? "·" : show(difference);
      each.classList.toggle("t-hold", Boolean(difference));
    });
    const told = $("[data-adds-up]", lines);
    if (!told || difference === null) return;
    told.textContent = difference ? told.dataset.differ.replace("%s", show(difference)) : told.dataset.equal;
    told.classList.toggle("t-hold", Boolean(difference));
  };
  document.addEventListener("input", (event) => {
    if (cell(event.target) || event.target.id === "field-net_total") sums();
  });

  /* ---- a step back ---- */
  const stepBack = () => act({ action: "step-back" });
  keys["Ctrl+z"] = () => {
    const input = document.activeElement;
    const typed = input?.matches("input, textarea") && input.value !== input.defaultValue;
    if (typed) return false;  /* the browser undoes typing */
    return $("[data-step-back]") || saving() ? stepBack() : false;
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-step-back]")) return;
    event.preventDefault();
    stepBack();
  });

  Object.assign(review, { act });
})();
