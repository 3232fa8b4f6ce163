/* Under the line in focus: why this code stands there, the names in full, and the entry it was taken from. For the eye,
   the keyboard and a finger alike; the input is described by it. */
(() => {
  "use strict";
  const { $, $$ } = window.inboek;
  if (!window.inboek.review) return;
  const ID = "line-why";
  const cellIn = (target) => target.closest?.("#lines tr[data-line] input[data-column]");
  const clear = () => {
    document.getElementById(ID)?.closest("tr").remove();
    $$(`#lines [aria-describedby="${ID}"]`).forEach((input) => input.removeAttribute("aria-describedby"));
  };
  const row = (line, input) => {
    const { particulars, earlierUrl, earlier } = line.dataset;
    const why = input.dataset.why || "";
    const made = document.createElement("tr");
    made.className = "why-row";
    const cell = document.createElement("td");
    cell.colSpan = line.children.length;
    const text = document.createElement("p");
    text.id = ID;
    const reason = document.createElement("b");
    reason.textContent = why;
    text.append(reason, why && particulars ? " · " : "", particulars || "");
    cell.append(text);
    if (earlierUrl && input.dataset.column === "gl_account") {
      const link = document.createElement("a");
      Object.assign(link, { href: earlierUrl, target: "_blank", rel: "noopener", className: "link", textContent: earlier });
      text.append(" · ", link);
    }
    made.append(cell);
    return why || particulars ? made : null;
  };
  const show = (input) => {
    clear();
    const line = input.closest("tr");
    const made = row(line, input);
    if (!made) return;
    line.after(made);
    input.setAttribute("aria-describedby", ID);
  };
  document.addEventListener("focusin", (event) => {
    const input = cellIn(event.target);
    if (input) show(input);
    else if (!event.target.closest?.(".why-row")) clear();
  });
  /* After an answer of the server the line is a new one. */
  document.body.addEventListener("htmx:afterSwap", () => {
    const input = document.activeElement && cellIn(document.activeElement);
    if (input && !$(`#${ID}`)) show(input);
  });
})();
