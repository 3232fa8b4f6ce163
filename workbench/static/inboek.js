/* What every page shares: keys, dialogs, menus, forms sent once, toasts. No inline code anywhere. */
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (target) =>
    target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const shortcutsOn = () => document.body.dataset.shortcuts !== "off";
  /* Clicks the first that fits; false when there is none, so that the key stays the browser's. */
  const press = (selector, root) => {
    const found = $(selector, root);
    found?.click();
    return Boolean(found);
  };
  const money = new Intl.NumberFormat(document.documentElement.lang || "nl", {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });

  /* ---- dialogs and menus ---- */
  const openDialog = (id) => {
    const dialog = document.getElementById(id);
    if (!dialog) return false;
    dialog.showModal();
    (dialog.querySelector("input:not([type=hidden]), textarea, button.btn-1") || dialog).focus();
    return true;
  };
  const showKeys = () => {
    let sheet = $("dialog.keys-dlg");
    if (!sheet) {
      document.body.append($("#key-sheet").content.cloneNode(true));
      sheet = $("dialog.keys-dlg");
    }
    sheet.showModal();
  };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open-dialog]");
    if (opener) openDialog(opener.dataset.openDialog);
    const closer = event.target.closest("[data-close-dialog]");
    if (closer) closer.closest("dialog").close();
    const shown = event.target.closest("[data-open]");
    if (shown) {
      const part = document.getElementById(shown.dataset.open);
      part.hidden = false;
      $("input[type=file]", part)?.focus();
    }
    const hidden = event.target.closest("[data-close]");
    if (hidden) document.getElementById(hidden.dataset.close).hidden = true;
    if (event.target.closest("[data-keys]")) showKeys();
    $$("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  /* ---- a form that must not be sent twice ---- */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    $$("button", form).forEach((button) => button.classList.add("is-busy"));
  });

  /* ---- toasts go after eight seconds, not while looked at ---- */
  const toast = (element) => {
    let timer = 0;
    const stop = () => clearTimeout(timer);
    const start = () => {
      stop();
      timer = setTimeout(() => element.remove(), 8000);
    };
    element.addEventListener("mouseenter", stop);
    element.addEventListener("mouseleave", start);
    element.addEventListener("focusin", stop);
    element.addEventListener("focusout", start);
    start();
  };
  $$("[data-toast]").forEach(toast);
  const say = (text) => {
    if (!text) return;
    const made = document.createElement("div");
    made.className = "toast toast-error";
    made.textContent = text;
    $("#toasts").append(made);
    toast(made);
  };

  /* ---- what is cut off can be read under the pointer ---- */
  document.addEventListener("mouseover", (event) => {
    const cut = event.target.closest("td, th, b, span, label, input.in");
    if (!cut || (!("cut" in cut.dataset) && cut.closest("[title]"))) return;
    const whole = cut.scrollWidth > cut.clientWidth + 1 ? cut.value || cut.textContent.replace(/\s+/g, " ").trim() : "";
    if (!whole && !("cut" in cut.dataset)) return;
    cut.dataset.cut = "";
    cut.title = whole;
  });
  /* ---- a page that came back from the browser's memory can be sent again ---- */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) $$("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      $$("button", form).forEach((button) => button.classList.remove("is-busy"));
    });
  });

  /* ---- requests: what asks again by itself does not ask while nobody looks; failures are told ---- */
  const repeats = (element) => (element.getAttribute("hx-trigger") || "").startsWith("every");
  const beingFilled = (element) => {
    const here = element.contains(document.activeElement) && typing(document.activeElement);
    return here || $$("input", element).some((input) => input.value !== input.defaultValue);
  };
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const { elt } = event.detail;
    if (repeats(elt) && (document.hidden || beingFilled(elt))) event.preventDefault();
  });
  const told = () => document.body.dataset;
  let signedOut = false;
  document.body.addEventListener("htmx:sendError", () => say(told().offline));
  document.body.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status >= 500) say(told().failed);
    else if (status === 401 || status === 403) {
      signedOut = true;
      say(told().signedOut);
    }
  });
  /* Somebody who logged in elsewhere meanwhile goes on here: logging in made the page's token void. */
  window.addEventListener("focus", async () => {
    if (!signedOut) return;
    const answer = await fetch(location.pathname + location.search);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.redirected || !page.body.hasAttribute("hx-headers")) return;
    signedOut = false;
    const headers = page.body.getAttribute("hx-headers");
    document.body.setAttribute("hx-headers", headers);
    $$("[name=csrfmiddlewaretoken]").forEach((input) => { input.value = JSON.parse(headers)["X-CSRFToken"]; });
  });

  /* ---- keys that hold everywhere; other scripts add theirs ---- */
  const keys = {
    z: () => press("[data-undo]"),
    b: () => press("#bell"),
    /* A page that asks before it does: on and back. */
    "Ctrl+Enter": () => press("[data-go]"),
    Escape: () => press("[data-leave]"),
    "/": () => {
      $("#search")?.focus();
      return true;
    },
    "?": () => {
      showKeys();
      return true;
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.metaKey) return;
    /* A dialog keeps the keys: what stands behind it is neither approved nor undone from within. */
    if ($("dialog[open]")) {
      const digit = "123".includes(event.key) && !event.ctrlKey && !typing(event.target);
      if (digit) press(`dialog[open] [data-candidate="${event.key}"]`);
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

  window.inboek = { $, $$, keys, openDialog, press, say, money };
})();
