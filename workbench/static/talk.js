/* The talk: names after @ by keyboard, and what was read is no longer new. */
(() => {
  "use strict";
  const { $, $$ } = window.inboek;

  /* ---- names after @: a list below the text; arrows choose, Enter or Tab take, Escape closes ---- */
  let list = null;
  let at = 0;
  const close = () => {
    list?.remove();
    list = null;
  };
  /* What is being typed after an @ that begins a word; null when nothing is. */
  const started = (input) => {
    const before = input.value.slice(0, input.selectionStart);
    const found = /(?:^|[^\w.+-])@([\w.+-]*)$/.exec(before);
    return found && { from: before.length - found[1].length, typed: found[1].toLowerCase() };
  };
  const fitting = (typed) => $$("#mention-people [data-name]").filter((person) => {
    const words = `${person.dataset.name} ${person.textContent}`.toLowerCase().split(/[\s.]+/);
    return words.some((word) => word.startsWith(typed)) || person.dataset.name.toLowerCase().startsWith(typed);
  }).slice(0, 6);
  const mark = (input) => {
    $$("[role=option]", list).forEach((option, index) => {
      option.setAttribute("aria-selected", index === at);
      if (index === at) input.setAttribute("aria-activedescendant", option.id);
    });
  };
  const take = (input, name) => {
    const { from } = started(input);
    const rest = input.value.slice(input.selectionStart);
    input.setRangeText(`${name}${rest.startsWith(" ") ? "" : " "}`, from, input.selectionStart, "end");
    input.removeAttribute("aria-activedescendant");
    close();
    input.focus();
  };
  const offer = (input) => {
    close();
    const here = started(input);
    const people = here ? fitting(here.typed) : [];
    if (!people.length) return;
    at = 0;
    list = document.createElement("ul");
    list.className = "mention-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-labelledby", "mention-help");
    people.forEach((person, index) => {
      const option = document.createElement("li");
      option.id = `mention-${index}`;
      option.setAttribute("role", "option");
      option.dataset.take = person.dataset.name;
      option.textContent = `${person.textContent} @${person.dataset.name}`;
      option.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(input, person.dataset.name);
      });
      list.append(option);
    });
    input.after(list);
    mark(input);
  };
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-mentions]")) offer(event.target);
  });
  document.addEventListener("focusout", close);
  document.addEventListener("keydown", (event) => {
    if (!list || !event.target.matches("[data-mentions]")) return;
    const options = $$("[role=option]", list);
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      at = (at + steps[event.key] + options.length) % options.length;
      mark(event.target);
    } else if (event.key === "Enter" || event.key === "Tab") {
      take(event.target, options[at].dataset.take);
    } else if (event.key === "Escape") {
      close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  /* ---- what stands before somebody's eyes is read ---- */
  const read = () => {
    const talk = $("#work[data-tab=talk] [data-talk-new]");
    if (!talk || talk.dataset.talkNew === "0") return;
    talk.dataset.talkNew = "0";
    $("[data-tab-to=talk] .n-new")?.remove();
    htmx.ajax("POST", talk.dataset.talkSeen, { source: talk, swap: "none" });
  };
  new MutationObserver(read).observe(document.body, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-tab"],
  });
  read();
})();
