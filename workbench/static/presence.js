/* Two people on one document: of a value that both changed, theirs is kept or mine is taken. */
(() => {
  "use strict";
  const review = window.inboek.review;
  if (!review) return;
  const settle = (button) => {
    const input = document.getElementById(button.dataset.input);
    button.closest("[role=alert]").remove();
    if (!input) return;
    review.showTab("fields");
    if (button.dataset.keep === "mine") {
      input.value = button.dataset.value;
      delete input.dataset.sent;
      review.save(input);
    } else {
      input.value = input.defaultValue;
      input.removeAttribute("aria-invalid");
      input.closest(".f")?.classList.remove("f-hold");
    }
    input.focus();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keep]");
    if (button) settle(button);
  });
})();
