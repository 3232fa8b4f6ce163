/* A letter to the vendor: what stands in the form is copied or handed to the mail program, and kept in the talk. */
(() => {
  "use strict";
  const { $, $$ } = window.inboek;
  const form = $("[data-letter]");
  if (!form) return;
  $$("[data-again]").forEach((select) => select.addEventListener("change", () => select.form.requestSubmit()));
  const subject = () => form.elements.subject.value;
  const text = () => form.elements.text.value;
  const link = $("[data-mail]", form);
  link.addEventListener("click", () => {
    const to = link.getAttribute("href").split("?")[0];
    const body = text().replace(/\r?\n/g, "\r\n");
    link.href = `${to}?subject=${encodeURIComponent(subject())}&body=${encodeURIComponent(body)}`;
    setTimeout(() => form.requestSubmit(), 400);
  });
  /* Browsers without a clipboard for pages like this one still copy what is selected. */
  const copy = async () => {
    const all = `${subject()}\n\n${text()}`;
    try {
      await navigator.clipboard.writeText(all);
    } catch {
      form.elements.text.select();
      document.execCommand("copy");
    }
  };
  $("[data-copy]", form).addEventListener("click", async (event) => {
    event.preventDefault();
    await copy();
    form.requestSubmit();
  });
})();
