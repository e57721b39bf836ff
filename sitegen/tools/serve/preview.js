"use strict";
(() => {
  const { epoch, bar } = document.currentScript.dataset;
  const root = document.documentElement.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
  const dialog = root.appendChild(document.createElement("dialog"));
  const parts = ["h1", "p", "button", "pre"].map((name) => dialog.appendChild(document.createElement(name)));
  parts[2].onclick = () => dialog.close();
  root.adoptedStyleSheets = [new CSSStyleSheet()];
  root.adoptedStyleSheets[0].replaceSync(`
    dialog { box-sizing: border-box; width: min(60rem, 100% - 2rem); max-height: calc(100% - 2rem); padding: 1rem;
      border: 1px solid; border-top: .5rem solid #c5221f; color-scheme: light dark; font: 1rem/1.5 system-ui; }
    h1 { margin: 0; font-size: 1.4rem; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; }
    button { min-height: 2.75rem; padding: 0 1.5rem; font: inherit; }
    details { position: fixed; right: 0; bottom: 0; max-width: 100%; box-sizing: border-box; padding: .25rem .75rem;
      border: 1px solid; background: Canvas; color: CanvasText; color-scheme: light dark; font: .875rem/1.5 system-ui; }
    summary { cursor: pointer; min-height: 1.5rem; }
    code { overflow-wrap: anywhere; }
    label, a { display: inline-flex; align-items: center; gap: .35rem; min-height: 1.5rem; margin-right: .75rem; }
    @media print { details { display: none; } }`);
  let source, shown = 0;

  const named = (name, text, more) => Object.assign(document.createElement(name), { textContent: text }, more);
  const details = root.appendChild(document.createElement("details"));
  const summary = details.appendChild(document.createElement("summary"));
  const place = details.appendChild(document.createElement("div"));
  const asked = details.appendChild(document.createElement("div"));
  const editing = document.createElement("a");
  const [drafts, day] = ["checkbox", "date"].map((type) => {
    const label = asked.appendChild(document.createElement("label"));
    label.append(document.createElement("span"), Object.assign(document.createElement("input"), { type }));
    return label;
  });
  details.open = (sessionStorage.getItem("preview-bar") ?? (innerWidth > 600 ? "open" : "")) === "open";
  details.ontoggle = () => sessionStorage.setItem("preview-bar", details.open ? "open" : "");
  asked.onchange = () => {
    const body = JSON.stringify({ drafts: drafts.lastChild.checked, as_of: day.lastChild.value });
    fetch("/__terms", { method: "POST", body });
  };
  if (bar) {
    const { source: file, versions, edit } = JSON.parse(bar);
    if (file) place.append(named("code", file), document.createElement("br"));
    if (edit) place.append(Object.assign(editing, { href: edit }));
    for (const [lang, address] of Object.entries(versions)) {
      const name = new Intl.DisplayNames([lang], { type: "language" }).of(lang);
      place.append(named("a", name, { href: `/${address}`, lang, hreflang: lang }));
    }
  }

  function offer({ lang, bar: texts, drafts: shownDrafts, as_of: today }) {
    details.lang = lang;
    [summary, drafts.firstChild, day.firstChild, editing].forEach((part, i) => { part.textContent = texts[i]; });
    drafts.lastChild.checked = shownDrafts;
    if (root.activeElement !== day.lastChild) day.lastChild.value = today.slice(0, 10);
  }

  function show({ failures, lang, texts }) {
    if (!texts.at(-1)) dialog.close();
    else if (failures !== shown) { // else it was seen, and perhaps closed
      parts.forEach((part, i) => { part.textContent = texts[i]; });
      dialog.lang = lang;
      dialog.ariaLabel = texts[0];
      if (!dialog.open) dialog.showModal();
    }
    shown = failures;
  }

  function listen() {
    source?.close();
    if (document.hidden) return; // a browser opens six connections to a host: tabs that nobody sees keep none
    source = new EventSource("/__reload");
    source.onmessage = (event) => {
      const state = JSON.parse(event.data);
      offer(state);
      state.epoch === epoch ? show(state) : location.reload();
    };
  }
  addEventListener("pageshow", listen);
  addEventListener("pagehide", () => source?.close());
  document.addEventListener("visibilitychange", listen);
})();
