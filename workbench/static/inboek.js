/* What every page shares: keys, dialogs, menus, toasts, the queue's cursor and selection, uploads. No inline code anywhere. */
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const shortcutsOn = () => document.body.dataset.shortcuts !== "off";

  /* ---- dialogs and menus ---- */
  const openDialog = (id) => {
    const dialog = document.getElementById(id);
    if (!dialog) return false;
    dialog.showModal();
    (dialog.querySelector("input:not([type=hidden]), textarea, button.btn-1") || dialog).focus();
    return true;
  };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open-dialog]");
    if (opener) openDialog(opener.dataset.openDialog);
    const closer = event.target.closest("[data-close-dialog]");
    if (closer) closer.closest("dialog").close();
    const shown = event.target.closest("[data-open]");
    if (shown) { const part = document.getElementById(shown.dataset.open); part.hidden = false; $("input[type=file]", part)?.focus(); }
    const hidden = event.target.closest("[data-close]");
    if (hidden) document.getElementById(hidden.dataset.close).hidden = true;
    if (event.target.closest("[data-keys]")) showKeys();
    $$("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  const showKeys = () => {
    let sheet = $("dialog.keys-dlg");
    if (!sheet) {
      document.body.append($("#key-sheet").content.cloneNode(true));
      sheet = $("dialog.keys-dlg");
    }
    sheet.showModal();
  };

  /* ---- a form that must not be sent twice ---- */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    $$("button", form).forEach((button) => button.classList.add("is-busy"));
  });

  /* ---- toasts go after eight seconds, not while looked at ---- */
  const toast = (element) => {
    let timer = 0;
    const start = () => { clearTimeout(timer); timer = setTimeout(() => element.remove(), 8000); };
    element.addEventListener("mouseenter", () => clearTimeout(timer));
    element.addEventListener("mouseleave", start);
    element.addEventListener("focusin", () => clearTimeout(timer));
    element.addEventListener("focusout", start);
    start();
  };
  $$("[data-toast]").forEach(toast);
  const say = (text) => {
    const made = document.createElement("div");
    made.className = "toast toast-error"; made.textContent = text;
    $("#toasts").append(made); toast(made);
  };
  /* What asks again by itself does not ask while nobody looks. */
  document.body.addEventListener("htmx:beforeRequest", (event) => { if (document.hidden && (event.detail.elt.getAttribute("hx-trigger") || "").startsWith("every")) event.preventDefault(); });
  const told = () => document.body.dataset;
  document.body.addEventListener("htmx:sendError", () => say(told().offline));
  document.body.addEventListener("htmx:responseError", (event) => { if (event.detail.xhr.status >= 500) say(told().failed); else if (event.detail.xhr.status === 403) say(told().signedOut); });

  /* ---- keys that hold everywhere ---- */
  const keys = { z: () => { const undo = $("[data-undo]"); undo?.click(); return Boolean(undo); }, "/": () => { $("#search")?.focus(); return true; }, "?": () => { showKeys(); return true; } };
  window.inboek = { $, $$, typing, keys, openDialog };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.metaKey) return;
    if ($("dialog[open]") && !event.ctrlKey) {
      const digit = "123".indexOf(event.key);
      if (digit >= 0 && !typing(event.target)) $(`dialog[open] [data-candidate="${event.key}"]`)?.click();
      return;
    }
    if (event.ctrlKey) {
      const combined = keys[`Ctrl+${event.shiftKey ? "Shift+" : ""}${event.key}`];
      if (combined && combined(event)) event.preventDefault();
      return;
    }
    if (typing(event.target) || !shortcutsOn()) return;
    const action = keys[event.key];
    if (action && action(event)) event.preventDefault();
  });

  /* ---- the queue ---- */
  const form = $("[data-queue]");
  if (form) {
    let here = -1, anchor = -1;
    const rows = () => $$("tr[data-row]", form);
    const box = (row) => $("input[name=draft]", row);
    const money = new Intl.NumberFormat(document.documentElement.lang || "nl", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const place = (index) => {
      const all = rows();
      if (!all.length) return true;
      here = Math.max(0, Math.min(all.length - 1, index));
      all.forEach((row, at) => row.classList.toggle("is-here", at === here));
      all[here].scrollIntoView({ block: "nearest" });
      return true;
    };
    const count = () => {
      const chosen = rows().filter((row) => box(row).checked);
      rows().forEach((row) => row.classList.toggle("is-selected", box(row).checked));
      const bar = $("[data-selection]", form);
      bar.hidden = !chosen.length;
      $$("[data-count]", bar).forEach((each) => { each.textContent = chosen.length; });
      const sums = {};
      chosen.forEach((row) => { sums[row.dataset.currency] = (sums[row.dataset.currency] || 0) + Math.round(Number(row.dataset.total || 0) * 100); });
      $("[data-sum]", bar).textContent = Object.entries(sums).map(([currency, cents]) => `${currency} ${money.format(cents / 100)}`).join(" · ");
      const ready = chosen.filter((row) => row.dataset.turn === "ready").length;
      const why = $("[data-why]", bar);
      why.textContent = ready === chosen.length ? "" : why.dataset.text.replace("%n", ready).replace("%all", chosen.length);
      const all = $("[data-all]", form);
      if (all) { all.checked = chosen.length > 0 && chosen.length === rows().length; all.indeterminate = chosen.length > 0 && !all.checked; }
    };
    form.addEventListener("change", (event) => {
      if (event.target.matches("[data-all]")) rows().forEach((row) => { box(row).checked = event.target.checked; });
      count();
    });
    form.addEventListener("click", (event) => {
      const group = event.target.closest("[data-select-group]");
      if (group) { rows().forEach((row) => { if (row.dataset.turn === group.dataset.selectGroup) box(row).checked = true; }); count(); return; }
      if (event.target.closest("[data-clear]")) { rows().forEach((row) => { box(row).checked = false; }); count(); return; }
      const row = event.target.closest("tr[data-row]");
      if (row && !event.target.closest("a, input, label, button")) location.href = row.dataset.href;
    });
    Object.assign(keys, {
      j: () => place(here + 1), k: () => place(here - 1), ArrowDown: () => place(here + 1), ArrowUp: () => place(here - 1),
      Enter: () => { const row = rows()[here]; if (row) location.href = row.dataset.href; return Boolean(row); },
      x: () => { const row = rows()[here]; if (!row) return false; box(row).checked = !box(row).checked; anchor = here; count(); return true; },
      X: () => { const from = anchor < 0 ? here : anchor; rows().forEach((row, at) => { if (at >= Math.min(from, here) && at <= Math.max(from, here)) box(row).checked = true; }); count(); return true; },
      a: () => { const all = rows(); const every = all.every((row) => box(row).checked); all.forEach((row) => { box(row).checked = !every; }); count(); return true; },
      "Ctrl+Enter": () => { if (!rows().some((row) => box(row).checked)) return false; form.requestSubmit(); return true; },
    });
    /* The list is fetched anew while documents are read: selection and cursor stay on their documents. */
    let chosenIds = new Set(), hereId = "";
    document.body.addEventListener("htmx:beforeSwap", (event) => {
      if (event.detail.target.id !== "queue-list") return;
      chosenIds = new Set(rows().filter((row) => box(row).checked).map((row) => row.id));
      hereId = rows()[here]?.id || "";
    });
    document.body.addEventListener("htmx:afterSwap", () => {
      rows().forEach((row) => { if (chosenIds.has(row.id)) box(row).checked = true; });
      const at = rows().findIndex((row) => row.id === hereId);
      if (here >= 0) { here = at >= 0 ? at : Math.min(here, rows().length - 1); rows().forEach((row, index) => row.classList.toggle("is-here", index === here)); }
      count();
    });
    count();
  }

  /* ---- vendor mapping by digits ---- */
  const maps = $("[data-maps]");
  if (maps) {
    let here = -1;
    const rows = () => $$("[data-map]", maps);
    const place = (index) => { const all = rows(); if (!all.length) return true; here = Math.max(0, Math.min(all.length - 1, index)); all.forEach((row, at) => row.classList.toggle("is-here", at === here)); all[here].scrollIntoView({ block: "nearest" }); return true; };
    const take = (digit) => { const button = rows()[here] && $(`[data-candidate="${digit}"]`, rows()[here]); button?.click(); return Boolean(button); };
    Object.assign(keys, { j: () => place(here + 1), k: () => place(here - 1), 1: () => take(1), 2: () => take(2), 3: () => take(3), Enter: () => { const link = rows()[here] && $(".acts a", rows()[here]); link?.click(); return Boolean(link); } });
    place(0);
  }

  /* ---- uploads: many files, one result each ---- */
  const upload = $("[data-upload]");
  if (upload) {
    const panel = upload.closest("[data-drop]");
    const list = $("#upload-rows");
    const input = $("input[type=file]", upload);
    if (location.hash === "#upload") panel.hidden = false;
    let busy = 0;
    const line = (name) => { const row = document.createElement("li"); const bold = document.createElement("b"); bold.textContent = name; const bar = document.createElement("progress"); bar.max = 1; row.append(bold, " ", bar); list.append(row); return row; };
    const send = (file, batch) => new Promise((done) => {
      const row = line(file.name);
      const data = new FormData();
      data.append("files", file, file.name);
      data.append("administration", upload.elements.administration.value);
      data.append("batch", batch);
      data.append("csrfmiddlewaretoken", upload.elements.csrfmiddlewaretoken.value);
      const request = new XMLHttpRequest();
      request.open("POST", upload.action);
      request.setRequestHeader("HX-Request", "true");
      request.upload.onprogress = (event) => { if (event.lengthComputable) $("progress", row).value = event.loaded / event.total; };
      request.onload = () => {
        if (request.status < 300 || request.status === 507) { row.insertAdjacentHTML("afterend", request.responseText); const added = row.nextElementSibling; row.remove(); if (added && window.htmx) htmx.process(added); }
        else { $("progress", row)?.remove(); row.append(` ${request.status}`); }
        done();
      };
      request.onerror = () => { $("progress", row)?.remove(); row.classList.add("t-hold"); done(); };
      request.send(data);
    });
    const sendAll = async (files) => {
      panel.hidden = false;
      busy += 1;
      const batch = crypto.randomUUID ? crypto.randomUUID() : "";
      const waiting = [...files].slice(0, 200);
      await Promise.all([0, 1, 2].map(async () => { while (waiting.length) await send(waiting.shift(), batch); }));
      busy -= 1;
      if (window.htmx) setTimeout(() => htmx.ajax("GET", location.pathname + (location.search ? `${location.search}&part=list` : "?part=list"), { target: "#queue-list", swap: "outerHTML" }), 1500);
    };
    input.addEventListener("change", () => { sendAll(input.files); input.value = ""; });
    ["dragenter", "dragover"].forEach((name) => document.addEventListener(name, (event) => { if ([...event.dataTransfer.types].includes("Files")) { event.preventDefault(); panel.hidden = false; panel.classList.add("is-over"); } }));
    document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) panel.classList.remove("is-over"); });
    document.addEventListener("drop", (event) => { if (!event.dataTransfer.files.length) return; event.preventDefault(); panel.classList.remove("is-over"); sendAll(event.dataTransfer.files); });
    window.addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });
  }
})();
