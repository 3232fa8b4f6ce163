/* Items to choose from while somebody types in the item of an order's line; the choice itself is saved like any cell. */
(() => {
  "use strict";
  const { $ } = window.inboek;
  if (!window.inboek.review) return;
  const list = $("#items");
  if (!list) return;
  let waiting = 0;
  let asked = "";
  const fill = async (input, text) => {
    const line = input.closest("tr").dataset.line;
    const query = new URLSearchParams({ q: text, line });
    asked = query.toString();
    try {
      const answer = await fetch(`${list.dataset.search}?${query}`, { headers: { "HX-Request": "true" } });
      const options = answer.ok ? await answer.text() : "";
      if (asked === query.toString()) list.innerHTML = options;
    } catch { /* what is typed counts without a list, too */ }
  };
  const itemIn = (target) => (target.matches?.("#lines input[data-column=item_code]") ? target : null);
  document.addEventListener("focusin", (event) => {
    const input = itemIn(event.target);
    if (input && !input.readOnly) fill(input, "");
  });
  document.addEventListener("input", (event) => {
    const input = itemIn(event.target);
    if (!input) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => fill(input, input.value), 150);
  });
})();
