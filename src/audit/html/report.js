"use strict";
// The table and the pane of documents. Whatever comes from a memo is put on the page as a text node, never as markup.
// What is shown stands in the address (#rule=…&doc=…), so that a view can be linked, gone back to, and tested.
(() => {
  const $ = (id) => document.getElementById(id);
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const settings = JSON.parse(new TextDecoder().decode(bytes($("settings").textContent)));
  const PAGE = 50;
  // On paper there are no pages to turn: so many rows are printed, and how many more there are is said.
  const PRINTED = 5000;
  const [PATH, DECISION, DATE, FORCE, ERRORS, WARNINGS, NOTES, RULES, GROUPS] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  let rows = [], shown = [], page = 0, open = -1, closed = [];
  const unpacked = new Map();

  function make(name, properties, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties || {})) {
      if (key in element) element[key] = value; else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }

  async function block(id) {
    if (unpacked.has(id)) return unpacked.get(id);
    const packed = new Blob([bytes($(id).textContent)]).stream().pipeThrough(new DecompressionStream("gzip"));
    const list = await new Response(packed).json();
    if (id[0] === "t") {
      unpacked.set(id, list);
      if (unpacked.size > 16) unpacked.delete(unpacked.keys().next().value);
    }
    return list;
  }

  // ---- the address

  const state = () => new URLSearchParams(location.hash.slice(1));
  function go(changes, replace) {
    const next = state();
    for (const [key, value] of [...next]) if (!value) next.delete(key);
    for (const [key, value] of Object.entries(changes)) {
      if (value === "" || value === null) next.delete(key); else next.set(key, value);
    }
    const hash = "#" + (next.toString() || "documents");
    if (replace) { history.replaceState(null, "", hash); apply(); } else { location.hash = hash; }
  }

  // ---- the table

  const columns = [
    ["path", "Document", (row) => row[PATH]],
    ["date", "Date", (row) => row[DATE]],
    ["decision", "Decision", (row) => row[DECISION] || "no justification"],
    ...settings.groups.map((name, number) => ["g" + number, name, (row) => row[GROUPS][number]]),
    ["errors", "Errors", (row) => row[ERRORS]],
    ["warnings", "Warnings", (row) => row[WARNINGS]],
    ["notes", "Notes", (row) => row[NOTES]],
  ];

  function heads(sort) {
    const cells = columns.map(([key, name]) => {
      const direction = sort === key ? "ascending" : sort === "-" + key ? "descending" : "none";
      const arrow = direction === "ascending" ? " ▲" : direction === "descending" ? " ▼" : "";
      const button = make("button", { type: "button" }, name, make("span", { "aria-hidden": "true" }, arrow));
      button.dataset.key = key;
      const numbers = key === "errors" || key === "warnings" || key === "notes";
      const [once, twice] = numbers ? ["-" + key, key] : [key, "-" + key];
      button.addEventListener("click", () => go({ sort: sort === once ? twice : once, page: "" }));
      return make("th", { scope: "col", "aria-sort": direction, className: numbers ? "n" : "" }, button);
    });
    // The buttons are new ones: whoever sorts with the keyboard stays on the one that was used.
    const used = $("heads").contains(document.activeElement) ? document.activeElement.dataset.key : "";
    $("heads").replaceChildren(...cells, make("th", { scope: "col" }, "Rules"));
    if (used) document.querySelector("#heads button[data-key=" + CSS.escape(used) + "]").focus({ preventScroll: true });
  }

  function filter(now) {
    const words = (now.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean);
    const rule = settings.rules.findIndex(([id]) => id === now.get("rule"));
    const [sev, decision, force] = [now.get("sev"), now.get("decision"), now.get("force")];
    const group = settings.groups.indexOf(now.get("group")), is = now.get("is");
    const keeps = (row) => {
      if (now.get("rule") && !row[RULES].includes(rule)) return false;
      if (sev === "error" && !row[ERRORS]) return false;
      if (sev === "problem" && !(row[ERRORS] + row[WARNINGS])) return false;
      if (sev === "none" && row[ERRORS] + row[WARNINGS]) return false;
      if (decision && (row[DECISION] || "-") !== decision) return false;
      if (force && row[FORCE] !== force) return false;
      if (group >= 0 && row[GROUPS][group] !== is) return false;
      if (!words.length) return true;
      const text = (row[PATH] + "\n" + row[DATE] + "\n" + row[GROUPS].join("\n")).toLowerCase();
      return words.every((word) => text.includes(word));
    };
    shown = [];
    for (let number = 0; number < rows.length; number++) if (keeps(rows[number])) shown.push(number);
    const sort = now.get("sort") || "";
    const column = columns.find(([key]) => key === sort.replace("-", ""));
    if (column) {
      const value = column[2], sign = sort.startsWith("-") ? -1 : 1;
      const compare = (a, b) => (typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0);
      shown.sort((a, b) => sign * compare(value(rows[a]), value(rows[b])) || a - b);
    }
  }

  function count(number, kind) {
    return make("td", { className: "n" }, make("span", { className: "sev " + (number ? kind : "zero") }, String(number)));
  }

  function line(now, number) {
    const row = rows[number];
    const link = make("a", { href: "#" + with_(now, { doc: number }) }, row[PATH]);
    const rules = row[RULES].map((rule) => make("span", { className: "tag" }, settings.rules[rule][0]));
    const force = row[FORCE] === "no" ? [make("small", {}, "not in force")] : [];
    const line = make("tr", {}, make("td", {}, link), make("td", {}, row[DATE], ...force), make("td", {}, row[DECISION] || "–"),
      ...row[GROUPS].map((group) => make("td", {}, group)), count(row[ERRORS], "error"), count(row[WARNINGS], "warning"),
      count(row[NOTES], "note"), make("td", {}, make("span", { className: "tags" }, ...rules)));
    line.addEventListener("click", (event) => { if (event.target.tagName !== "A") go({ doc: number }); });
    return line;
  }

  function table(now) {
    filter(now);
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    page = Math.min(Math.max(0, (parseInt(now.get("page"), 10) || 1) - 1), pages - 1);
    heads(now.get("sort") || "");
    const part = shown.slice(page * PAGE, (page + 1) * PAGE).map((number) => line(now, number));
    $("rows").replaceChildren(...part);
    const group = now.get("group") ? " with " + now.get("group") + " “" + now.get("is") + "”" : "";
    $("status").textContent = shown.length.toLocaleString() + " of " + rows.length.toLocaleString() + " documents" + group;
    $("page").textContent = "Page " + (page + 1).toLocaleString() + " of " + pages.toLocaleString();
    const turned = document.activeElement;
    $("first").disabled = $("previous").disabled = page === 0;
    $("last").disabled = $("next").disabled = page === pages - 1;
    $("last").value = pages;
    // A button that is switched off under one's fingers gives the focus to the one that leads back.
    if (turned && turned.disabled) (page === 0 ? $("next") : $("previous")).focus({ preventScroll: true });
  }

  function with_(now, changes) {
    const next = new URLSearchParams(now);
    for (const [key, value] of Object.entries(changes)) next.set(key, value);
    return next.toString();
  }

  // ---- one document

  const weight = { error: 3, warning: 2, note: 1, factor: 0 };

  // The text cut where any mark starts or ends, each part under the gravest mark that covers it.
  function marked(text, marks) {
    const cuts = new Set([0, text.length]);
    for (const mark of marks) { cuts.add(mark.from); cuts.add(mark.to); }
    const places = [...cuts].filter((cut) => cut >= 0 && cut <= text.length).sort((a, b) => a - b);
    const parts = [];
    for (let index = 0; index + 1 < places.length; index++) {
      const [from, to] = [places[index], places[index + 1]];
      const over = marks.filter((mark) => mark.from <= from && to <= mark.to).sort((a, b) => weight[b.kind] - weight[a.kind]);
      if (!over.length) { parts.push(text.slice(from, to)); continue; }
      const mark = make("mark", { className: over[0].kind, title: over.map((one) => one.title).join("; ") }, text.slice(from, to));
      mark.dataset.of = " " + over.map((one) => one.id).join(" ") + " ";
      parts.push(mark);
    }
    return parts;
  }

  function point(id) {
    document.querySelectorAll("mark.current").forEach((mark) => mark.classList.remove("current"));
    const marks = [...document.querySelectorAll("#d-text mark")].filter((mark) => mark.dataset.of.includes(" " + id + " "));
    marks.forEach((mark) => mark.classList.add("current"));
    if (marks[0]) marks[0].scrollIntoView({ block: "center" });
  }

  async function read(number) {
    const row = rows[number];
    if (!row) return;
    const list = await block("t" + Math.floor(number / settings.texts));
    const doc = list[number % settings.texts];
    open = number;
    $("d-title").textContent = row[PATH];
    $("d-note").textContent = doc.note;
    const entries = [["decision", row[DECISION] || "no justification"], ...doc.metadata, ["sha256", doc.sha256]];
    $("d-metadata").replaceChildren(...entries.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
    const marks = [];
    const findings = doc.findings.map((finding, index) => {
      const [, summary, help] = settings.rules.find(([id]) => id === finding.r) || ["", "", ""];
      if (finding.p) marks.push({ id: "f" + index, from: finding.p[0], to: finding.p[1], kind: finding.s, title: finding.s + ": " + finding.r });
      const head = [make("span", { className: "sev " + finding.s }, finding.s), " " + finding.r + (finding.l ? ", line " + finding.l : "")];
      const name = finding.p ? make("button", { type: "button" }, ...head) : make("span", {}, ...head);
      if (finding.p) name.addEventListener("click", () => point("f" + index));
      const words = finding.w ? [make("p", {}, make("q", {}, finding.w))] : [];
      return make("li", {}, name, ...words, make("p", {}, (finding.m || summary) + " (§ " + finding.c + ")"), make("p", { className: "dim" }, help));
    });
    $("d-findings").replaceChildren(...(findings.length ? findings : [make("li", {}, "none; this is no approval")]));
    const factors = doc.factors.map((factor, index) => {
      if (factor.p && $("d-factors").checked) marks.push({ id: "k" + index, from: factor.p[0], to: factor.p[1], kind: "factor", title: factor.f + ", " + factor.s });
      return make("li", {}, make("b", {}, factor.f), " " + factor.s + ", " + factor.k + ", line " + factor.l, ...(factor.w ? [": ", make("q", {}, factor.w)] : []));
    });
    $("d-ledger").replaceChildren(...(factors.length ? factors : [make("li", {}, "none")]));
    const missing = settings.noText ? "The words of memos are left out of this report." : "There was no room for this text; it is in " + row[PATH] + ".";
    $("d-text").replaceChildren(...(doc.text === null ? [missing] : marked(doc.text, marks)));
    const at = shown.indexOf(number);
    $("d-previous").disabled = at <= 0;
    $("d-next").disabled = at < 0 || at === shown.length - 1;
    document.body.classList.add("reading");
    $("document").hidden = false;
  }

  function close() {
    open = -1;
    $("document").hidden = true;
    document.body.classList.remove("reading");
  }

  async function apply() {
    const now = state();
    if (now.has("path")) {
      const number = rows.findIndex((row) => row[PATH] === now.get("path"));
      if (number >= 0) { history.replaceState(null, "", "#doc=" + number); return apply(); }
    }
    for (const id of ["q", "rule", "sev", "decision", "force"]) if ($(id).value !== (now.get(id) || "")) $(id).value = now.get(id) || "";
    table(now);
    const doc = now.has("doc") ? parseInt(now.get("doc"), 10) : -1;
    if (doc >= 0) {
      const fresh = doc !== open;
      await read(doc);
      if (fresh) { scrollTo(0, 0); $("document").focus({ preventScroll: true }); }
    } else if (open >= 0) {
      const from = open;
      close();
      $("documents").scrollIntoView();
      const link = [...document.querySelectorAll("#rows a")].find((one) => new URLSearchParams(one.hash.slice(1)).get("doc") === String(from));
      if (link) link.focus();
    } else if (["rule", "group"].some((key) => now.has(key))) {
      $("documents").scrollIntoView();
    }
  }

  // ---- what one can do

  let typing;
  $("q").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(() => go({ q: $("q").value, page: "" }, true), 200); });
  for (const id of ["rule", "sev", "decision", "force"]) $(id).addEventListener("change", () => go({ [id]: $(id).value, page: "" }));
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filters").addEventListener("reset", (event) => { event.preventDefault(); location.hash = "#documents"; });
  const turn = (to) => go({ page: to > 1 ? to : "" });
  $("first").addEventListener("click", () => turn(1));
  $("previous").addEventListener("click", () => turn(page));
  $("next").addEventListener("click", () => turn(page + 2));
  $("last").addEventListener("click", () => turn(+$("last").value));
  $("d-close").addEventListener("click", () => go({ doc: "" }));
  const step = (by) => { const next = shown[shown.indexOf(open) + by]; if (next !== undefined) go({ doc: next }); };
  $("d-previous").addEventListener("click", () => step(-1));
  $("d-next").addEventListener("click", () => step(1));
  $("d-factors").addEventListener("change", () => read(open));
  $("d-print").addEventListener("click", () => window.print());
  document.addEventListener("keydown", (event) => {
    const typed = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey;
    if (event.key === "Escape" && open >= 0) go({ doc: "" });
    if (typed) return;
    if (event.key === "/") { event.preventDefault(); $("q").focus(); }
    if (open >= 0 && event.key === "j") step(1);
    if (open >= 0 && event.key === "k") step(-1);
  });
  addEventListener("hashchange", apply);
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((one) => { one.open = true; });
    if (open >= 0) return;
    const now = state();
    $("rows").replaceChildren(...shown.slice(0, PRINTED).map((number) => line(now, number)));
    // The buttons of a head are not printed again on the next sheet of paper; words are.
    document.querySelectorAll("#heads button").forEach((button) => button.replaceWith(button.textContent));
    const more = shown.length - PRINTED;
    $("unprinted").textContent = more > 0 ? "The first " + PRINTED.toLocaleString() + " are printed; " + more.toLocaleString() + " more are not." : "";
  });
  addEventListener("afterprint", () => {
    closed.forEach((one) => { one.open = false; });
    closed = [];
    if (open < 0) table(state());
  });

  (async () => {
    for (const [id] of settings.rules) $("rule").append(make("option", { value: id }, id));
    try {
      for (let number = 0; number * settings.rows < settings.documents; number++) rows = rows.concat(await block("r" + number));
    } catch (error) {
      $("status").textContent = "The documents cannot be read: this browser is too old for this report (" + error + ").";
      return;
    }
    await apply();
    document.body.dataset.ready = "yes";
  })();
})();
