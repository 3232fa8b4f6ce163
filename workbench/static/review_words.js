/* The words of the page: click one or drag over several to fill the field in focus; by keyboard; the page as text. */
(() => {
  "use strict";
  const { $, $$, keys } = window.inboek;
  const review = window.inboek.review;
  if (!review) return;
  const { well, sheets, sheetFor, currentSheet, fieldBoxes, cellBoxes, boxesFor, around, rect, scrollTo } = review;
  const { save, changed, inFocus, showTab, lastInput } = review;

  /* ---- words: [text, left, top, right, bottom], the sides as shares of the page ---- */
  const fetchWords = async (sheet) => {
    try {
      const answer = await fetch(sheet.dataset.words, { headers: { Accept: "application/json" } });
      if (answer.ok) return (await answer.json()).words;
    } catch { /* as when the server refuses */ }
    sheet.words = null;  /* asked for again at the next click */
    return [];
  };
  const wordsOf = async (sheet) => {
    if (!sheet.words) sheet.words = fetchWords(sheet);
    return sheet.words;
  };
  const point = (sheet, event) => {
    const area = sheet.getBoundingClientRect();
    return [(event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height];
  };
  /* A pointer that moved less than this has clicked. */
  const STILL = 0.004;
  const clicked = (from, to) => Math.abs(from[0] - to[0]) < STILL && Math.abs(from[1] - to[1]) < STILL;
  const middleOf = (word) => [(word[1] + word[3]) / 2, (word[2] + word[4]) / 2];
  const inside = (word, [x, y]) =>
    x >= word[1] - 0.003 && x <= word[3] + 0.003 && y >= word[2] - 0.002 && y <= word[4] + 0.002;
  /* What a drag from one point to another goes over: words of which the middle lies within its height. */
  const touched = (words, from, to) => {
    if (clicked(from, to)) return words.filter((word) => inside(word, to)).slice(0, 1);
    const [left, right] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])];
    const [top, bottom] = [Math.min(from[1], to[1]) - 0.004, Math.max(from[1], to[1]) + 0.004];
    return words.filter((word) => {
      const y = middleOf(word)[1];
      return word[3] >= left && word[1] <= right && y >= top && y <= bottom;
    });
  };
  const show = (sheet, words) =>
    $(".marking", sheet).replaceChildren(...words.map((word) => rect(sheet, word, "bx bx-here")));
  const fill = (input, words, sheet) => {
    const page = Number(sheet.dataset.page);
    input.value = words.map((word) => word[0]).join(" ");
    save(input, { boxes: JSON.stringify(words.map((word) => [page, ...word.slice(1, 5)])) });
    input.focus();
  };

  /* ---- by mouse ---- */
  /* Only the field in focus is filled; without one, a click leads to the field that was read there. */
  const fieldAt = (sheet, at) => {
    const page = Number(sheet.dataset.page);
    if (sheet !== sheetFor(page)) return null;
    const hit = (box) => box && box[0] === page && inside(box, at);
    const row = $$("#work .f[data-boxes]").find((each) => fieldBoxes(each).some(hit));
    if (row) return $("input", row);
    const cells = $$("#lines tr[data-line] input");
    return cells.find((input) => hit(cellBoxes(input.closest("tr"))[input.dataset.column]));
  };
  let drag = null;
  well.addEventListener("pointerdown", (event) => {
    const sheet = event.target.closest("svg.page");
    if (!sheet || event.button) return;
    drag = { sheet, from: point(sheet, event), target: inFocus() };
    wordsOf(sheet);
    if (drag.target) event.preventDefault();
  });
  well.addEventListener("pointermove", async (event) => {
    if (!drag) return;
    const { sheet, from } = drag;
    const now = point(sheet, event);
    const words = await wordsOf(sheet);
    if (drag) show(sheet, touched(words, from, now));
  });
  window.addEventListener("pointerup", async (event) => {
    if (!drag) return;
    const { sheet, from, target } = drag;
    drag = null;
    show(sheet, []);
    const to = point(sheet, event);
    if (!target) {
      const field = fieldAt(sheet, to);
      if (!field) return;
      showTab("fields");
      field.focus();
      return;
    }
    const chosen = touched(await wordsOf(sheet), from, to);
    if (chosen.length && !target.readOnly) fill(target, chosen, sheet);
  });
  /* A value of an e-invoice's table is taken by a click as well. */
  well.addEventListener("mousedown", (event) => {
    const value = event.target.closest(".einvoice dd, .einvoice td");
    const input = inFocus();
    if (!value || !input || input.readOnly || event.button) return;
    event.preventDefault();
    input.value = value.textContent.trim();
    if (changed(input)) save(input);
  });

  /* ---- page mode: the word cursor of the keyboard ---- */
  let cursor = null;
  const picked = () => {
    const [first, last] = [Math.min(cursor.at, cursor.anchor), Math.max(cursor.at, cursor.anchor)];
    return cursor.words.slice(first, last + 1);
  };
  const showCursor = () => {
    show(cursor.sheet, picked());
    scrollTo(cursor.sheet, cursor.words[cursor.at]);
  };
  const enterPage = async () => {
    const sheet = currentSheet();
    if (!sheet) return;
    const words = await wordsOf(sheet);
    if (!words.length) return;
    const box = boxesFor(lastInput())[0];
    const here = box && sheetFor(box[0]) === sheet;
    const at = Math.max(0, here ? words.findIndex((word) => inside(word, middleOf(box))) : 0);
    cursor = { sheet, words, at, anchor: at };
    well.focus();
    showCursor();
  };
  const leavePage = () => {
    if (!cursor) return;
    show(cursor.sheet, []);
    cursor = null;
  };
  const along = (step) => {
    cursor.at = Math.max(0, Math.min(cursor.words.length - 1, cursor.at + step));
  };
  /* To the nearest word of the next row, below (1) or above (-1). */
  const across = (step) => {
    const [x, top] = [middleOf(cursor.words[cursor.at])[0], cursor.words[cursor.at][2]];
    const beyond = cursor.words
      .map((word, at) => ({ at, away: (word[2] - top) * step, aside: Math.abs(middleOf(word)[0] - x) }))
      .filter((word) => word.away > 0.004);
    const nearest = Math.min(...beyond.map((word) => word.away));
    const row = beyond.filter((word) => word.away < nearest + 0.006);
    row.sort((a, b) => a.aside - b.aside || a.away - b.away);
    if (row.length) cursor.at = row[0].at;
  };
  const moves = {
    ArrowRight: () => along(1),
    ArrowLeft: () => along(-1),
    ArrowDown: () => across(1),
    ArrowUp: () => across(-1),
  };
  const move = (event) => {
    moves[event.key]();
    if (!event.shiftKey) cursor.anchor = cursor.at;
    showCursor();
  };
  const take = () => {
    const [words, sheet, input] = [picked(), cursor.sheet, lastInput()];
    leavePage();
    if (input) fill(input, words, sheet);
  };
  well.addEventListener("keydown", (event) => {
    if (!cursor) return;
    if (moves[event.key]) {
      move(event);
    } else if (event.key === "Enter") {
      take();
    } else if (event.key === "Escape") {
      leavePage();
      lastInput()?.focus();
    } else {
      return;
    }
    event.preventDefault();
  });
  /* What the word cursor has selected, as one rectangle. */
  const selection = () => {
    if (!cursor) return null;
    return { sheet: cursor.sheet, box: around(Number(cursor.sheet.dataset.page), picked()) };
  };
  keys.g = () => {
    enterPage();
    return true;
  };

  /* ---- the page as text, for who cannot see the picture ---- */
  const asText = (words) => {
    let text = "";
    let last = null;
    for (const word of words) {
      const y = middleOf(word)[1];
      if (last !== null && Math.abs(y - last) > 0.006) text += "\n";
      else if (text) text += " ";
      text += word[0];
      last = y;
    }
    return text;
  };
  const textView = async () => {
    const view = $(".textview", well);
    view.hidden = !view.hidden;
    $(".sheets", well).hidden = !view.hidden;
    if (view.hidden) return;
    const parts = sheets().map(async (sheet) => {
      const part = document.createElement("pre");
      part.textContent = asText(await wordsOf(sheet));
      return part;
    });
    view.replaceChildren(...await Promise.all(parts));
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-textview]")) textView();
  });

  Object.assign(review, { point, clicked, wordsOf, touched, selection, leavePage });
})();
