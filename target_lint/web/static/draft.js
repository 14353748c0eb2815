// The draft page: marks while typing, rewrites, completed versions, files. Texts are only ever put in as text.
const $ = (id) => document.getElementById(id);
const WORD = Object.fromEntries(JSON.parse($("form").dataset.parts));
const PARTS = Object.keys(WORD);
const verdict = (report) => `${report.verdict[0].toUpperCase()}${report.verdict.slice(1)}: ${report.verdict_in_words}.`;
const PAUSE = 300, QUIET = 1500, KEEP = "target-lint-draft", MOST = 12;
document.documentElement.classList.add("on");

function make(tag, text, props = {}, ...children) {
  const node = document.createElement(tag);
  if (text) node.textContent = text;
  for (const [name, value] of Object.entries(props)) name in node ? (node[name] = value) : node.setAttribute(name, value);
  node.append(...children);
  return node;
}
function trouble(text) { $("trouble").textContent = text || ""; $("trouble").hidden = !text; }
let saying;
function say(text) { clearTimeout(saying); saying = setTimeout(() => { $("say").textContent = text; }, QUIET); }

async function ask(path, body, signal) {
  const json = !(body instanceof FormData);
  let answer;
  try {
    answer = await fetch(path, { method: "POST", body: json ? JSON.stringify(body) : body, signal, headers: json ? { "Content-Type": "application/json" } : {} });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("target-lint does not answer. Your draft is still here; start it again and go on writing.");
  }
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(data.error || "That did not work. Your draft is still here.");
  return data;
}

// ---- the boxes of one target -------------------------------------------------------------------------------------
const undone = [];
function remember(card) { undone.push([card, card.values()]); $("undo").disabled = false; }

class Card {
  constructor(node) {
    this.node = node;
    this.beside = node.querySelector(".beside");
    this.at = node.querySelector(".at");
    this.boxes = new Map([...node.querySelectorAll("textarea")].map((box) => [box.name, box]));
    this.report = null;
    this.shown = "";
    for (const box of this.boxes.values()) {
      box.addEventListener("input", () => { this.grow(box); this.unmark(box); soon(); });
      for (const type of ["keyup", "click", "focus"]) box.addEventListener(type, () => this.point(box, box.selectionStart));
      box.addEventListener("mousemove", (event) => this.hover(box, event));
      box.addEventListener("keydown", (event) => this.key(box, event));
      this.grow(box);
    }
    node.querySelector("details.more").addEventListener("toggle", () => this.boxes.forEach((box) => this.grow(box)));
  }
  values() { return Object.fromEntries([...this.boxes].map(([name, box]) => [name, box.value])); }
  written() { return Object.fromEntries(Object.entries(this.values()).filter(([, text]) => text.trim())); }
  get empty() { return !Object.keys(this.written()).length; }
  fill(values) {
    for (const [name, box] of this.boxes) { box.value = values[name] ?? ""; if (box.value) box.closest(".box").hidden = false; this.unmark(box); }
    if (Object.keys(values).some((name) => name !== "statement" && values[name])) this.node.querySelector("details.more").open = true;
    this.boxes.forEach((box) => this.grow(box));
    soon(0);
  }
  grow(box) { box.style.height = "auto"; if (box.scrollHeight) box.style.height = `${box.scrollHeight + 2}px`; }
  marks(box) { return box.parentElement.querySelector(".marks"); }
  unmark(box) { this.marks(box).replaceChildren(); this.at.hidden = true; }

  show(report) {
    this.report = report;
    const texts = new Map(report.fields.map((field) => [field.name, field.text]));
    for (const [name, box] of this.boxes) this.mark(box, name, texts.get(name) ?? "");
    const shown = JSON.stringify([report.verdict, report.parts, report.findings]);
    if (shown === this.shown) return;
    this.shown = shown;
    const held = this.beside.contains(document.activeElement) ? document.activeElement.textContent : null;
    const versions = this.beside.querySelector(".versions");
    this.beside.replaceChildren(...this.said(report), this.offer(report, versions));
    if (held) [...this.beside.querySelectorAll("button")].find((one) => one.textContent === held)?.focus();
    const open = PARTS.filter((name) => !report.parts[name].present).map((name) => WORD[name]);
    say(`${verdict(report)} ${open.length ? `Still open: ${open.join(", ")}.` : ""} ${report.findings.filter((one) => one.field).length} weak words.`);
  }
  clear() {
    this.report = null; this.shown = "";
    this.beside.replaceChildren(); this.boxes.forEach((box) => this.unmark(box));
  }
  // the server strips the ends of a text; the box may have more before it
  mark(box, name, text) {
    const from = box.value.indexOf(text);
    const layer = this.marks(box);
    layer.replaceChildren();
    if (!text || from < 0) return;
    const spans = [];
    for (const part of PARTS) for (const place of this.report.parts[part].present ? this.report.parts[part].places : []) if (place.field === name) spans.push([place.start, place.end, part, -1]);
    this.report.findings.forEach((one, index) => { if (one.field === name && one.start < one.end) spans.push([one.start, one.end, "weak", index]); });
    // the server counts characters, the browser counts UTF-16 units
    const letters = [...text];
    const cuts = [...new Set([0, letters.length, ...spans.flatMap(([low, high]) => [low, high])])].sort((a, b) => a - b);
    layer.append(box.value.slice(0, from));
    for (let i = 0; i + 1 < cuts.length; i++) {
      const over = spans.filter(([low, high]) => low <= cuts[i] && cuts[i] < high);
      const piece = letters.slice(cuts[i], cuts[i + 1]).join("");
      if (!over.length) { layer.append(piece); continue; }
      const span = make("span", piece);
      const part = over.find((one) => one[3] < 0), weak = over.find((one) => one[3] >= 0);
      if (part) span.classList.add("p", `p-${part[2]}`);
      if (weak) { span.classList.add("weak"); span.dataset.finding = weak[3]; }
      layer.append(span);
    }
    layer.append(box.value.slice(from + text.length) + "\u200b");
    box.dataset.from = from;
  }
  // ---- the words at the cursor or under the mouse
  range(box, one) {
    const text = this.report.fields.find((field) => field.name === one.field).text;
    const units = (count) => [...text].slice(0, count).join("").length;
    return [Number(box.dataset.from) + units(one.start), Number(box.dataset.from) + units(one.end)];
  }
  finding(box, offset) {
    if (!this.report || !this.marks(box).hasChildNodes()) return -1;
    return this.report.findings.findIndex((one) => {
      if (one.field !== box.name || one.start >= one.end) return false;
      const [low, high] = this.range(box, one);
      return low <= offset && offset <= high;
    });
  }
  point(box, offset) { this.tell(box, this.finding(box, offset)); }
  hover(box, event) {
    const over = [...this.marks(box).querySelectorAll(".weak")].find((span) =>
      [...span.getClientRects()].some((r) => r.left <= event.clientX && event.clientX <= r.right && r.top <= event.clientY && event.clientY <= r.bottom));
    if (over) this.tell(box, Number(over.dataset.finding));
  }
  tell(box, index) {
    this.marks(box).querySelectorAll(".now").forEach((span) => span.classList.remove("now"));
    this.at.hidden = index < 0;
    if (index < 0) return;
    this.marks(box).querySelectorAll(`[data-finding="${index}"]`).forEach((span) => span.classList.add("now"));
    const one = this.report.findings[index];
    box.closest(".box").append(this.at);
    this.at.replaceChildren(make("p", `${one.message} ${one.question}`), ...this.takes(one));
    if (one.rewrites.length) this.at.append(make("p", "Alt+Enter in the box takes the first.", { className: "soft small" }));
  }
  key(box, event) {
    if (event.key !== "Enter" || !event.altKey) return;
    const one = this.report?.findings[this.finding(box, box.selectionStart)];
    if (one?.rewrites.length) { event.preventDefault(); this.take(one, one.rewrites[0]); }
  }
  takes(one) {
    return one.rewrites.map((words) => make("button", words, { type: "button", className: "take", onclick: () => this.take(one, words), "aria-label": `Take “${words}” for “${one.found}”` }));
  }
  take(one, words) {
    const box = this.boxes.get(one.field);
    if (!box || !this.marks(box).hasChildNodes()) return; // typed on since: wait for the new marks
    remember(this);
    const [low, high] = this.range(box, one);
    box.setRangeText(words, low, high, "end");
    this.unmark(box); this.grow(box); box.focus();
    soon(0);
  }
  // ---- beside
  said(report) {
    const list = make("ul", "", { className: "checklist" });
    for (const name of PARTS) {
      const part = report.parts[name];
      const words = [...new Set(part.places.map((place) => place.text))].join(" … ");
      list.append(make("li", "", { className: part.present ? "there" : "open" },
        make("span", part.present ? "✓" : "○", { className: "sign", "aria-hidden": "true" }), " ", make("b", WORD[name]), " ",
        part.present ? make("span", "is there ", { className: "hidden" }) : make("span", "still open", { className: "soft" }),
        ...(part.present && words ? [make("q", words.length > 90 ? words.slice(0, 88) + "…" : words)] : [])));
    }
    const weak = report.findings.filter((one) => one.field), asked = report.findings.filter((one) => !one.field);
    const out = [make("p", verdict(report), { className: `verdict ${report.verdict}` }), list];
    if (weak.length) {
      out.push(make("h3", "Weak words"), make("ul", "", {}, ...weak.map((one) =>
        make("li", one.message, {}, " ", make("span", one.question, { className: "soft" }), ...(one.rewrites.length ? [make("br"), ...this.takes(one)] : [])))));
    }
    if (asked.length) out.push(make("h3", "To think about"), make("ul", "", {}, ...asked.map((one) => make("li", one.question || one.message))));
    return out;
  }
  offer(report, versions) {
    if (report.verdict === "ready") return make("div", "", { className: "versions" });
    if (versions?.querySelector(".version")) return versions;
    const holder = make("div", "", { className: "versions" });
    holder.append(make("button", "Show how it could read", { type: "button", onclick: (event) => this.suggest(holder, event.target) }));
    return holder;
  }
  async suggest(holder, button) {
    button.disabled = true;
    try {
      const data = await ask("api/v1/suggest", { targets: [this.written()] });
      const found = data.drafts[0].targets[0].suggestions;
      holder.replaceChildren(make("h3", "It could read", { tabIndex: -1 }), ...found.map((one, n) => this.version(one, n + 1)));
      if (!found.length) holder.append(make("p", "No version that would be better than your own words. The questions above say what is open."));
      holder.append(make("button", "Put these away", { type: "button", onclick: () => { holder.replaceChildren(); this.shown = ""; soon(0); } }));
      holder.querySelector("h3").focus();
      trouble("");
    } catch (error) { trouble(error.message); }
    button.disabled = false;
  }
  version(suggestion, number) {
    const node = make("div", "", { className: "version", role: "group", "aria-label": `Version ${number}` });
    const fields = [];
    for (const [name, text] of Object.entries(suggestion.fields)) {
      const line = make("p", "", { className: "lines" });
      if (name !== "statement") line.append(make("b", `${name.replaceAll("_", " ")}: `));
      const pieces = [];
      let rest = text;
      for (;;) {
        const next = suggestion.blanks.map((blank) => [rest.indexOf(blank), blank]).filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0])[0];
        pieces.push(next ? rest.slice(0, next[0]) : rest);
        if (!next) break;
        const [, question, example] = next[1].match(/^\[?(.*?)(?:\s*e\.g\.\s*(.*?))?\]?$/s);
        const aside = question.match(/\(.*\)$/)?.[0] ?? "";
        const input = make("input", "", { type: "text", placeholder: example ? `${aside} ${example}`.trim() : question, "aria-label": `${question}${example ? ` For example: ${example}` : ""}`, title: question });
        input.dataset.blank = next[1];
        input.addEventListener("input", () => later());
        input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
        pieces.push(input);
        rest = rest.slice(next[0] + next[1].length);
      }
      line.append(...pieces);
      node.append(line);
      fields.push([name, pieces]);
    }
    const built = () => Object.fromEntries(fields.map(([name, pieces]) => [name, pieces.map((one) => (typeof one === "string" ? one : one.value.trim() || one.dataset.blank)).join("")]));
    const state = make("p", "", { className: "soft small", role: "status" });
    let timer, run = 0;
    const later = () => { clearTimeout(timer); timer = setTimeout(check, PAUSE * 2); };
    const check = async () => {
      const mine = ++run;
      try {
        const report = (await ask("api/v1/check", { targets: [built()] })).drafts[0].targets[0];
        const blanks = [...node.querySelectorAll("input")].filter((input) => !input.value.trim()).length;
        if (mine === run) state.textContent = `${blanks ? `${blanks} to fill. ` : ""}${report.findings.filter((one) => one.field).map((one) => one.message).join(" ") || (blanks ? "" : verdict(report))}`;
      } catch (error) { state.textContent = error.message; }
    };
    node.append(make("div", "", { className: "row" },
      make("button", "Take it into the draft", { type: "button", onclick: () => { remember(this); const own = built(); this.fill({ ...this.values(), ...own }); this.boxes.get("statement").focus(); } }),
      make("button", "Copy", { type: "button", onclick: () => copy(Object.values(built()).join("\n")) })), state);
    return node;
  }
}

// ---- the whole draft ---------------------------------------------------------------------------------------------
let cards = [...document.querySelectorAll("#targets > .target")].map((node) => new Card(node));
$("found")?.remove();
let timer, running;
function soon(pause = PAUSE) { clearTimeout(timer); timer = setTimeout(check, pause); keep(); }
async function check() {
  running?.abort();
  running = new AbortController();
  const full = cards.filter((card) => !card.empty);
  cards.filter((card) => card.empty).forEach((card) => card.clear());
  if (!full.length) { $("set").replaceChildren(); return; }
  const before = full.map((card) => JSON.stringify(card.written()));
  try {
    const draft = (await ask("api/v1/check", { targets: full.map((card) => card.written()) }, running.signal)).drafts[0];
    full.forEach((card, i) => { if (JSON.stringify(card.written()) === before[i]) card.show(draft.targets[i]); });
    $("set").replaceChildren(...draft.findings.map((one) => make("p", `${one.message} ${one.question}`)));
    trouble("");
  } catch (error) { if (error.name !== "AbortError") trouble(error.message); }
}
function add(values = {}) {
  const number = cards.length + 1;
  const node = $("blank").content.firstElementChild.cloneNode(true);
  node.querySelectorAll("[id]").forEach((one) => { one.id = one.id.replace("t0-", `t${number}-`); });
  node.querySelectorAll("label").forEach((one) => { one.htmlFor = one.htmlFor.replace("t0-", `t${number}-`); });
  node.setAttribute("aria-labelledby", `t${number}-name`);
  node.querySelector(".number").textContent = number;
  $("targets").append(node);
  const card = new Card(node);
  cards.push(card);
  if (Object.keys(values).length) card.fill(values);
  return card;
}
function start(list) {
  cards.slice(1).forEach((card) => card.node.remove());
  cards = cards.slice(0, 1);
  cards[0].clear();
  cards[0].fill(list[0] ?? {});
  list.slice(1).forEach((values) => add(values));
}
async function copy(text) {
  try { await navigator.clipboard.writeText(text); } catch {
    const area = make("textarea", "", { value: text });
    document.body.append(area); area.select(); document.execCommand("copy"); area.remove();
  }
  $("say").textContent = "Copied.";
}
$("add").addEventListener("click", (event) => { event.preventDefault(); add().boxes.get("statement").focus(); keep(); });
$("copy").addEventListener("click", () => copy(cards.filter((card) => !card.empty).map((card) => Object.entries(card.written()).map(([name, text]) => (name === "statement" ? text : `${name.replaceAll("_", " ")}: ${text}`)).join("\n")).join("\n\n")));
$("undo").addEventListener("click", () => {
  const [card, values] = undone.pop();
  $("undo").disabled = !undone.length;
  card.fill(values);
});
$("form").addEventListener("submit", (event) => {
  if (event.submitter === null) event.preventDefault();
  if (event.submitter?.id === "annotated" && !$("file").files.length) { event.preventDefault(); trouble("Choose the file first."); $("file").focus(); }
});

// ---- files
async function open() {
  const file = $("file").files[0];
  if (!file) return;
  const body = new FormData();
  body.append("file", file);
  $("say").textContent = "Reading the file.";
  try {
    const draft = (await ask("api/v1/check-file", body)).drafts[0];
    if (!draft.targets.length) throw new Error("No target was found in this file.");
    if (draft.targets.length > MOST) throw new Error(`This file has ${draft.targets.length} targets; “Prepare a meeting” shows them in a table.`);
    start(draft.targets.map((one) => Object.fromEntries(one.fields.map((field) => [field.name, field.text]))));
    trouble(draft.errors.map((one) => one.message).join(" "));
    $("say").textContent = `${draft.targets.length} targets read.`;
  } catch (error) { trouble(error.message); }
}
$("file").addEventListener("change", open);
for (const type of ["dragover", "dragleave", "drop"]) document.addEventListener(type, (event) => {
  if (type !== "dragleave") event.preventDefault();
  $("drop").classList.toggle("over", type === "dragover");
  if (type === "drop" && event.dataTransfer.files.length) { $("file").files = event.dataTransfer.files; open(); }
});

// ---- kept in this browser, only if asked
function keep() {
  if ($("keep").checked) localStorage.setItem(KEEP, JSON.stringify(cards.map((card) => card.values())));
}
$("keep").addEventListener("change", () => { if ($("keep").checked) keep(); else localStorage.removeItem(KEEP); });
const kept = localStorage.getItem(KEEP);
if (kept) {
  $("keep").checked = true;
  if (cards.every((card) => card.empty)) try { start(JSON.parse(kept)); } catch { localStorage.removeItem(KEEP); }
}
soon(0);
