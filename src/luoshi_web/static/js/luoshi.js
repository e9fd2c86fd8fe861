/* Keys, remembered filters, dialogs, and guards. Every page works without this file. */
"use strict";
document.documentElement.classList.replace("no-js", "js");

const typing = (element) => element && /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

/* Filters and columns are words of the address. A page that is opened without any gets back those this person left
   in this browser; the server knows nothing of it. What was searched for is not kept: it is asked once. */
const PASSING = ["q", "true_on", "known_at", "page", "format", "again"];
const GROUPS = { filters: (name) => name !== "col" && !PASSING.includes(name), columns: (name) => name === "col" };

const keptUnder = (bar, group) => `luoshi:${document.body.dataset.person || ""}:${bar}:${group}`;
function wordsOf(search, group) {
  const words = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(search)) if (value && GROUPS[group](name)) words.append(name, value);
  return words;
}

function remember() {
  const bars = [...document.querySelectorAll("[data-remember]")];
  if (!bars.length) return;
  const name = bars[0].dataset.remember;
  const all = new URLSearchParams(location.search);
  let missing = false;
  for (const group of Object.keys(GROUPS)) {
    const key = keptUnder(name, group);
    const words = wordsOf(location.search, group).toString();
    const kept = localStorage.getItem(key);
    if (words) localStorage.setItem(key, words);
    else if (kept && !(group === "filters" && all.get("q"))) {
      missing = true;
      for (const [word, value] of new URLSearchParams(kept)) all.append(word, value);
    }
  }
  if (missing) location.replace("?" + all.toString());
  bars.forEach((bar) =>
    bar.querySelectorAll("a[href]").forEach((link) =>
      link.addEventListener("click", () => forgetUnless(name, new URL(link.href).search))));
}

/* The last filter was taken away by hand: do not bring it back. */
function forgetUnless(name, search) {
  if (!wordsOf(search, "filters").toString()) localStorage.removeItem(keptUnder(name, "filters"));
}

function leaveOutEmpty(form) {
  for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
  if (form.dataset.remember) forgetUnless(form.dataset.remember, new URLSearchParams(new FormData(form)).toString());
}

function walkRows(step) {
  const rows = [...document.querySelectorAll("table[data-rows] tbody tr")];
  if (!rows.length) return false;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  const link = next.querySelector("a");
  if (link) { link.focus(); next.scrollIntoView({ block: "nearest" }); }
  return true;
}

/* Under the search box: down and up walk through what was found, Escape goes back to the box. */
function walkFound(event) {
  const list = document.getElementById("found");
  const box = document.querySelector("[data-search]");
  const links = list ? [...list.querySelectorAll("a")] : [];
  const at = links.indexOf(document.activeElement);
  if (!links.length || (at < 0 && document.activeElement !== box)) return false;
  if (event.key === "Escape") { list.replaceChildren(); box.focus(); }
  else if (event.key === "ArrowDown") links[Math.min(at + 1, links.length - 1)].focus();
  else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] || box).focus();
  else return false;
  return true;
}

/* A slider says where it stands while it is drawn. */
document.addEventListener("input", (event) => {
  if (event.target.matches("[data-range]")) event.target.closest("label").querySelector("output").textContent = event.target.value;
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (walkFound(event)) { event.preventDefault(); return; }
  const menu = document.querySelector("details.pick[open]");
  if (event.key === "Escape" && menu) { menu.open = false; menu.firstElementChild.focus(); return; }
  if (event.key === "Escape" && typing(document.activeElement)) { document.activeElement.blur(); return; }
  if (typing(document.activeElement) || document.querySelector("dialog[open]")) return;
  if (event.key === "/") {
    const box = document.querySelector("[data-search]");
    if (box) { event.preventDefault(); box.focus(); box.select(); }
  } else if (event.key === "?") {
    document.getElementById("keys").showModal();
  } else if ((event.key === "j" || event.key === "ArrowDown") && !document.querySelector(".drafts") && walkRows(1)) {
    event.preventDefault();
  } else if ((event.key === "k" || event.key === "ArrowUp") && !document.querySelector(".drafts") && walkRows(-1)) {
    event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.pick[open]")) if (!menu.contains(event.target)) menu.open = false;
  if (!event.target.closest(".search")) document.getElementById("found")?.replaceChildren();
  const target = event.target.closest("[data-dialog], [data-close], [data-print], [data-projector], [data-forget]");
  if (!target) return;
  if (target.dataset.dialog) document.getElementById(target.dataset.dialog).showModal();
  else if ("close" in target.dataset) target.closest("dialog").close();
  else if ("print" in target.dataset) window.print();
  else if ("forget" in target.dataset) {
    const bar = document.querySelector("[data-remember]");
    if (bar) localStorage.removeItem(keptUnder(bar.dataset.remember, target.dataset.forget || "filters"));
  } else {
    const root = document.documentElement;
    root.dataset.view = root.dataset.view === "projector" ? "" : "projector";
    if (root.dataset.view && root.requestFullscreen) root.requestFullscreen().catch(() => {});
  }
});

document.addEventListener("change", (event) => {
  const target = event.target;
  if (target.matches("[data-submit]")) {
    leaveOutEmpty(target.form);
    target.form.submit();
  }
  if (target.matches("[data-all]")) {
    document.querySelectorAll(`input[form="${target.dataset.all}"][name="entry"]`).forEach((box) => (box.checked = target.checked));
  }
  if (target.matches("[data-bytes-max]")) {
    const file = target.files[0];
    const large = file && file.size > Number(target.dataset.bytesMax);
    target.setCustomValidity(large ? target.nextElementSibling.textContent : "");
    target.reportValidity();
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get") leaveOutEmpty(form);
  if (form.dataset.asOf) form.action = form.dataset.asOf;
  form.dataset.sent = "1";
});

/* What was typed into a long form is not lost by a slip of the mouse. */
window.addEventListener("beforeunload", (event) => {
  const form = document.querySelector("form[data-guard]:not([data-sent])");
  if (form && [...form.querySelectorAll("[data-was]")].some((field) => field.value !== field.dataset.was)) event.preventDefault();
});

document.addEventListener("DOMContentLoaded", () => {
  remember();
  document.querySelectorAll("form[data-guard] tr").forEach((row) =>
    row.addEventListener("input", () => {
      const fields = [...row.querySelectorAll("[data-was]")];
      row.classList.toggle("changed", fields.some((field) => field.value !== field.dataset.was));
    }));
  const problems = document.getElementById("problems");
  if (problems) problems.focus();
});
