// What makes pages better where there is a script; each works without.
"use strict";

// Narrows the list of everything down to what is typed: on pages without a server.
const filter = document.querySelector("form[data-filter]");
if (filter) {
  const fold = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/ß/g, "ss")
    .replace(/([aou])e/g, "$1").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const entries = [...document.querySelectorAll(`#${filter.dataset.filter} li`)];
  const field = filter.elements.q;
  const show = () => {
    const words = fold(field.value).split(" ").filter(Boolean);
    let count = 0;
    for (const entry of entries) {
      entry.hidden = !words.every((word) => entry.dataset.names.includes(word));
      count += entry.hidden ? 0 : 1;
    }
    document.querySelector("#hits").textContent = words.length ? String(count) : "";
  };
  filter.hidden = false;
  filter.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", show);
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  show();
}

// The address of a passage names its words. Where a document was replaced and they stand in another point, or were
// said once more, they are found again by the words.
const find = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  if (!id || document.getElementById(id)) return;
  const words = id.replace(/\.\d+$/, "").replace(/^[^-]*-/, "");
  const found = words && document.querySelector(`.printed [id$="-${CSS.escape(words)}"]`);
  if (found) location.replace(`#${found.id}`);
};
addEventListener("hashchange", find);
find();

// A question in the fragment of an address is the question in the field: nobody but the reader sees it.
const question = document.querySelector("#sparql");
if (question && location.hash.startsWith("#query=")) {
  question.value = decodeURIComponent(location.hash.slice("#query=".length));
}
if (question && question.dataset.errorLine) {
  const lines = question.value.split("\n");
  const line = Number(question.dataset.errorLine) - 1;
  const start = lines.slice(0, line).join("\n").length + (line > 0 ? 1 : 0);
  question.focus();
  question.setSelectionRange(start, start + (lines[line] ?? "").length);
}

// A network in the page: larger and smaller by buttons, arrows from node to node, an edge leads to its sentences, the
// legend filters.
const canvas = document.querySelector("[data-network]");
if (canvas) {
  const svg = canvas.querySelector("svg");
  const tools = document.createElement("p");
  tools.className = "tools";
  const full = Number(svg.getAttribute("width"));
  let scale = Math.min(1, canvas.clientWidth / full);
  const draw = () => {
    svg.setAttribute("width", String(full * scale));
    svg.removeAttribute("height");
  };
  const button = (text, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", action);
    tools.append(made);
  };
  const german = document.documentElement.lang === "de";
  button(german ? "Vergrößern" : "Zoom in", () => { scale = Math.min(6, scale * 1.3); draw(); });
  button(german ? "Verkleinern" : "Zoom out", () => { scale = Math.max(0.1, scale / 1.3); draw(); });
  button(german ? "Ganzes Bild" : "Whole picture", () => { scale = canvas.clientWidth / full; draw(); });
  canvas.before(tools);
  draw();

  svg.setAttribute("role", "group");
  const nodes = [...svg.querySelectorAll(".node")];
  const edges = [...svg.querySelectorAll(".edge")];
  const label = (group) => group.querySelector("title")?.textContent ?? "";
  for (const group of [...nodes, ...edges]) {
    group.setAttribute("tabindex", "-1");
    group.setAttribute("role", group.classList.contains("node") ? "button" : "link");
    group.setAttribute("aria-label", label(group));
  }
  nodes[0]?.setAttribute("tabindex", "0");
  const visit = (group) => {
    for (const other of [...nodes, ...edges]) other.setAttribute("tabindex", other === group ? "0" : "-1");
    group.focus();
    group.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const around = (node) => edges.filter((edge) => edge.dataset.from === node.id || edge.dataset.to === node.id);
  let pinned = null;
  const pin = (node) => {
    pinned = pinned === node ? null : node;
    const near = new Set(pinned ? around(pinned).flatMap((edge) => [edge, document.getElementById(edge.dataset.from), document.getElementById(edge.dataset.to)]) : []);
    for (const group of [...nodes, ...edges]) {
      group.classList.toggle("faded", pinned !== null && group !== pinned && !near.has(group));
      group.classList.toggle("chosen", group === pinned);
    }
  };
  const read = (edge) => {
    const row = document.getElementById(`t-${edge.id}`)?.closest("tr");
    const details = row?.querySelector("details");
    if (!details) return;
    details.open = true;
    row.scrollIntoView({ block: "center" });
    details.querySelector("summary").focus();
  };
  const open = (group) => (group.classList.contains("node") ? pin(group) : read(group));
  svg.addEventListener("click", (event) => {
    const group = event.target.closest(".node, .edge");
    if (group) { visit(group); open(group); }
  });
  svg.addEventListener("keydown", (event) => {
    const group = event.target.closest(".node, .edge");
    if (!group) return;
    const isNode = group.classList.contains("node");
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(group); }
    else if (event.key === "Escape" && pinned) pin(pinned);
    else if (event.key === "Home") { event.preventDefault(); visit(nodes[0]); }
    else if (step && isNode && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      event.preventDefault();
      visit(nodes[(nodes.indexOf(group) + step + nodes.length) % nodes.length]);
    } else if (step && isNode) {
      event.preventDefault();
      const edge = around(group).at(step > 0 ? 0 : -1);
      if (edge) visit(edge);
    } else if (step) {
      event.preventDefault();
      visit(document.getElementById(step > 0 ? group.dataset.to : group.dataset.from));
    }
  });
  for (const entry of svg.querySelectorAll(".legend .entry")) {
    entry.setAttribute("tabindex", "0");
    entry.setAttribute("role", "button");
    entry.setAttribute("aria-pressed", "true");
    entry.setAttribute("aria-label", entry.textContent.trim());
    const toggle = () => {
      const on = entry.getAttribute("aria-pressed") !== "true";
      entry.setAttribute("aria-pressed", String(on));
      entry.classList.toggle("faded", !on);
      for (const group of [...nodes, ...edges].filter((group) => group.dataset.kind === entry.dataset.kind)) group.classList.toggle("faded", !on);
    };
    entry.addEventListener("click", toggle);
    entry.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); toggle(); } });
  }
}
