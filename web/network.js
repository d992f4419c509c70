// A picture in the page: larger and smaller and to the sides by buttons, arrows from node to node, an edge leads to its
// sentences, the legend switches kinds off, a search finds nodes, and every step can be undone.
"use strict";

const canvas = document.querySelector("[data-network]");
if (canvas) {
  const svg = canvas.querySelector("svg");
  const tools = document.querySelector(".tools");
  const full = Number(svg.getAttribute("width"));
  const nodes = [...svg.querySelectorAll(".node")];
  const edges = [...svg.querySelectorAll(".edge")];
  const entries = [...svg.querySelectorAll(".legend .entry")];
  const groups = [...nodes, ...edges];
  const field = tools.querySelector("input");
  const [shown, hits] = [document.querySelector("#shown"), tools.querySelector("[role=status]")];
  const fill = (text, values) => text.replace(/\{(\w)\}/g, (_, name) => values[name]);
  const fold = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/ß/g, "ss").replace(/([aou])e/g, "$1");
  const label = (group) => group.querySelector("title")?.textContent ?? "";
  const kind = new Map(nodes.map((node) => [node.id, node.dataset.kind]));

  // Kinds that the address leaves out already.
  const left = (new URLSearchParams(location.search).get("without") ?? "").split(",").filter(Boolean);

  // What the reader chose; `before` holds what it was, the latest last.
  const whole = () => Math.min(1, canvas.clientWidth / full);
  let state = { scale: whole(), pinned: null, off: [], search: "" };
  const before = [];
  const isOff = (group) => (group.classList.contains("node") ? state.off.includes(group.dataset.kind)
    : [group.dataset.from, group.dataset.to].some((end) => state.off.includes(kind.get(end))));
  const around = (node) => edges.filter((edge) => !isOff(edge) && (edge.dataset.from === node.id || edge.dataset.to === node.id));
  const found = () => {
    const words = fold(state.search).trim();
    // The very name first, then what begins with it: „SMK“ is no „ASMK“.
    const rank = (group) => {
      const name = fold(label(group));
      return name === words ? 0 : name.startsWith(words) ? 1 : name.includes(words) ? 2 : 3;
    };
    const all = (nodes.length ? nodes : edges).filter((group) => words && !isOff(group) && rank(group) < 3);
    return all.sort((one, other) => rank(one) - rank(other));
  };

  const draw = () => {
    svg.setAttribute("width", String(full * state.scale));
    svg.removeAttribute("height");
    const pinned = state.pinned && document.getElementById(state.pinned);
    const near = new Set(pinned ? around(pinned).flatMap((edge) => [edge.id, edge.dataset.from, edge.dataset.to]) : []);
    const wanted = new Set(found());
    for (const group of groups) {
      group.classList.toggle("off", isOff(group));
      group.classList.toggle("faded", Boolean(pinned) && group !== pinned && !near.has(group.id));
      group.classList.toggle("chosen", group === pinned);
      group.classList.toggle("hit", wanted.has(group));
      if (group.classList.contains("node")) group.setAttribute("aria-pressed", String(group === pinned));
    }
    for (const entry of entries) {
      const isOn = !state.off.includes(entry.dataset.kind);
      entry.setAttribute("aria-pressed", String(isOn));
      entry.classList.toggle("faded", !isOn);
    }
    const count = (list) => list.filter((group) => !isOff(group)).length;
    if (nodes.length) shown.textContent = fill(shown.dataset.words, { n: count(nodes), m: shown.dataset.all, e: count(edges) });
    hits.textContent = state.search.trim() ? fill(hits.dataset.words, { n: wanted.size }) : "";
    if (field.value !== state.search) field.value = state.search;
    // Files hold what is seen.
    for (const link of document.querySelectorAll(".seen a[href]")) {
      const address = new URL(link.href);
      const off = [...left, ...state.off];
      if (off.length) address.searchParams.set("without", off.join(","));
      else address.searchParams.delete("without");
      link.href = address.href;
    }
    tools.querySelector("[data-do=undo]").setAttribute("aria-disabled", String(before.length === 0));
  };
  const change = (part) => {
    before.push(state);
    state = { ...state, ...part };
    draw();
  };
  const undo = () => {
    if (before.length) state = before.pop();
    draw();
  };
  const move = (x, y) => canvas.scrollBy({ left: x * canvas.clientWidth / 3, top: y * canvas.clientHeight / 3 });
  const actions = {
    in: () => change({ scale: Math.min(6, state.scale * 1.3) }),
    out: () => change({ scale: Math.max(0.1, state.scale / 1.3) }),
    whole: () => change({ scale: whole() }),
    left: () => move(-1, 0), right: () => move(1, 0), up: () => move(0, -1), down: () => move(0, 1),
    undo,
  };
  tools.hidden = false;
  for (const button of tools.querySelectorAll("[data-do]")) button.addEventListener("click", () => actions[button.dataset.do]());

  for (const group of groups) {
    group.setAttribute("tabindex", "-1");
    group.setAttribute("role", group.classList.contains("node") ? "button" : "link");
    group.setAttribute("aria-label", label(group));
  }
  svg.setAttribute("role", "group");
  (nodes[0] ?? edges[0])?.setAttribute("tabindex", "0");
  const visit = (group) => {
    for (const other of groups) other.setAttribute("tabindex", other === group ? "0" : "-1");
    group.focus();
    group.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const next = (list, group, step) => {
    const seen = list.filter((one) => !isOff(one));
    return seen[(seen.indexOf(group) + step + seen.length) % seen.length];
  };
  const read = (edge) => {
    const row = document.getElementById(`t-${edge.id}`)?.closest("tr");
    const details = row?.querySelector("details");
    if (!details) return;
    details.open = true;
    row.scrollIntoView({ block: "center" });
    details.querySelector("summary").focus();
  };
  const open = (group) => (group.classList.contains("node") ? change({ pinned: state.pinned === group.id ? null : group.id }) : read(group));
  svg.addEventListener("click", (event) => {
    const group = event.target.closest(".node, .edge");
    if (group) { visit(group); open(group); }
  });
  svg.addEventListener("keydown", (event) => {
    const group = event.target.closest(".node, .edge");
    if (!group) return;
    const isNode = group.classList.contains("node");
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const isSideways = event.key === "ArrowRight" || event.key === "ArrowLeft";
    if (event.key === "Enter" || event.key === " ") open(group);
    else if (event.key === "Escape" && state.pinned) change({ pinned: null });
    else if (event.key === "Home") visit(next(nodes.length ? nodes : edges, null, 1));
    else if (step && isNode && isSideways) visit(next(nodes, group, step));
    else if (step && isNode) { const edge = around(group).at(step > 0 ? 0 : -1); if (edge) visit(edge); }
    else if (step && nodes.length) visit(document.getElementById(step > 0 ? group.dataset.to : group.dataset.from));
    else if (step) visit(next(edges, group, step));
    else return;
    event.preventDefault();
  });
  // Undo by its usual keys, but for the words in the search field, which has an undo of its own.
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && event.target !== field) { event.preventDefault(); undo(); }
  });
  field.addEventListener("change", () => { if (field.value !== state.search) change({ search: field.value }); });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (field.value !== state.search) change({ search: field.value });
    const [first] = found();
    if (first) visit(first);
  });
  for (const entry of entries) {
    entry.setAttribute("tabindex", "0");
    entry.setAttribute("role", "button");
    // The tool tip says the same again.
    entry.setAttribute("aria-label", [...entry.querySelectorAll("text")].map((text) => text.textContent).join(" "));
    const toggle = () => {
      const { kind } = entry.dataset;
      change({ off: state.off.includes(kind) ? state.off.filter((other) => other !== kind) : [...state.off, kind].sort() });
    };
    entry.addEventListener("click", toggle);
    entry.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); toggle(); } });
  }
  draw();
}
