// Suggestions under the search field: an ARIA 1.2 combobox with a list to choose from by hand. Without a script, and
// after any failure, it is a search field like any other.
(() => {
  "use strict";
  const box = document.querySelector("[data-suggest]");
  if (!box) return;
  const said = box.dataset;
  const input = box.querySelector("input");
  const [list, status] = ["ul", "p"].map((tag) => box.appendChild(document.createElement(tag)));
  const language = document.documentElement.lang.startsWith("en") ? "en" : "nb";
  const WANTED = 7;
  const ORGANISATIONS_FIRST = ["organisation", "region", "cluster", "sector"];
  let active = -1;
  let timer;
  let latest;

  const set = (element, attributes) => Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  const element = (tag, ...children) => { const made = document.createElement(tag); made.append(...children); return made; };
  const isOpen = () => !list.hidden;

  const choose = (index) => {
    active = index;
    [...list.children].forEach((row, place) => row.setAttribute("aria-selected", place === index));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index].scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    clearTimeout(timer);
    latest?.abort();
    list.hidden = true;
    list.replaceChildren();
    status.textContent = "";
    input.setAttribute("aria-expanded", false);
    choose(-1);
  };

  // The server folds letters before it compares names, so "sjomat" is marked in "Sjømat": a letter of the query
  // stands for every letter that folds to it, with whatever accent.
  const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/æ|ae|aa/g, "a").replace(/ø|oe/g, "o");
  const LETTERS = { a: "(?:aa|ae|[aæ])", o: "(?:oe|[oø])", d: "[dđ]", n: "[nŋ]", t: "[tŧ]" };
  const marked = (name) => {
    const words = fold(input.value).match(/[\p{L}\p{N}]+/gu).map((word) => [...word].map((letter) => `${LETTERS[letter] || letter}\\p{M}*`).join(""));
    const parts = name.normalize("NFD").split(new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])(${words.join("|")})`, "iu"));
    return parts.map((part, place) => place % 2 ? element("mark", part.normalize()) : part.normalize());
  };
  const named = (name) => typeof name === "string" ? name : name[language];

  // Places narrow the list that the field belongs to; there are no organisations of a sector.
  const address = (row, day) => {
    const page = {
      cluster: `${said.clusters}${row.slug}/`,
      organisation: `${said.organisations}${row.id}/`,
      region: `${said[said.here]}?region=${row.code}`,
      sector: `${said.clusters}?sector=${row.slug}`,
    }[row.type];
    return day ? `${page}${page.includes("?") ? "&" : "?"}as_of=${day}` : page;
  };
  const told = (row) => {
    const words = [said[row.type]];
    if (row.county) words.push(`, ${named(row.county)}`);
    if (row.matched) {
      const [before, after] = said[row.matched_kind === "former" ? "former" : "other"].split("{name}");
      words.push(`, ${before}`, ...marked(row.matched), after);
    }
    return element("small", ...words);
  };
  const show = (rows, day) => {
    list.replaceChildren(...rows.map((row, place) => {
      const option = element("li", element("span", ...marked(named(row.name))), " ", told(row));
      set(option, { role: "option", id: `suggestion-${place}`, "aria-selected": false });
      option.dataset.href = address(row, day);
      return option;
    }));
    choose(-1);
    list.hidden = !rows.length;
    input.setAttribute("aria-expanded", isOpen());
    status.textContent = rows.length > 1 ? said.many.replace("{n}", rows.length) : rows.length ? said.one : said.none;
  };

  const ask = async () => {
    const text = input.value.trim();
    const day = input.form.elements.as_of?.value;
    const organisationsFirst = said.here === "organisations";
    latest?.abort();
    if (text.length < 2) return close();
    latest = new AbortController();
    const { signal } = latest;
    try {
      const query = new URLSearchParams({ q: text, page_size: organisationsFirst ? 20 : WANTED, ...(day && { as_of: day }) });
      const answer = await fetch(`${said.suggest}?${query}`, { signal });
      if (!answer.ok) throw new Error(answer.status);
      const rows = (await answer.json()).results;
      if (organisationsFirst) rows.sort((one, other) => ORGANISATIONS_FIRST.indexOf(one.type) - ORGANISATIONS_FIRST.indexOf(other.type));
      if (!signal.aborted && document.activeElement === input) show(rows.slice(0, WANTED), day);
    } catch { if (!signal.aborted) close(); }
  };
  const go = (option) => { const { href } = option.dataset; close(); location.assign(href); };

  const moves = { ArrowDown: 1, ArrowUp: -1 };
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (event.isComposing) return;
    if (moves[key] && !isOpen()) { event.preventDefault(); return ask(); }
    if (!isOpen()) return;
    const count = list.children.length;
    if (moves[key]) choose((Math.max(active, key === "ArrowUp" ? 0 : -1) + moves[key] + count) % count);
    else if (key === "Escape") close();
    else if (key === "Enter" && active >= 0) go(list.children[active]);
    else { if (key === "Home" || key === "End") choose(-1); return; }
    event.preventDefault();
  });
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  // The field keeps its focus while the mouse is over the list.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const option = event.target.closest("li"); if (option) go(option); });

  set(input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": false, "aria-controls": "suggestions" });
  set(list, { id: "suggestions", role: "listbox", "aria-label": said.title, class: "suggestions" });
  set(status, { role: "status", class: "vh" });
  list.hidden = true;
})();
