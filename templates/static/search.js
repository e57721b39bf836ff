// The search page: asks Pagefind's index of the page's language, and fills the lists of the page with what it finds.
// Its words stand in the page (data-…), and what is asked for in the address. Without it the page leads to the lists.

const form = document.querySelector("#_search");
const [status, list, more, others] = ["_status", "_results", "_more", "_others"].map((id) => document.getElementById(id));
const pattern = document.querySelector("#_result");
const choices = form.querySelector("fieldset");
const facets = [...form.querySelectorAll("select")].filter((select) => select.name !== "sort");
const PAGE = 10;
const WEIGHTS = { ranking: { metaWeights: { title: 5, number: 5, further: 2, type: 1, alias: 0.2, date: 0.1, datetime: 0.1 } } };

// --- the index ---------------------------------------------------------------------------------------------------------

const open = (folder, options) =>
  import(new URL(`${folder}pagefind.js`, document.baseURI)).then(async (index) => {
    await index.options(options);
    await index.init();
    return index;
  });
const own = open(form.dataset.index, WEIGHTS);
let numbers;

// The numbers in a text as the index has them: Nr. 1921/19.03.2021 is 1921/19/3/2021.
const digits = (text) => (text.match(/\d+/g) ?? []).map((found) => found.replace(/^0+(?=\d)/, ""));

// Documents that bear the number asked for come first; all of them, where nothing else is asked for.
async function numbered(index, words, options, results) {
  const asked = digits(words);
  if (!asked.length) return results;
  numbers ??= fetch(new URL(`${form.dataset.index}numbers.json`, document.baseURI)).then((answer) => answer.json());
  const bearers = (await numbers)[asked.join("/")] ?? [];
  const alone = !/\p{L}{4}/u.test(words); // "nr. 1921 din 19.03.2021" is nothing but a number
  const found = alone && bearers.length ? (await index.search(asked[0], options)).results : results;
  const first = bearers.map((id) => found.find((result) => result.id === id)).filter(Boolean);
  return [...first, ...results.filter((result) => !first.some(({ id }) => id === result.id))];
}

// Where no word begins as the one asked for does, Pagefind takes any that begins with less of it, down to one letter.
// Then a word found has hardly a beginning in common with one asked for, and nothing was found.
async function near(words, results) {
  if (!words || !results.length) return results;
  const { excerpt, meta } = await results[0].data();
  const said = [...excerpt.matchAll(/<mark>(.*?)<\/mark>/g)].map((found) => found[1]);
  const known = parts([...said, ...Object.values(meta)].join(" "));
  return parts(words).some((word) => known.some((other) => other.startsWith(word.slice(0, 3)))) ? results : [];
}

const parts = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

// --- asking ------------------------------------------------------------------------------------------------------------

let turn = 0;
let waiting;

async function search() {
  const mine = ++turn;
  const asked = new FormData(form);
  const words = asked.get("q").trim();
  const filters = Object.fromEntries(facets.map(({ name }) => [name, asked.get(name)]).filter(([, value]) => value));
  address(asked);
  list.ariaBusy = "true";
  let index, results, counts;
  try {
    index = await own;
    await index.filters(); // else it counts none
    const options = { filters, sort: asked.get("sort") || !words ? { date: "desc" } : {} };
    const found = await index.search(words || null, options);
    counts = await Promise.all(facets.map(({ name }) => (filters[name] ? without(index, words, filters, name) : found.filters[name])));
    results = await near(words, found.results);
    if (words && !asked.get("sort")) results = await numbered(index, words, options, results);
  } catch {
    if (mine === turn) say(status.dataset.failed);
    list.ariaBusy = "false";
    return;
  }
  if (mine !== turn) return;
  const shown = words || Object.keys(filters).length ? results : null;
  await show(shown ?? [], mine);
  if (mine !== turn) return;
  facets.forEach((facet, at) => narrow(facet, counts[at] ?? {}));
  choices.hidden = false;
  say(shown && (count(shown.length) || status.dataset.none));
  list.ariaBusy = "false";
  await elsewhere(words, mine);
}

// What each value of a filter would give beside the other filters.
async function without(index, words, filters, name) {
  const rest = Object.fromEntries(Object.entries(filters).filter(([other]) => other !== name));
  return (await index.search(words || null, { filters: rest })).filters[name];
}

function address(asked) {
  const given = new URLSearchParams([...asked].filter(([, value]) => value.trim()));
  history.replaceState(null, "", given.size ? `?${given}` : location.pathname);
}

// --- showing -----------------------------------------------------------------------------------------------------------

function count(number) {
  const at = status.dataset.plural[number < 200 ? number : 100 + (number % 100)];
  return number ? status.dataset.counts.split("|")[at].replace("{}", number.toLocaleString(document.documentElement.lang)) : "";
}

function say(text) {
  status.textContent = text ?? "";
}

function narrow(facet, counts) {
  const { value } = facet;
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const values = Object.keys(counts).filter((one) => counts[one] || one === value).sort(order.compare);
  if (facet.name === "year") values.reverse();
  const options = values.map((one) => new Option(`${one} (${counts[one]})`, one, false, one === value));
  facet.replaceChildren(facet.options[0], ...options);
  facet.value = value;
}

async function show(results, mine, from = 0) {
  const entries = await Promise.all(results.slice(from, from + PAGE).map((result) => result.data()));
  if (mine !== turn) return;
  const items = entries.map(entry);
  if (from) list.append(...items);
  else list.replaceChildren(...items);
  list.hidden = !results.length;
  more.hidden = results.length <= from + PAGE;
  more.onclick = () => show(results, mine, from + PAGE);
  if (from) items[0].querySelector("a").focus();
}

function entry({ raw_url: path, meta, content, excerpt, plain_excerpt: part }) {
  const item = pattern.content.cloneNode(true).firstElementChild;
  const link = item.querySelector("a");
  link.href = form.dataset.root + path.slice(1);
  link.textContent = meta.title;
  for (const name of ["type", "date", "status"]) {
    const place = item.querySelector(`[data-part=${name}]`);
    if (meta[name]) place.append(name === "date" ? made("time", meta.date, { dateTime: meta.datetime }) : meta[name]);
    else place.remove();
  }
  if (meta.state) item.querySelector("[data-part=status]")?.classList.add(`status-${meta.state}`);
  const text = item.querySelector("[data-part=excerpt]");
  if (meta.lang) text.lang = meta.lang;
  if (!content.startsWith(plain(part))) text.append("… ");
  excerpt.split(/<mark>(.*?)<\/mark>/).forEach((found, at) => {
    text.append(at % 2 ? made("mark", plain(found)) : plain(found));
  });
  if (!content.endsWith(plain(part))) text.append(" …");
  return item;
}

const made = (tag, textContent, more = {}) => Object.assign(document.createElement(tag), { textContent, ...more });

// An excerpt is text with marks, in which < and > alone are written as entities.
const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");

// --- other languages ---------------------------------------------------------------------------------------------------

const opened = new Map();

// Each in an instance of its own, since a language's stems are its own; for the number alone it needs no worker.
async function elsewhere(words, mine) {
  const places = [...others.querySelectorAll("li")];
  const found = await Promise.all(places.map(async ({ dataset: { index: folder } }) => {
    if (!words || navigator.connection?.saveData) return 0;
    if (!opened.has(folder)) opened.set(folder, open(folder, { ...WEIGHTS, noWorker: true }));
    const answer = opened.get(folder).then((index) => index.search(words));
    return answer.then(({ results }) => near(words, results)).then((results) => results.length, () => 0);
  }));
  if (mine !== turn) return;
  places.forEach((place, at) => {
    const link = place.querySelector("a");
    link.search = words ? `?${new URLSearchParams({ q: words })}` : "";
    place.querySelector("span").textContent = count(found[at]);
    place.hidden = !found[at];
  });
  others.hidden = !found.some(Boolean);
}

// --- beginning ---------------------------------------------------------------------------------------------------------

choices.disabled = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  search();
});
form.addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(search, event.target.name === "q" ? 250 : 0);
});
for (const [name, value] of new URLSearchParams(location.search)) {
  const control = form.elements.namedItem(name);
  if (control instanceof HTMLSelectElement && ![...control.options].some((one) => one.value === value)) {
    control.add(new Option(value, value));
  }
  if (control) control.value = value;
}
search();
