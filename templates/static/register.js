/* A register: sorts its table by a column, and shows the rows that a reader looks for. Without it the table is whole. */

(() => {
"use strict";

const table = document.querySelector("table.register");
const filters = document.querySelector(".filters");
const rows = [...table.tBodies[0].rows];
if (rows.length < 2) return;
const heads = [...table.tHead.rows[0].cells];
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

/* What a cell counts as: a date or an amount as machines write it, else its words; "–" stands for nothing. */
const value = (cell) => cell.querySelector("time")?.dateTime ?? cell.querySelector("data")?.value ?? words(cell);
const words = (cell) => cell.textContent.trim().replace(/\s+/g, " ").replace(/^–$/, "");
const kind = (cell) => cell.querySelector("data")?.value ?? words(cell);
const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ł", "l");

const compare = (one, other) =>
  Number.isFinite(one - other) && one && other ? one - other : collator.compare(one, other);

/* Empty cells stay last, whichever the direction. */
function sort(index) {
  const direction = heads[index].ariaSort === "ascending" ? -1 : 1;
  const keyed = rows.map((row) => [value(row.cells[index]), row]);
  keyed.sort(([one], [other]) => !one - !other || direction * compare(one, other));
  heads.forEach((head) => head.removeAttribute("aria-sort"));
  heads[index].setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
  table.caption.querySelector(".order").hidden = true;
  table.tBodies[0].append(...keyed.map(([, row]) => row));
}

heads.forEach((head, index) => {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  button.addEventListener("click", () => sort(index));
  head.append(button);
});

const input = filters.querySelector("input");
const shown = filters.querySelector(".shown");
const texts = new Map(rows.map((row) => [row, fold(words(row))]));
const choices = heads.flatMap((head, index) => (head.hasAttribute("data-chosen") ? choice(head, index) : []));

/* A select of the values that a column holds, if there are several. */
function choice(head, index) {
  const values = new Map(rows.map((row) => [kind(row.cells[index]), row.cells[index]]));
  if (values.size < 2) return [];
  values.delete("");
  const select = document.createElement("select");
  select.id = `_choice-${index}`;
  select.add(new Option(filters.dataset.any, ""));
  for (const name of [...values.keys()].sort(collator.compare)) {
    const option = new Option(name, name);
    option.lang = values.get(name).querySelector("[lang]")?.lang ?? "";
    select.add(option);
  }
  const label = Object.assign(document.createElement("label"), { htmlFor: select.id, textContent: words(head) });
  const line = document.createElement("p");
  line.append(label, " ", select);
  shown.before(line);
  return [[index, select]];
}

function filter() {
  const wanted = fold(input.value).split(/\s+/);
  for (const row of rows) {
    row.hidden =
      !wanted.every((word) => texts.get(row).includes(word)) ||
      choices.some(([index, select]) => select.value && kind(row.cells[index]) !== select.value);
  }
  const left = rows.filter((row) => !row.hidden).length;
  shown.textContent =
    left < rows.length ? filters.dataset.shown.replace("{shown}", left).replace("{total}", rows.length) : "";
}

input.addEventListener("input", filter);
choices.forEach(([, select]) => select.addEventListener("change", filter));
filters.hidden = false;
filter(); /* a browser that comes back may have kept what was written */
})();
