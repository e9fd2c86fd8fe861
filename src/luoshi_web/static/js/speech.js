/* The speech: each draft at the height of its sentence, one of them in hand, one key each. */
"use strict";
(() => {
  const GAP = 8;
  let here = 0;
  let wanted = ""; /* the field that a question is about */

  const KEY = "luoshi:hard-only";
  const cards = () => [...document.querySelectorAll(".draft")].filter((card) => card.offsetParent !== null);
  const wide = () => window.matchMedia("(min-width: 861px)").matches;

  /* Put every card beside its mark; a card that would cover the one above moves down. The one in hand is kept exact:
     those above it are pushed up instead. */
  function place() {
    const column = document.querySelector(".drafts");
    if (!column) return;
    if (!wide() || window.matchMedia("print").matches) {
      column.classList.remove("placed");
      column.style.height = "";
      cards().forEach((card) => (card.style.top = ""));
      return;
    }
    column.classList.add("placed");
    const base = column.getBoundingClientRect().top;
    const all = cards();
    const wished = all.map((card) => {
      const mark = document.querySelector(`mark[data-draft="${card.dataset.draft}"]`);
      return mark ? mark.getBoundingClientRect().top - base - 6 : 0;
    });
    const heights = all.map((card) => card.offsetHeight);
    const tops = wished.slice();
    const pivot = Math.max(0, all.findIndex((card) => Number(card.dataset.draft) === here));
    for (let n = pivot + 1; n < all.length; n++) tops[n] = Math.max(tops[n], tops[n - 1] + heights[n - 1] + GAP);
    for (let n = pivot - 1; n >= 0; n--) tops[n] = Math.min(tops[n], tops[n + 1] - heights[n] - GAP);
    if (tops[0] < 0) { /* no room above: begin at the top and push down */
      tops[0] = 0;
      for (let n = 1; n < all.length; n++) tops[n] = Math.max(tops[n], tops[n - 1] + heights[n - 1] + GAP);
    }
    all.forEach((card, n) => (card.style.top = `${tops[n]}px`));
    const last = all.length - 1;
    column.style.height = last < 0 ? "" : `${tops[last] + heights[last]}px`;
  }

  function take(number, scroll) {
    here = number;
    document.querySelectorAll(".draft.here, mark.here").forEach((one) => one.classList.remove("here"));
    const card = document.getElementById(`d${number}`);
    const marks = document.querySelectorAll(`mark[data-draft="${number}"]`);
    if (card) {
      card.classList.add("here");
      card.querySelectorAll("select[data-units]").forEach((select) => {
        select.append(document.getElementById("units").content.cloneNode(true));
        select.removeAttribute("data-units");
      });
    }
    marks.forEach((mark) => mark.classList.add("here"));
    place();
    const seen = wide() ? marks[0] || card : card;
    if (scroll && seen) {
      const box = seen.getBoundingClientRect();
      if (box.top < 110 || box.bottom > window.innerHeight - 160) seen.scrollIntoView({ block: "center" });
    }
  }

  function step(by) {
    const all = cards();
    const at = all.findIndex((card) => Number(card.dataset.draft) === here);
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    if (next) take(Number(next.dataset.draft), true);
  }

  function press(key) {
    const card = document.getElementById(`d${here}`);
    const button = card && card.querySelector(`[data-key="${key}"]`);
    if (!button) return false;
    const owner = key === "a" && card.querySelector("select.owner");
    if (owner && !owner.value) { owner.focus(); return true; }
    button.click();
    if (key === "e") place();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const inside = document.activeElement;
    if (inside && /^(INPUT|TEXTAREA|SELECT)$/.test(inside.tagName)) {
      if (event.key === "Enter" && inside.matches("select.owner") && inside.value) { event.preventDefault(); inside.form.requestSubmit(); }
      return;
    }
    if (event.key === "j" || event.key === "ArrowDown") { step(1); event.preventDefault(); }
    else if (event.key === "k" || event.key === "ArrowUp") { step(-1); event.preventDefault(); }
    else if ("axeu".includes(event.key) && press(event.key)) event.preventDefault();
    else if (event.key === "Enter" && here) {
      const link = document.querySelector(`#d${here} .what a`);
      if (link) link.click();
    }
  });

  document.addEventListener("click", (event) => {
    const one = event.target.closest("mark[data-draft], .draft");
    if (one && Number(one.dataset.draft) !== here) {
      take(Number(one.dataset.draft), one.tagName === "MARK" && !wide());
    }
    if (event.target.closest(".mend summary")) setTimeout(place, 0);
    const question = event.target.closest("[data-ask]");
    if (question) { /* from the list of what is open straight to the field that settles it */
      event.preventDefault();
      question.closest("details").open = false;
      wanted = question.dataset.ask;
      take(Number(question.hash.slice(2)), true);
      const form = document.querySelector(`#d${here} a[data-key="e"]`);
      if (form) form.click();
    }
  });

  document.addEventListener("mouseup", () => {
    const words = String(document.getSelection()).trim();
    const box = document.querySelector(`#d${here} [data-split]`);
    if (box && words && words.length < 60) box.value = words.slice(0, 20);
  });

  /* After a decision the next open draft comes to hand, so that a speech is settled with one key. */
  document.addEventListener("htmx:load", (event) => {
    const desk = event.detail.elt;
    if (desk.matches && desk.matches(".draft")) { /* its form was asked for */
      take(Number(desk.dataset.draft), false);
      const field = desk.querySelector(`.mend [name="${wanted}"]`) || desk.querySelector(".mend input.box");
      if (field) field.focus();
      wanted = "";
      return;
    }
    if (desk.id !== "desk") return;
    hardOnly();
    const number = Number(desk.dataset.here);
    const card = document.getElementById(`d${number}`);
    if (card && (card.querySelector(".fault") || card.classList.contains("open"))) { take(number, true); return; }
    const all = cards();
    const from = all.findIndex((one) => Number(one.dataset.draft) === number);
    const next = all.slice(from + 1).find((one) => one.classList.contains("open")) || card;
    if (next) take(Number(next.dataset.draft), true);
  });

  /* Directions without a number or a date can be put out of sight; they stay in the text. */
  function hardOnly() {
    const on = sessionStorage.getItem(KEY) === "1";
    document.documentElement.classList.toggle("hard-only", on);
    document.querySelectorAll("[data-hard-only]").forEach((button) => button.setAttribute("aria-pressed", String(on)));
  }
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-hard-only]")) return;
    sessionStorage.setItem(KEY, sessionStorage.getItem(KEY) === "1" ? "0" : "1");
    hardOnly();
    place();
  });

  function begin() {
    hardOnly();
    const asked = location.hash.match(/^#([cd])(\d+)$/);
    let number = 0;
    if (asked) {
      const target = document.getElementById(location.hash.slice(1));
      if (target) number = Number(target.dataset.draft);
    }
    const first = document.querySelector(".draft.open:not(.soft-draft)") || document.querySelector(".draft");
    const told = Number((document.getElementById("desk") || { dataset: {} }).dataset.here);
    if (!number) number = told || (first ? Number(first.dataset.draft) : 0);
    take(number, Boolean(asked || told));
  }
  document.addEventListener("DOMContentLoaded", begin);
  if (document.readyState !== "loading") begin();
  window.addEventListener("resize", place);
  window.addEventListener("beforeprint", () => document.querySelector(".drafts").classList.remove("placed"));
  window.addEventListener("afterprint", place);
  if (document.fonts) document.fonts.ready.then(place);
})();
