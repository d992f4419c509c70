// The page around the worker: takes a file, shows answers, pictures and marks, and gives files back.
const english = new URLSearchParams(location.search).get("lang") === "en";
const say = (german, other) => (english ? other : german);
const at = (id) => document.getElementById(id);
// Milliseconds after which reading a file is given up.
const LONGEST = 60_000;
// Views that need a body to start from, or two, are asked in the program.
const NEEDS_A_BODY = ["neighbours", "paths"];

if (english) {
  document.documentElement.lang = "en";
  for (const element of document.querySelectorAll("[data-en]")) element.textContent = element.dataset.en;
  document.title = say("", "Read resolutions in the browser – Gremium");
  Object.assign(at("language"), { href: "?", textContent: "Deutsch", lang: "de", hreflang: "de" });
}

let worker;
let waiting = new Map();
let last = 0;

function start() {
  worker?.terminate();
  for (const { reject } of waiting.values()) reject(new Error(say("abgebrochen", "stopped")));
  waiting = new Map();
  worker = new Worker("worker.js", { type: "module" });
  worker.onmessage = ({ data }) => {
    const { resolve, reject } = waiting.get(data.id) ?? {};
    waiting.delete(data.id);
    if (data.broken) start();
    if (data.error) reject?.(new Error(data.broken ? say("Das Dokument hat den Leser überfordert. Als Text speichern und noch einmal wählen.", "The document was too much for the reader. Save it as text and choose it again.") : data.error));
    else resolve?.(data.answer);
  };
}

const call = (command, given = {}, transfer = []) => new Promise((resolve, reject) => {
  const id = ++last;
  waiting.set(id, { resolve, reject });
  worker.postMessage({ id, command, ...given }, transfer);
});

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function fill(select, rows, chosen) {
  select.replaceChildren(...rows.map(([name, german, other]) => element("option", say(german, other), { value: name })));
  select.value = chosen;
}

async function read(file) {
  at("found").hidden = true;
  at("main").setAttribute("aria-busy", "true");
  at("status").textContent = say(`${file.name} wird gelesen …`, `Reading ${file.name} …`);
  const timer = setTimeout(start, LONGEST);
  try {
    const bytes = await file.arrayBuffer();
    const found = await call("read", { name: file.name, bytes }, [bytes]);
    at("messages").replaceChildren(...found.messages.map((message) => element("li", message)));
    // The writer escapes all but its own marks.
    const marked = new DOMParser().parseFromString(found.marked, "text/html").body;
    at("marked").replaceChildren(...marked.childNodes);
    offer(found.tables);
    await Promise.all([answer(), draw()]);
    at("found").hidden = false;
    at("status").textContent = say(`${file.name}: gelesen.`, `${file.name}: read.`);
  } catch (error) {
    at("status").textContent = error.message;
  } finally {
    clearTimeout(timer);
    at("main").setAttribute("aria-busy", "false");
  }
}

async function answer() {
  const { head, results } = await call("ask", { name: at("question").value });
  const row = (cells, kind) => {
    const made = element("tr");
    made.append(...cells.map((text) => element(kind, text, kind === "th" ? { scope: "col" } : {})));
    return made;
  };
  at("rows").textContent = say(`${results.bindings.length} Zeilen`, `${results.bindings.length} rows`);
  const table = at("table");
  table.tHead.replaceChildren(row(head.vars, "th"));
  table.tBodies[0].replaceChildren(...results.bindings.map((found) => row(head.vars.map((name) => found[name]?.value ?? ""), "td")));
}

async function draw() {
  const svg = await call("draw", { name: at("view").value, english, page: false });
  const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  at("picture").replaceChildren(document.adoptNode(drawn));
}

function offer(tables) {
  const file = (label, name, type, make) => {
    const item = element("li");
    const button = element("button", label, { type: "button" });
    button.onclick = async () => {
      const link = element("a", undefined, { href: URL.createObjectURL(new Blob([await make()], { type })), download: name });
      link.click();
      URL.revokeObjectURL(link.href);
    };
    item.append(button);
    return item;
  };
  at("files").replaceChildren(
    file(say("Graph (N-Quads)", "Graph (N-Quads)"), "graph.nq", "application/n-quads", () => call("nquads")),
    file(say("Bild als Seite mit den Sätzen", "Picture as a page with the sentences"), "bild.html", "text/html", () => call("draw", { name: at("view").value, english, page: true })),
    ...tables.map((name) => file(`${name}.csv`, `${name}.csv`, "text/csv", () => call("csv", { name: `facts/${name}` }))),
  );
}

start();
const { questions, views } = await call("catalogue");
fill(at("question"), questions, "who-informs-whom");
fill(at("view"), views.filter(([name]) => !NEEDS_A_BODY.includes(name)), "informs");
at("question").onchange = answer;
at("view").onchange = draw;
at("file").onchange = () => { const [file] = at("file").files; if (file) read(file); };
const drop = at("drop");
drop.ondragover = (event) => { event.preventDefault(); drop.classList.add("over"); };
drop.ondragleave = () => drop.classList.remove("over");
drop.ondrop = (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const [file] = event.dataTransfer.files;
  if (file) read(file);
};
document.body.dataset.ready = "";
