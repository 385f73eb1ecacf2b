// What the pages do better with a script: filters without a full page load, "Filters" on a phone, copied links.
// Everything here also works without it, by links and the form's own button; any failure becomes a page load.
(() => {
  "use strict";
  const form = document.getElementById("filter");
  const say = (text) => { const line = document.getElementById("announcement"); if (line) line.textContent = text; };

  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      try { await navigator.clipboard.writeText(copy.dataset.copy || location.href); say(copy.dataset.done); copy.lastChild.textContent = copy.dataset.done; }
      catch { location.hash = "hits"; }
    }
    const toggle = event.target.closest(".toggle");
    if (toggle) toggle.setAttribute("aria-expanded", toggle.getAttribute("aria-expanded") === "false");
  });

  // Suggestions can wait until the page stands.
  const search = document.querySelector("[data-suggest]");
  if (search) addEventListener("load", () => import(search.dataset.script));

  if (!form) return;

  const address = () => {
    const values = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value) values.append(name, value);
    }
    const query = values.toString();
    return location.pathname + (query ? `?${query}` : "");
  };

  // Facets stay as they are, so that focus, open groups and scroll do; only their numbers are renewed.
  const renewFacets = (page) => {
    for (const option of form.querySelectorAll(".option")) {
      const box = option.querySelector("input");
      const fresh = page.querySelector(`.option input[name="${box.name}"][value="${CSS.escape(box.value)}"]`)?.parentNode;
      if (!fresh) continue;
      option.className = fresh.className;
      option.querySelector(".count").textContent = fresh.querySelector(".count").textContent;
    }
    for (const part of [".toggle .badges", ...[...form.querySelectorAll(".facet")].map((facet) => `#${facet.id} > summary`)]) {
      const [old, fresh] = [form.querySelector(part), page.querySelector(part)];
      if (old && fresh) old.innerHTML = fresh.innerHTML;
    }
  };

  let latest;
  let shown = location.search;
  const renew = async (url) => {
    latest?.abort();
    latest = new AbortController();
    try {
      const answer = await fetch(url, { signal: latest.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const results = page.querySelector(".results");
      if (!answer.ok || !results) throw new Error(answer.status);
      renewFacets(page);
      const focused = document.activeElement.id;
      form.querySelector(".results").replaceWith(results);
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
      for (const link of document.querySelectorAll(".languages a")) {
        link.href = page.querySelector(`.languages a[hreflang="${link.hreflang}"]`).href;
      }
      history.pushState(null, "", url);
      document.title = page.title;
      shown = location.search;
      say(document.getElementById("hits").textContent);
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    }
  };

  form.addEventListener("change", (event) => { if (event.target.matches("[type=checkbox], [type=radio], select, [type=date]")) renew(address()); });
  form.addEventListener("submit", (event) => { event.preventDefault(); location.assign(address()); });
  // A link within the page, such as the one that skips to the content, is no step back.
  addEventListener("popstate", () => { if (location.search !== shown) location.reload(); });
})();
