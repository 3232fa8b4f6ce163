/* The review screen's work: saving in order, Enter to the next doubtful field, answers of the server, tabs, keys. */
(() => {
  "use strict";
  const { $, $$, keys, openDialog, press, say } = window.inboek;
  const review = window.inboek.review;
  if (!review) return;
  const { split, well, draw, lastInput, setCurrent, setZoom } = review;

  /* ---- saving: one after the other, so that nothing typed in the meantime is lost or overtaken ---- */
  const waiting = [];
  let running = null;
  let answered = null;
  const save = (input, more = {}) => {
    if (input.readOnly) return;
    const value = input.value;
    input.dataset.sent = value;
    send({ id: input.id, value, url: input.dataset.save, values: { value, ...more } });
  };
  /* Whatever changes the draft goes through here: of two requests at once, htmx would keep only the last waiting one.
     The answer replaces the work; then ``then`` is called. */
  const send = (change) => {
    waiting.push(change);
    if (!running) running = drain();
  };
  const drain = async () => {
    while (waiting.length) {
      answered = waiting.shift();
      const { url, values, then } = answered;
      try {
        await htmx.ajax("POST", url, { source: split, target: "#work", swap: "outerHTML", values });
        then?.();
      } catch { /* told by htmx:sendError */ }
      /* No answer, or an error: leaving the field, Enter or Ctrl+S send it again. */
      if (!answered.shown) delete document.getElementById(answered.id)?.dataset.sent;
      answered = null;
    }
    running = null;
  };
  const saving = () => Boolean(running);
  const settled = () => running || Promise.resolve();
  const changed = (input) => input.value !== input.defaultValue && input.value !== input.dataset.sent;
  const inFocus = () => (document.activeElement?.matches("#work input[data-save]") ? document.activeElement : null);
  const saveFocused = () => {
    const input = inFocus();
    if (input && changed(input)) save(input);
    return true;
  };
  document.addEventListener("focusout", (event) => {
    const input = event.target;
    if (input.matches?.("#work input[data-save]") && input.isConnected && changed(input)) save(input);
  });
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.matches("#work input[data-save]") && changed(input)) save(input);
  });

  /* ---- approving ---- */
  /* An approval binds to what stands there: what was typed is saved first, and is gone to when that was refused. */
  const APPROVE = "#foot form .btn-1";
  const APPROVE_AND_POST = "#foot [name=post]";
  const unsaved = () => $$("#work input[data-save]").find((input) => input.value !== input.defaultValue);
  const whenSaved = async (selector) => {
    await settled();
    const typed = unsaved();
    if (typed) toField(typed);
    else if (!press(selector)) say($("#why-not")?.textContent);
  };
  const afterSaving = (selector) => {
    saveFocused();
    whenSaved(selector);
    return true;
  };
  /* By mouse as by key: a form of the work that is sent while something is being saved goes after it, for its answer
     would come to a work that is no longer there. */
  document.body.addEventListener("htmx:confirm", (event) => {
    const { elt, target, path, triggeringEvent } = event.detail;
    if (!elt.matches("form") || target?.id !== "work") return;
    const approving = elt.matches("[data-approve]");
    if (!saving() && !(approving && unsaved())) return;
    event.preventDefault();
    const button = triggeringEvent?.submitter;
    if (approving) {
      whenSaved(button?.name === "post" ? APPROVE_AND_POST : APPROVE);
      return;
    }
    const values = new FormData(elt, button);
    values.delete("version");  /* the one that comes with what is being saved counts */
    send({ url: path, values });
  });

  /* ---- Enter: confirm this field, go to the next one the machine is not sure about ---- */
  const DOUBTFUL =
    "#work .f[data-attention='1'] input:not([readonly]), #work td.cell-miss input, #work td.cell-check input";
  const POINTS = ["[data-open-dialog]", "[data-tab-to]", "[data-focus]", "[data-focus-line]", "a.btn"];
  /* Who it is from comes first: accounts and VAT follow from the vendor. Asked for once, then fields have their turn. */
  let vendorAsked = false;
  const askVendor = () => {
    if (vendorAsked) return false;
    vendorAsked = true;
    return press("#blockers [data-open-dialog='vendor-dialog']");
  };
  const next = (from, back = false) => {
    if (!from && askVendor()) return true;
    const all = back ? $$(DOUBTFUL).reverse() : $$(DOUBTFUL);
    const order = $$("#work .f input, #work tr[data-line] input");
    const here = from ? order.indexOf(from) : -1;
    const beyond = (input) => (back ? order.indexOf(input) < here : order.indexOf(input) > here);
    const following = all.find(beyond) || all.find((input) => input !== from);
    if (!following) return nextPoint(from);
    showTab("fields");
    following.focus();
    following.select();
    return true;
  };
  /* In the booking header nothing is doubtful: Enter goes to the field beside it. */
  const nextInPane = (input, step) => {
    const all = $$(".f input", input.closest(".pane"));
    (all[all.indexOf(input) + step] || $("#work")).focus();
  };
  /* No field left: the first point that is settled elsewhere. */
  const nextPoint = (from) => {
    const verb = $(POINTS.map((each) => `#blockers ${each}`).join(", "));
    if (!verb) return false;
    if (from || verb.matches("a.btn:not([data-tab-to])")) verb.focus();
    else verb.click();
    return true;
  };
  /* What was typed is saved; what stands there unchanged is confirmed, unless somebody goes back. */
  const accept = (input, back) => {
    if (input.value !== input.defaultValue) {
      if (changed(input)) save(input);
      return;
    }
    if (back) return;
    if (input.closest(".f")?.dataset.attention === "1" && input.value) save(input, { confirm: "1" });
    else if (input.closest("td.cell-check")) save(input);
  };
  document.addEventListener("keydown", (event) => {
    const input = event.target.closest?.("#work .f input, #work tr[data-line] input");
    if (!input) return;
    if (event.key === "Enter" && !event.ctrlKey) {
      event.preventDefault();
      /* In a line's menu Enter does what stands below: the next field of it, or its button. */
      if (!input.dataset.save) return void input.closest(".menu-row")?.nextElementSibling?.click();
      accept(input, event.shiftKey);
      if (input.closest("[data-pane=journal]")) return void nextInPane(input, event.shiftKey ? -1 : 1);
      if (!next(input, event.shiftKey)) $("#work").focus();
    } else if (event.key === "Escape") {
      input.value = input.defaultValue;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.blur();
    }
  });

  /* ---- answers of the server: what is being typed is never replaced, so the caret survives ---- */
  document.body.addEventListener("htmx:configRequest", (event) => {
    const { parameters } = event.detail;
    parameters.tab = $("#work")?.dataset.tab || "fields";
    parameters.version = parameters.version || $("#work")?.dataset.version || "";
  });
  let kept = [];
  let focused = "";
  /* Refused before, and not typed on since: says so until it is. */
  const standsRefused = (input) => input.matches("[aria-invalid=true]") && input.value === input.dataset.sent;
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "work") return;
    focused = document.activeElement?.closest("#work") ? document.activeElement.id : "";
    const refused = event.detail.xhr.status >= 400;
    /* The field that was answered shows what was understood, unless it was refused or typed on meanwhile. */
    const understood = (input) => input.id === answered?.id && !refused && input.value === answered.value;
    kept = $$("#work input[data-save]")
      .filter((input) => input.value !== input.defaultValue && !understood(input))
      .map((input) => ({
        id: input.id,
        value: input.value,
        sent: input.dataset.sent,
        refused: input.id === answered?.id ? refused : standsRefused(input),
      }));
  });
  const putBack = (each) => {
    const input = document.getElementById(each.id);
    if (!input) return;
    input.value = each.value;
    if (each.sent !== undefined) input.dataset.sent = each.sent;
    if (!each.refused) return;
    input.setAttribute("aria-invalid", "true");
    input.closest(".f")?.classList.add("f-hold");
    const word = input.closest(".f") && $(".st", input.closest(".f"));
    if (word) word.textContent = $("#work").dataset.refused;
  };
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "work") return;
    if (answered) answered.shown = true;
    kept.forEach(putBack);
    kept = [];
    if (focused && document.activeElement?.id !== focused) {
      const input = document.getElementById(focused) || $("#work");
      input.focus({ preventScroll: true });
    }
    draw();
  });

  /* ---- tabs, and what leads to a place ---- */
  const showTab = (name) => {
    const work = $("#work");
    work.dataset.tab = name;
    setCurrent($$(".views [data-tab-to]", work), (link) => link.dataset.tabTo === name);
    return true;
  };
  const toField = (input) => {
    showTab(input?.closest("[data-pane]")?.dataset.pane || "fields");
    input?.focus();
    return Boolean(input);
  };
  const toLine = (position) => {
    const row = $(`tr[data-position="${position}"]`);
    toField(row && ($("td.cell-miss input", row) || $("input", row)));
  };
  const askRelease = ({ release, also, title }) => {
    const dialog = $("#release-dialog");
    $("form", dialog).action = release;
    $("[name=also]", dialog).value = also || "";
    $("[data-release-title]", dialog).textContent = title;
    openDialog("release-dialog");
  };
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab-to]");
    if (tab) {
      event.preventDefault();
      showTab(tab.dataset.tabTo);
    }
    if (event.target.closest("[data-next-doubtful]")) next(lastInput());
    const focus = event.target.closest("[data-focus]");
    if (focus) toField(document.getElementById(focus.dataset.focus));
    const line = event.target.closest("[data-focus-line]");
    if (line) toLine(line.dataset.focusLine);
    const release = event.target.closest("[data-release]");
    if (release) askRelease(release.dataset);
  });

  /* ---- keys ---- */
  const go = (url) => {
    if (url) location.href = url;
    return Boolean(url);
  };
  const toTalk = () => {
    showTab("talk");
    $("#comment-text")?.focus();
    return true;
  };
  const BACK = [
    "[data-undo]",
    "#foot form[action$='/undo/'] button, #foot form[action$='/reopen/'] button",
    "[data-step-back]",
  ];
  /* Only what is seen is taken by a digit. */
  const candidate = (digit) => press(`#work[data-tab=match] [data-pane=match] [data-candidate='${digit}']`);
  Object.assign(keys, {
    j: () => go(split.dataset.after),
    k: () => go(split.dataset.before),
    u: () => go(split.dataset.back),
    s: () => go($("[data-arrange]")?.href),
    Enter: (event) => (event.target.closest("button, a, summary") ? false : next(lastInput())),
    v: () => openDialog("vendor-dialog"),
    h: () => openDialog("hold-dialog"),
    r: () => openDialog("reject-dialog"),
    l: () => toField($("#lines tr[data-line] input")),
    m: () => showTab("match"),
    p: () => showTab("journal"),
    c: toTalk,
    d: () => press("li[data-code^='DUPLICATE'] a.btn"),
    z: () => BACK.some((selector) => press(selector)),
    0: () => candidate(0) || setZoom("fit"),
    1: () => candidate(1),
    2: () => candidate(2),
    3: () => candidate(3),
    "Ctrl+Enter": () => afterSaving(APPROVE),
    "Ctrl+Shift+Enter": () => afterSaving(APPROVE_AND_POST),
    "Ctrl+s": saveFocused,
  });

  Object.assign(review, { send, save, saving, changed, inFocus, saveFocused, showTab });
  draw();
  /* Pages that are being read come by themselves, unless somebody is typing meanwhile. */
  const busy = () => document.hidden || $("#work input:focus") || $("dialog[open]") || saving();
  const reloadWhenFree = () => {
    if (!busy()) location.reload();
  };
  if ($("[data-being-read]", well)) setInterval(reloadWhenFree, 2000);
  /* Where the list's cursor is to stand when somebody goes back to it. */
  window.addEventListener("pageshow", () => sessionStorage.setItem("inboek:here", `draft-${split.dataset.draft}`));
  /* The next document's page is fetched while this one is looked at. */
  if (split.dataset.after) {
    const hint = document.createElement("link");
    hint.rel = "prefetch";
    hint.href = split.dataset.after;
    document.head.append(hint);
  }
})();
