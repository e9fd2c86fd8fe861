/* The grid of a report behaves as a sheet: a block copied from WPS or Excel fills it from the focused cell on, Ctrl-Z takes
   the block back, arrows and Enter walk. What did not fit is said. Without this file every cell can still be typed. */
"use strict";
(() => {
  const blocks = []; // what each paste replaced: [field, before, after]
  const grid = (element) => element && element.closest && element.closest("table.sheet");
  const rowsOf = (table) => [...table.querySelectorAll("tbody tr")];
  const fieldsOf = (row) => [...row.querySelectorAll("[data-was]")];

  function placeOf(field) {
    const row = field.closest("tr");
    return { table: grid(field), row: rowsOf(grid(field)).indexOf(row), column: fieldsOf(row).indexOf(field) };
  }

  /* Cells apart by tabs, lines by breaks; a cell that holds either stands in quotes. */
  function cellsOf(text) {
    const rows = [[]];
    const one = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/g;
    let found;
    while ((found = one.exec(text)) !== null) {
      rows[rows.length - 1].push((found[1] !== undefined ? found[1].replaceAll('""', '"') : found[2]).trim());
      if (one.lastIndex >= text.length && found[3] !== "\t") break;
      if (found[3] !== "\t") rows.push([]);
      if (found[0] === "") one.lastIndex += 1;
    }
    if (rows.length > 1 && rows[rows.length - 1].join("") === "") rows.pop();
    return rows;
  }

  function asDay(text) {
    const half = text.normalize("NFKC");
    const found = /^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$/.exec(half);
    if (!found) return null;
    const [year, month, day] = found.slice(1).map(Number);
    const on = new Date(Date.UTC(year, month - 1, day));
    return on.getUTCMonth() === month - 1 && on.getUTCDate() === day ? on.toISOString().slice(0, 10) : null;
  }

  /* The value as the field can hold it; null when it cannot. Numbers stay as they are written: the desk reads them. */
  function fitting(field, text) {
    if (text === "") return "";
    if (field.type === "date") return asDay(text);
    if (field.tagName !== "SELECT") return text;
    const option = [...field.options].find((o) => o.value === text || o.textContent.trim() === text);
    return option ? option.value : null;
  }

  function put(field, value) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function fill(from, text) {
    const { table, row, column } = placeOf(from);
    const rows = rowsOf(table), block = [], left = [];
    cellsOf(text).forEach((cells, down) => {
      const fields = rows[row + down] ? fieldsOf(rows[row + down]) : [];
      cells.forEach((cell, right) => {
        const field = fields[column + right];
        const value = field ? fitting(field, cell) : null;
        if (value === null) { if (cell) left.push(cell); return; }
        if (field.value !== value) block.push([field, field.value, value]);
      });
    });
    block.forEach(([field, , value]) => put(field, value));
    if (block.length) blocks.push(block);
    tell(table, block.length, left);
  }

  function tell(table, count, left) {
    const said = table.closest("form").querySelector("[data-pasted]");
    if (!said) return;
    said.hidden = false;
    said.querySelector("[data-put]").textContent = count;
    const rest = said.querySelector("[data-unfit]");
    rest.hidden = !left.length;
    rest.querySelector("b").textContent = left.length;
    rest.querySelector("span").textContent = left.slice(0, 5).join("、") + (left.length > 5 ? "…" : "");
  }

  document.addEventListener("paste", (event) => {
    const field = event.target;
    if (!grid(field) || !field.matches("[data-was]")) return;
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\r\n]/.test(text.replace(/[\r\n]+$/, "")) && field.type !== "date" && field.tagName !== "SELECT") return;
    event.preventDefault();
    fill(field, text);
  });

  function step(field, down, right) {
    const { table, row, column } = placeOf(field);
    const next = rowsOf(table)[row + down];
    const target = next && fieldsOf(next)[column + right];
    if (!target) return false;
    target.focus();
    if (target.select) target.select();
    return true;
  }

  function takeBack() {
    const block = blocks[blocks.length - 1];
    if (!block || block.some(([field, , after]) => field.value !== after)) return false;
    blocks.pop();
    block.forEach(([field, before]) => put(field, before));
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!grid(field) || !field.matches("[data-was]") || event.altKey || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z") {
      if (takeBack()) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    const text = field.tagName === "INPUT" && field.type === "text";
    const moved =
      event.key === "Enter" ? [event.shiftKey ? -1 : 1, 0]
      : text && event.key === "ArrowDown" ? [1, 0]
      : text && event.key === "ArrowUp" ? [-1, 0]
      : text && event.key === "ArrowRight" && field.selectionStart === field.value.length ? [0, 1]
      : text && event.key === "ArrowLeft" && field.selectionEnd === 0 ? [0, -1]
      : null;
    if (moved && (step(field, ...moved) || event.key === "Enter")) event.preventDefault();
  });

  /* A changed cell shows what it was; a row that changed is no longer "没变化". */
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!grid(field) || !field.matches("[data-was]")) return;
    field.closest("td").classList.toggle("changed", field.value !== field.dataset.was);
    const same = field.closest("tr").querySelector("[data-same]");
    if (same && fieldsOf(field.closest("tr")).some((one) => one.value !== one.dataset.was)) same.checked = false;
  });

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-all-same]")) return;
    rowsOf(grid(event.target)).forEach((row) => {
      const changed = fieldsOf(row).some((one) => one.value !== one.dataset.was);
      const same = row.querySelector("[data-same]");
      if (same) same.checked = event.target.checked && !changed;
    });
  });
})();
