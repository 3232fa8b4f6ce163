/* Uploads: many files, chosen or dropped anywhere on the page; each is sent by itself and gets its own result. */
(() => {
  "use strict";
  const { $ } = window.inboek;
  const form = $("[data-upload]");
  if (!form) return;
  const panel = form.closest("[data-drop]");
  const list = $("#upload-rows");
  const AT_ONCE = 3;
  const FULL = 507;  /* no room on the disk; the server tells it in a row like any other result */
  const counter = $("[data-upload-count]");
  const counted = { n: 0, all: 0 };
  let busy = 0;
  if (location.hash === "#upload") panel.hidden = false;

  /* ---- how far it is: one line instead of a word per file ---- */
  const count = (sent, more) => {
    counted.n += sent;
    counted.all += more;
    counter.hidden = false;
    counter.textContent = counter.dataset.text.replace("%n", counted.n).replace("%all", counted.all);
  };

  /* ---- one file: a row with its progress, then the server's row in its place ---- */
  const rowFor = (name) => {
    const row = document.createElement("li");
    const bold = document.createElement("b");
    bold.textContent = name;
    const bar = document.createElement("progress");
    bar.max = 1;
    row.append(bold, " ", bar);
    list.append(row);
    return row;
  };
  const failed = (row, status = "") => {
    $("progress", row)?.remove();
    row.classList.add("t-hold");
    list.prepend(row);
    row.append(`${list.dataset.failed} ${status}`);
  };
  const exchange = (row, html) => {
    row.insertAdjacentHTML("afterend", html);
    const added = row.nextElementSibling;
    row.remove();
    if (added && window.htmx) htmx.process(added);
    if (added && $("[data-refused]", added)) list.prepend(added);
  };
  const contentOf = (file, batch) => {
    const data = new FormData();
    data.append("files", file, file.name);
    data.append("administration", form.elements.administration.value);
    data.append("batch", batch);
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return data;
  };
  const send = (file, batch) => new Promise((done) => {
    const row = rowFor(file.name);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) $("progress", row).value = event.loaded / event.total;
    };
    request.onload = () => {
      if (request.status < 300 || request.status === FULL) exchange(row, request.responseText);
      else failed(row, `(${request.status})`);
      count(1, 0);
      done();
    };
    request.onerror = () => {
      failed(row);
      done();
    };
    request.send(contentOf(file, batch));
  });

  /* ---- all of them, a few at once; then the list behind the panel is fetched anew ---- */
  const refresh = () => {
    const address = location.pathname + (location.search ? `${location.search}&part=list` : "?part=list");
    htmx.ajax("GET", address, { target: "#queue-list", swap: "outerHTML" });
  };
  const sendAll = async (files) => {
    panel.hidden = false;
    busy += 1;
    count(0, files.length);
    const batch = crypto.randomUUID ? crypto.randomUUID() : "";
    const waiting = [...files];
    const sender = async () => {
      while (waiting.length) await send(waiting.shift(), batch);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
    busy -= 1;
    if (window.htmx) setTimeout(refresh, 1500);
  };

  /* ---- chosen or dropped ---- */
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      sendAll([...input.files]);
      input.value = "";
    });
  }
  const over = (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    panel.hidden = false;
    panel.classList.add("is-over");
  };
  document.addEventListener("dragenter", over);
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) panel.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    panel.classList.remove("is-over");
    sendAll(event.dataTransfer.files);
  });
  window.addEventListener("beforeunload", (event) => {
    if (busy) event.preventDefault();
  });
})();
