/* Keys, remembered filters, dialogs, and guards. Every page works without this file. */
"use strict";
document.documentElement.classList.replace("no-js", "js");

const typing = (element) => element && /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

/* Filters are words of the address; a page that is opened without any gets those of last time back. */
function remember() {
  const bar = document.querySelector("[data-remember]");
  if (!bar) return;
  const key = "luoshi:" + bar.dataset.remember;
  const words = new URLSearchParams(location.search);
  for (const moment of ["true_on", "known_at"]) words.delete(moment);
  if ([...words.keys()].length) {
    sessionStorage.setItem(key, words.toString());
  } else if (sessionStorage.getItem(key) && !sessionStorage.getItem(key + ":off")) {
    const all = new URLSearchParams(location.search);
    for (const [name, value] of new URLSearchParams(sessionStorage.getItem(key))) all.set(name, value);
    location.replace("?" + all.toString());
  }
  sessionStorage.removeItem(key + ":off");
  bar.querySelectorAll("a[href]").forEach((link) =>
    link.addEventListener("click", () => {
      if (!new URL(link.href).search) sessionStorage.removeItem(key);
    }));
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

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
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
  const target = event.target.closest("[data-dialog], [data-close], [data-print], [data-projector], [data-forget]");
  if (!target) return;
  if (target.dataset.dialog) document.getElementById(target.dataset.dialog).showModal();
  else if ("close" in target.dataset) target.closest("dialog").close();
  else if ("print" in target.dataset) window.print();
  else if ("forget" in target.dataset) {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith("luoshi:")) sessionStorage.removeItem(key);
  } else {
    const root = document.documentElement;
    root.dataset.view = root.dataset.view === "projector" ? "" : "projector";
    if (root.dataset.view && root.requestFullscreen) root.requestFullscreen().catch(() => {});
  }
});

document.addEventListener("change", (event) => {
  const target = event.target;
  if (target.matches("[data-submit]")) {
    for (const field of target.form.elements) if (field.name && !field.value) field.disabled = true;
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
  if (form.method === "get") for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
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
