// The page of `synthesist serve`: shows the last good paper, and what was said of the last save.
"use strict";

const el = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
};
const find = (id) => document.getElementById(id);

let state = { version: 0, pages: [] };
let zoom = 1;
let problem = -1;

// ---- pages -------------------------------------------------------------------------------------------------------

function showPages(pages) {
  const paper = find("paper");
  const sheets = paper.children;
  const first = sheets.length === 0;
  pages.forEach((page, at) => {
    let sheet = sheets[at];
    if (!sheet) {
      sheet = el("section", {
        class: "sheet", onclick: (event) => ask(event, sheet),
        onmousemove: (event) => hover(event, sheet), onmouseleave: () => unhover(sheet),
      });
      paper.append(sheet);
    }
    sheet.setAttribute("aria-label", `Page ${at + 1} of ${pages.length}`);
    if (sheet.dataset.key === page.key) return;
    sheet.dataset.key = page.key;
    sheet.dataset.width = page.width;
    sheet.dataset.height = page.height;
    sheet.style.aspectRatio = `${page.width} / ${page.height}`;
    // The old picture stays until the new one is there: no flash, no jump.
    const image = new Image();
    image.alt = "";
    image.draggable = false;
    image.onload = () => {
      if (sheet.dataset.key !== page.key) return;
      const words = el("div", { class: "words" });
      sheet.replaceChildren(image, words);
      wordsOf(sheet, page.key, words);
      listPlaces();
      if (!first) {
        sheet.classList.remove("faded");
        sheet.classList.add("fresh");
        setTimeout(() => sheet.classList.add("faded"), 400);
        setTimeout(() => sheet.classList.remove("fresh", "faded"), 2600);
      }
    };
    // A request may be lost on a busy machine.
    image.onerror = () => setTimeout(() => { if (sheet.dataset.key === page.key) image.src = `sheet/${page.key}.svg`; }, 500);
    image.src = `sheet/${page.key}.svg`;
  });
  while (sheets.length > pages.length) sheets[sheets.length - 1].remove();
}

/// The words of a page, for those who hear it.
function wordsOf(sheet, key, words) {
  fetch(`sheet/${key}.txt`).then((answer) => answer.text()).then((text) => { words.textContent = text; }).catch(() => {
    setTimeout(() => { if (sheet.dataset.key === key) wordsOf(sheet, key, words); }, 500);
  });
}

function current() {
  const paper = find("paper").getBoundingClientRect();
  const sheets = [...find("paper").children];
  const at = sheets.findIndex((sheet) => sheet.getBoundingClientRect().bottom > paper.top + 40);
  return at < 0 ? sheets.length - 1 : at;
}

function turn(by) {
  const sheets = find("paper").children;
  const to = Math.min(Math.max(current() + by, 0), sheets.length - 1);
  sheets[to]?.scrollIntoView({ block: "start" });
}

function resize(factor) {
  zoom = Math.min(Math.max(zoom * factor, 0.4), 4);
  const paper = find("paper");
  const middle = (paper.scrollTop + paper.clientHeight / 2) / paper.scrollHeight;
  paper.style.setProperty("--zoom", zoom);
  paper.classList.toggle("wide", zoom > 1.3);
  paper.scrollTop = middle * paper.scrollHeight - paper.clientHeight / 2;
}

// ---- places ------------------------------------------------------------------------------------------------------

function place(file, line, column) {
  if (!file) return "";
  const label = `${file}:${line}:${column}`;
  if (!state.editor) return el("code", {}, label);
  const path = `${state.root}/${file}`.split("/").map(encodeURIComponent).join("/");
  const link = state.editor.replace("{path}", path).replace("{line}", line).replace("{column}", column);
  return el("a", { href: link, title: "Open in the editor" }, label);
}

async function ask(event, sheet) {
  const [x, y] = pointOn(event, sheet);
  await tell(sheet, x, y);
}

/// Where on a page, in points, something happens.
function pointOn(event, sheet) {
  const box = sheet.getBoundingClientRect();
  return [((event.clientX - box.left) / box.width) * sheet.dataset.width,
    ((event.clientY - box.top) / box.height) * sheet.dataset.height];
}

/// Tells in the panel what stands at a point of a page.
async function tell(sheet, x, y) {
  const page = [...find("paper").children].indexOf(sheet);
  const answer = await fetch(`at?page=${page}&x=${x.toFixed(2)}&y=${y.toFixed(2)}`);
  const found = answer.ok ? await answer.json() : null;
  select("where");
  find("where").scrollTop = 0;
  document.querySelectorAll(".spot.chosen").forEach((spot) => spot.remove());
  if (!found) {
    find("found").replaceChildren(el("p", { class: "quiet" }, "This stands in no file of the study: the template makes it."));
    return;
  }
  // The letter that was hit is a part of what it shows.
  await placesOf(sheet).list;
  mark(sheet, under(sheet, x, y)?.area ?? found.area, "chosen");
  const parts = [el("p", {}, place(found.file, found.line, found.column)), excerpt(found.source, found.column)];
  if (found.explanation) parts.push(...explanation(found.explanation, found.address));
  find("found").replaceChildren(...parts);
}

/// Lays a frame over a part of a page.
function mark(sheet, [left, top, right, bottom], kind) {
  const share = (part, whole) => `${(100 * part) / whole}%`;
  const spot = el("div", { class: `spot ${kind}` });
  spot.style.left = share(left - 1.5, sheet.dataset.width);
  spot.style.top = share(top - 1, sheet.dataset.height);
  spot.style.width = share(right - left + 3, sheet.dataset.width);
  spot.style.height = share(bottom - top + 2, sheet.dataset.height);
  sheet.append(spot);
  return spot;
}

/// What of a page shows a result, a claim or an excerpt; asked for once a look of the page.
function placesOf(sheet) {
  if (sheet.known?.key !== sheet.dataset.key) {
    const page = [...find("paper").children].indexOf(sheet);
    const list = fetch(`places?page=${page}`).then((answer) => (answer.ok ? answer.json() : [])).catch(() => []);
    sheet.known = { key: sheet.dataset.key, list, places: [] };
    const known = sheet.known;
    list.then((places) => { known.places = places; });
  }
  return sheet.known;
}

/// The smallest of what a page shows at a point.
function under(sheet, x, y) {
  const holds = ({ area: [left, top, right, bottom] }) => x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1;
  const size = ({ area: [left, top, right, bottom] }) => (right - left) * (bottom - top);
  return placesOf(sheet).places.filter(holds).sort((a, b) => size(a) - size(b))[0];
}

/// Frames what a click would tell of.
function hover(event, sheet) {
  const [x, y] = pointOn(event, sheet);
  const over = under(sheet, x, y);
  if (sheet.over === over) return;
  unhover(sheet);
  sheet.over = over;
  if (over) {
    mark(sheet, over.area, "over");
    sheet.title = named(over);
  }
}

function unhover(sheet) {
  sheet.over = undefined;
  sheet.removeAttribute("title");
  sheet.querySelectorAll(".spot.over").forEach((spot) => spot.remove());
}

const named = (one) => {
  const name = one.address ?? `${one.file}:${one.line}`;
  return one.fields.length > 1 ? `${name} (${one.fields.join(", ")})` : name;
};

/// The list of what can be asked about on the page that is in view, for those without a pointer.
async function listPlaces() {
  if (find("where").hidden) return;
  const at = current();
  const sheet = find("paper").children[at];
  if (!sheet?.dataset.key) return;
  const places = await placesOf(sheet).list;
  const list = find("places");
  if (list.dataset.of === `${at} ${sheet.dataset.key}`) return;
  list.dataset.of = `${at} ${sheet.dataset.key}`;
  const first = new Map();
  for (const one of places) if (!first.has(named(one))) first.set(named(one), one);
  find("heard").textContent = `On page ${at + 1}: ${first.size} ${first.size === 1 ? "place" : "places"} to ask about`;
  list.replaceChildren(...[...first].map(([name, one]) => {
    const middle = (low, high) => (low + high) / 2;
    const [left, top, right, bottom] = one.area;
    const leave = () => sheet.querySelectorAll(".spot.at").forEach((spot) => spot.remove());
    const over = () => { leave(); mark(sheet, one.area, "at"); };
    const button = el("button", {
      class: "link", onclick: () => tell(sheet, middle(left, right), middle(top, bottom)),
      onfocus: over, onmouseenter: over, onblur: leave, onmouseleave: leave,
    }, name);
    return el("li", {}, button, one.label ? el("span", { class: "quiet" }, ` ${one.label}`) : null);
  }));
}

/// A line of a file, shortened around a column.
function excerpt(source, column) {
  const from = Math.max(0, column - 1 - 80);
  const piece = source.slice(from, column - 1 + 160);
  return el("pre", {}, `${from > 0 ? "…" : ""}${piece}${from + piece.length < source.length ? "…" : ""}`);
}

const short = (number) => (number === null ? "–" : String(Number(Number(number).toPrecision(6))).replace("-", "−"));

function explanation(told, address) {
  const row = (field) => {
    const value = field.value === null ? el("span", { class: "quiet" }, field.absent ?? "–") : short(field.value);
    const cell = el("td", {}, value);
    if (field.printed !== null && field.low !== null && field.high !== null) {
      cell.append(el("div", { class: "quiet" }, `printed ${field.printed}, stands for ${short(field.low)} to ${short(field.high)}`));
    }
    if (field.formula) cell.append(el("div", { class: "quiet" }, `= ${field.formula}`));
    return el("tr", {}, el("th", { scope: "row" }, field.field), cell);
  };
  const rows = (fields) => el("table", {}, el("tbody", {}, ...fields.map(row)));
  const known = told.fields.filter((field) => field.value !== null);
  const absent = told.fields.filter((field) => field.value === null);
  const uses = told.uses.map((use) => el("li", {}, `${use.kind} `, el("code", {}, use.what.trim()), " ", place(use.file, use.line, use.column)));
  return [
    el("h2", {}, address),
    el("p", {}, `${told.label} (${told.source}), from `, place(told.file, told.line, told.column)),
    told.scoring ? el("p", { class: "quiet" }, `score: ${told.scoring}`) : null,
    known.length ? rows(known) : null,
    absent.length ? el("details", { open: !known.length }, el("summary", {}, `${absent.length} ${absent.length === 1 ? "field has" : "fields have"} no value`), rows(absent)) : null,
    told.excerpts?.length ? el("details", { open: told.excerpts.length < 8 }, el("summary", {}, `${told.excerpts.length} ${told.excerpts.length === 1 ? "excerpt" : "excerpts"}`),
      el("ul", {}, ...told.excerpts.map((one) => el("li", {}, `${one.id} `, place(one.file, one.line, one.column))))) : null,
    told.rows.length ? el("p", { class: "quiet" }, `${told.rows.length} participants; synthesist explain ${told.address} lists them`) : null,
    uses.length ? el("details", { open: uses.length < 12 }, el("summary", {}, `used ${uses.length === 1 ? "once" : `${uses.length} times`}`), el("ul", {}, ...uses)) : null,
  ].filter((part) => part !== null);
}

// ---- panel -------------------------------------------------------------------------------------------------------

const tabs = ["problems", "grid", "changes", "where"];

function select(name) {
  for (const tab of tabs) {
    const chosen = tab === name;
    find(tab).hidden = !chosen;
    find(`tab-${tab}`).setAttribute("aria-selected", chosen);
    find(`tab-${tab}`).tabIndex = chosen ? 0 : -1;
  }
  if (document.body.classList.contains("closed")) toggle();
  if (name === "where") listPlaces();
}

function toggle() {
  const closed = document.body.classList.toggle("closed");
  find("toggle").setAttribute("aria-expanded", !closed);
}

function told(diagnostic) {
  const parts = [
    el("p", { class: "code" }, `${diagnostic.severity} ${diagnostic.code}`),
    el("p", {}, diagnostic.message),
    el("p", {}, place(diagnostic.file, diagnostic.line, diagnostic.column)),
  ];
  if (diagnostic.source && diagnostic.severity === "error") parts.push(excerpt(diagnostic.source, diagnostic.column));
  if (diagnostic.hint) parts.push(el("p", { class: "quiet" }, diagnostic.hint));
  if (diagnostic.accepted) parts.push(el("p", { class: "quiet" }, `accepted: ${diagnostic.accepted}`));
  return el("article", { class: `told ${diagnostic.severity}`, tabindex: "-1" }, ...parts);
}

function showProblems(diagnostics) {
  find("count").textContent = diagnostics.length || "";
  const list = diagnostics.map(told);
  find("problems").replaceChildren(...(list.length ? list : [el("p", { class: "quiet" }, "Nothing is wrong.")]));
  problem = -1;
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  const fault = find("fault");
  fault.hidden = errors.length === 0;
  const lead = el("p", {}, el("strong", {}, state.pages.length ? "The last good paper is shown: " : "There is no paper yet: "),
    `${errors.length} ${errors.length === 1 ? "error" : "errors"}`);
  fault.replaceChildren(...(errors.length ? [lead, ...errors.slice(0, 3).map(told)] : []));
}

function step(by) {
  const all = [...find("problems").querySelectorAll(".told")];
  if (!all.length) return;
  select("problems");
  all.forEach((one) => one.classList.remove("here"));
  problem = (problem + by + all.length) % all.length;
  all[problem].classList.add("here");
  all[problem].scrollIntoView({ block: "nearest" });
  all[problem].focus({ preventScroll: true });
}

const verdict = (word) => el("span", { class: `verdict ${word.replace(/[ _]/g, "-")}` }, word);

function showGrid(rows) {
  const open = new Set([...find("grid").querySelectorAll("details[open]")].map((one) => one.dataset.id));
  const list = (rows ?? []).map((row) => {
    const cells = row.cells.map((cell) => el("div", {},
      el("p", { class: "quiet" }, cell.strand),
      cell.findings.length ? el("ul", {}, ...cell.findings.map((finding) => el("li", {},
        finding.text, " ", verdict(finding.verdict),
        el("ul", {}, ...finding.claims.map((claim) => el("li", {},
          el("code", {}, claim.evidence), ` ${claim.expect.join(", ")} `,
          claim.observed ? el("span", { class: "quiet" }, `(${claim.observed}) `) : null,
          verdict(claim.verdict), " ", place(claim.file, claim.line, claim.column))))))) : el("p", {}, "silent")));
    return el("details", { "data-id": row.id, open: open.has(row.id) },
      el("summary", {}, `${row.number}. ${row.statement} `, verdict(row.verdict),
        el("div", { class: "quiet" }, `${row.holds} hold, ${row.contradicted} contradicted, ${row.cannot_tell} cannot tell`)),
      ...cells);
  });
  find("grid").replaceChildren(...(list.length ? list : [el("p", { class: "quiet" }, "There are no propositions.")]));
}

function showChanges(changes) {
  if (!changes) {
    if (state.version <= 1) find("changes").replaceChildren(el("p", { class: "quiet" }, "Nothing was saved since this page began."));
    return;
  }
  const parts = [el("p", {}, changes.line)];
  if (changes.verdicts.length) {
    parts.push(el("ul", {}, ...changes.verdicts.map((turned) => el("li", {},
      `proposition ${turned.number}${turned.evidence ? `, ${turned.evidence}` : ""}: `, verdict(turned.before), " → ", verdict(turned.after)))));
  }
  if (changes.figures.length) {
    const rows = changes.figures.slice(0, 200).map((moved) => el("tr", {},
      el("th", { scope: "row" }, moved.address), el("td", {}, moved.before ?? "–"), el("td", {}, moved.after ?? "–")));
    const head = el("tr", {}, el("th", {}, "figure"), el("th", {}, "before"), el("th", {}, "now"));
    parts.push(el("table", { class: "moved" }, el("thead", {}, head), el("tbody", {}, ...rows)));
    if (changes.figures.length > 200) parts.push(el("p", { class: "quiet" }, `and ${changes.figures.length - 200} more`));
  }
  if (changes.pages.length) {
    parts.push(el("p", {}, "Pages: ", ...changes.pages.map((page) =>
      el("button", { onclick: () => find("paper").children[page - 1]?.scrollIntoView() }, String(page)))));
  }
  find("changes").replaceChildren(...parts);
}

// ---- renewing ----------------------------------------------------------------------------------------------------

async function renew() {
  const answer = await fetch("state");
  const fresh = await answer.json();
  // Answers may overtake each other; a program that was started again counts from the beginning.
  if (fresh.process === state.process && fresh.version < state.version) return;
  state = fresh;
  document.title = `${state.errors ? "✗ " : ""}${state.title ?? "synthesist"}`;
  find("title").textContent = state.title ?? "The paper";
  find("status").textContent = state.line ?? "building …";
  find("status").title = state.line ?? "";
  showPages(state.pages);
  showProblems(state.diagnostics ?? []);
  showGrid(state.grid);
  showChanges(state.changes);
}

function listen() {
  const events = new EventSource("events");
  events.onmessage = () => renew().catch(() => {});
  events.onerror = () => { find("status").textContent = "the program does not answer; trying again …"; };
}

// ---- keys --------------------------------------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const keys = {
    j: () => turn(1), k: () => turn(-1), n: () => step(1), p: () => step(-1), b: toggle,
    "+": () => resize(1.15), "=": () => resize(1.15), "-": () => resize(1 / 1.15),
    1: () => select("problems"), 2: () => select("grid"), 3: () => select("changes"), 4: () => select("where"),
  };
  if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
    return;
  }
  const at = tabs.findIndex((tab) => document.activeElement === find(`tab-${tab}`));
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (at >= 0 && by) {
    const to = tabs[(at + by + tabs.length) % tabs.length];
    select(to);
    find(`tab-${to}`).focus();
  }
});
tabs.forEach((tab) => find(`tab-${tab}`).addEventListener("click", () => select(tab)));
find("toggle").addEventListener("click", toggle);
let waiting = false;
find("paper").addEventListener("scroll", () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; listPlaces(); });
}, { passive: true });
find("smaller").addEventListener("click", () => resize(1 / 1.15));
find("larger").addEventListener("click", () => resize(1.15));
renew().catch(() => {});
listen();
