"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const german = document.documentElement.lang === "de";
  const say = (de, en) => (german ? de : en);
  const figure = document.getElementById("picture");
  const svg = figure.querySelector("svg");
  const details = document.getElementById("details");
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const edges = new Map(data.edges.map((edge) => [edge.id, edge]));
  const name = (kind) => (data.names[kind] || {})[german ? "de" : "en"] || kind;
  const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text || "" });
  const row = (id) => document.querySelector(`tr[data-edge="${CSS.escape(id)}"]`);

  // Choosing an edge or a node shows its sentences.
  function sentences(edge) {
    const list = element("ul");
    for (const mention of edge.mentions) {
      const item = element("li", mention.sentence || mention.iri);
      const place = [mention.place, mention.document, mention.status, mention.deadline].filter(Boolean).join(" · ");
      item.append(element("cite", place));
      list.append(item);
    }
    return list;
  }
  const heading = (edge) => `${nodes.get(edge.source).label} → ${nodes.get(edge.target).label}: ${name(edge.kind)}`;
  function choose(id) {
    for (const old of svg.querySelectorAll(".chosen")) old.classList.remove("chosen");
    for (const old of document.querySelectorAll("tr.found")) old.classList.remove("found");
    svg.getElementById(id).classList.add("chosen");
    details.replaceChildren();
    if (edges.has(id)) {
      details.append(element("h2", heading(edges.get(id))), sentences(edges.get(id)));
      row(id).classList.add("found");
      return;
    }
    const node = nodes.get(id);
    details.append(element("h2", node.label), element("p", name(node.kind)), element("cite", node.iri));
    for (const edge of data.edges.filter((edge) => edge.source === id || edge.target === id)) {
      details.append(element("h3", heading(edge)), sentences(edge));
      row(edge.id).classList.add("found");
    }
  }
  for (const shape of svg.querySelectorAll(".edge, .node")) {
    shape.setAttribute("tabindex", "0");
    shape.setAttribute("role", "button");
    shape.setAttribute("aria-label", shape.querySelector("title").textContent);
    shape.addEventListener("click", () => choose(shape.id));
    shape.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        choose(shape.id);
      }
    });
    // What is joined to what the pointer is on stays; the rest fades.
    shape.addEventListener("mouseenter", () => fade(shape.id));
    shape.addEventListener("mouseleave", () => fade(null));
  }
  function fade(id) {
    const near = new Set([id]);
    for (const edge of data.edges) {
      if ([edge.id, edge.source, edge.target].includes(id)) for (const end of [edge.id, edge.source, edge.target]) near.add(end);
    }
    for (const shape of svg.querySelectorAll(".edge, .node")) shape.classList.toggle("faded", id !== null && !near.has(shape.id));
  }

  // The picture is moved and scaled by its view box.
  const whole = svg.viewBox.baseVal;
  const full = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  let view = { ...full };
  const apply = () => svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
  function zoom(factor, x = view.x + view.width / 2, y = view.y + view.height / 2) {
    const width = Math.min(full.width * 4, Math.max(full.width / 40, view.width * factor));
    const part = width / view.width;
    view = { x: x - (x - view.x) * part, y: y - (y - view.y) * part, width, height: view.height * part };
    apply();
  }
  function point(event) {
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  }
  figure.addEventListener("wheel", (event) => {
    event.preventDefault();
    const at = point(event);
    zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, at.x, at.y);
  }, { passive: false });
  let held = null;
  figure.addEventListener("pointerdown", (event) => { held = point(event); });
  window.addEventListener("pointerup", () => { held = null; });
  figure.addEventListener("pointermove", (event) => {
    if (!held) return;
    const at = point(event);
    view.x -= at.x - held.x;
    view.y -= at.y - held.y;
    apply();
  });
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  figure.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (step) {
      view.x += step[0] * view.width / 10;
      view.y += step[1] * view.height / 10;
      apply();
    } else if (event.key === "+") zoom(1 / 1.3);
    else if (event.key === "-") zoom(1.3);
    else if (event.key === "0") { view = { ...full }; apply(); }
    else return;
    event.preventDefault();
  });
  document.getElementById("closer").addEventListener("click", () => zoom(1 / 1.3));
  document.getElementById("farther").addEventListener("click", () => zoom(1.3));
  document.getElementById("whole").addEventListener("click", () => { view = { ...full }; apply(); });

  // Search marks nodes by their label.
  const search = document.getElementById("search");
  const names = Object.assign(element("datalist"), { id: "names" });
  for (const node of data.nodes) names.append(Object.assign(element("option"), { value: node.label }));
  search.after(names);
  search.addEventListener("input", () => {
    const word = search.value.trim().toLowerCase();
    for (const node of data.nodes) {
      svg.getElementById(node.id).classList.toggle("chosen", word !== "" && node.label.toLowerCase().includes(word));
    }
  });
  search.addEventListener("change", () => {
    const found = data.nodes.find((node) => node.label.toLowerCase() === search.value.trim().toLowerCase());
    if (found) {
      choose(found.id);
      const box = svg.getElementById(found.id).getBBox();
      const graph = svg.querySelector(".graph").transform.baseVal.consolidate().matrix;
      view = { x: box.x + graph.e - 250, y: box.y + graph.f - 180, width: 500 + box.width, height: 360 + box.height };
      apply();
    }
  });

  // The legend is a filter: kinds of nodes and of edges can be hidden, in the picture and the table.
  const box = document.getElementById("kinds");
  const hidden = new Set();
  const all = (things) => [...new Set(things.map((thing) => thing.kind))].filter(Boolean).sort((a, b) => name(a).localeCompare(name(b)));
  const kinds = [...new Set([...all(data.nodes), ...all(data.edges)])];
  for (const kind of kinds) {
    const tick = Object.assign(document.createElement("input"), { type: "checkbox", checked: true });
    tick.addEventListener("change", () => { tick.checked ? hidden.delete(kind) : hidden.add(kind); filter(); });
    for (const entry of svg.querySelectorAll(".entry")) {
      if (entry.dataset.kind === kind) entry.addEventListener("click", () => tick.click());
    }
    const label = element("label");
    label.append(tick, ` ${name(kind)}`);
    box.append(label);
  }
  function filter() {
    for (const node of data.nodes) svg.getElementById(node.id).classList.toggle("away", hidden.has(node.kind));
    for (const edge of data.edges) {
      const away = hidden.has(edge.kind) || [edge.source, edge.target].some((end) => hidden.has(nodes.get(end).kind));
      svg.getElementById(edge.id).classList.toggle("away", away);
      row(edge.id).hidden = away;
    }
    for (const entry of svg.querySelectorAll(".entry")) entry.classList.toggle("faded", hidden.has(entry.dataset.kind));
  }
  for (const line of document.querySelectorAll("tr[data-edge]")) {
    line.addEventListener("click", () => choose(line.dataset.edge));
  }
  window.addEventListener("beforeprint", () => {
    view = { ...full };
    apply();
    for (const closed of document.querySelectorAll("details")) closed.open = true;
  });
  document.querySelector(".tools").hidden = false;
  details.querySelector("p").textContent = say(
    "Eine Verbindung oder ein Gremium wählen: mit dem Zeiger oder mit Tab und Eingabe. Pfeiltasten, + und − bewegen das Bild.",
    "Choose an edge or a body: with the pointer, or with Tab and Enter. Arrow keys, + and − move the picture.");
})();
