/* Under the field in focus: why it is doubted, what else it could be, what the vendor's last documents had. Asked for once
   the focus rests there; choices are taken by Alt and a digit, since digits alone are typed. */
(() => {
  "use strict";
  const { $, $$ } = window.inboek;
  const review = window.inboek.review;
  const split = $("[data-review]");
  if (!review || !split) return;
  const REST = 200;
  const known = new Map();
  let waiting = 0;

  const fieldOf = (input) => (input.closest(".f")?.dataset.field) || input.dataset.column || "";
  const wants = (input) => input.matches("#work .f input, #lines input[data-column=gl_account], #lines input[data-column=vat_code]");
  const clear = () => $$("#work .beside").forEach((old) => old.remove());
  const ask = async (name) => {
    if (!known.has(name)) {
      const url = `${location.pathname.replace(/\/?$/, "/")}beside/?${new URLSearchParams({ field: name })}`;
      try {
        const answer = await fetch(url, { headers: { "HX-Request": "true" } });
        if (!answer.ok) return "";
        known.set(name, (await answer.text()).trim());
      } catch { return ""; }
    }
    return known.get(name);
  };
  /* Below the printed piece when there is one, else directly below the field. */
  const place = (input, part) => {
    const row = input.closest(".f, tr");
    if (row.matches("tr")) {
      $("#line-why")?.append(" ", part);
      return;
    }
    const after = row.nextElementSibling?.matches(".zoom") ? row.nextElementSibling : row;
    after.after(part);
  };
  const show = async (input) => {
    const state = input.closest(".f")?.querySelector(".st[title]");
    const told = await ask(fieldOf(input));
    if (document.activeElement !== input) return;
    clear();
    const isLine = !input.closest(".f");
    if (!told && !state) return;
    const part = document.createElement(isLine ? "span" : "div");
    part.className = "beside";
    part.innerHTML = told;
    if (state) {
      const why = document.createElement("p");
      why.textContent = state.title;
      part.prepend(why);
    }
    place(input, part);
  };
  const rest = (input) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => show(input), REST);
  };
  const take = (button) => {
    const input = button.closest(".beside").previousElementSibling?.closest(".f, .zoom");
    const row = input?.matches(".zoom") ? input.previousElementSibling : input;
    const field = row && $("input", row);
    if (!field || field.readOnly) return false;
    field.value = button.dataset.take;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    known.clear();
    review.save(field);
    field.focus();
    return true;
  };
  document.addEventListener("focusin", (event) => {
    if (event.target.closest?.(".beside")) return;
    clearTimeout(waiting);
    clear();
    if (wants(event.target)) rest(event.target);
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest(".beside [data-take]")) event.preventDefault();  /* the focus stays in the field */
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".beside [data-take]");
    if (button) take(button);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const digit = /^Digit([123])$/.exec(event.code);
    const button = digit && $$("#work .beside [data-take]")[Number(digit[1]) - 1];
    if (button && take(button)) event.preventDefault();
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    known.clear();
    const input = document.activeElement;
    if (input && wants(input)) rest(input);
  });
})();
