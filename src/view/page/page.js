"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const german = document.documentElement.lang === "de";
  const say = (de, en) => (german ? de : en);
  const figure = document.getElementById("picture");
  const svg = figure.querySelector("svg");
  // With a script it is no mere image: its parts can be chosen.
  svg.setAttribute("role", "group");
  const details = document.getElementById("details");
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const edges = new Map(data.edges.map((edge) => [edge.id, edge]));
  const name = (kind) => (data.names[kind] || {})[german ? "de" : "en"] || kind;
  const [statuses, deadlines] = [new Map(data.statuses), new Map(data.deadlines)];
  const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text || "" });
  const row = (id) => document.querySelector(`tr[data-edge="${CSS.escape(id)}"]`);
  // Each shape shows some nodes or edges: itself, or those in its data-of, as the cells of a matrix do.
  const shapes = [...svg.querySelectorAll(".node, .edge, .cell, .name, .cluster")];
  const parts = (shape) => (shape.dataset.of ?? shape.id).split(" ");
  const shown = new Map();
  for (const shape of shapes) for (const id of parts(shape)) shown.set(id, [...(shown.get(id) ?? []), shape]);
  const touching = (id) => data.edges.filter((edge) => edge.source === id || edge.target === id);
  // Where no node is drawn, its edges stand for it.
  const shapesOf = (id) => shown.get(id)?.filter((shape) => !shape.matches(".cluster")) ?? touching(id).flatMap((edge) => shown.get(edge.id) ?? []);

  // Choosing an edge, a node or a row shows its sentences.
  function sentences(mentions) {
    const list = element("ul");
    for (const mention of mentions) {
      const item = element("li", mention.sentence || mention.iri);
      const place = [mention.place, mention.document, statuses.get(mention.status), deadlines.get(mention.deadline)].filter(Boolean).join(" · ");
      item.append(element("cite", place));
      list.append(item);
    }
    return list;
  }
  const heading = (edge) => `${nodes.get(edge.source).label} → ${nodes.get(edge.target).label}: ${name(edge.kind)}`;
  function choose(ids, mention) {
    for (const old of svg.querySelectorAll(".chosen")) old.classList.remove("chosen");
    for (const old of document.querySelectorAll("tr.found")) old.classList.remove("found");
    details.replaceChildren();
    for (const id of ids) {
      for (const shape of shapesOf(id)) shape.classList.toggle("chosen", !mention || shape.dataset.mention === mention);
      const node = nodes.get(id);
      if (node) details.append(element("h2", node.label), element("p", name(node.kind)), element("cite", node.iri));
      for (const edge of node ? touching(id) : [edges.get(id)]) {
        const said = edge.mentions.filter((one) => !mention || one.iri === mention);
        details.append(element(node ? "h3" : "h2", heading(edge)), sentences(said));
        row(edge.id).classList.add("found");
      }
    }
  }
  for (const shape of shapes.filter((shape) => !shape.matches(".cluster"))) {
    const chosen = () => choose(parts(shape), shape.dataset.mention);
    shape.setAttribute("tabindex", "0");
    shape.setAttribute("role", "button");
    shape.setAttribute("aria-label", shape.querySelector("title").textContent || shape.textContent);
    shape.addEventListener("click", chosen);
    shape.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        chosen();
      }
    });
    // What is joined to what the pointer is on stays; the rest fades.
    shape.addEventListener("mouseenter", () => fade(parts(shape)));
    shape.addEventListener("mouseleave", () => fade([]));
  }
  function fade(ids) {
    const near = new Set(ids);
    for (const edge of data.edges) {
      if ([edge.id, edge.source, edge.target].some((id) => ids.includes(id))) for (const end of [edge.id, edge.source, edge.target]) near.add(end);
    }
    for (const shape of shapes) shape.classList.toggle("faded", ids.length > 0 && !parts(shape).some((id) => near.has(id)));
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
    const hits = data.nodes.filter((node) => word !== "" && node.label.toLowerCase().includes(word));
    for (const old of svg.querySelectorAll(".chosen")) old.classList.remove("chosen");
    for (const shape of hits.flatMap((node) => shapesOf(node.id))) shape.classList.add("chosen");
  });
  search.addEventListener("change", () => {
    const found = data.nodes.find((node) => node.label.toLowerCase() === search.value.trim().toLowerCase());
    if (found) {
      choose([found.id]);
      const box = shapesOf(found.id)[0]?.getBBox();
      if (!box) return;
      const graph = svg.querySelector(".graph").transform.baseVal.consolidate().matrix;
      view = { x: box.x + graph.e - 250, y: box.y + graph.f - 180, width: 500 + box.width, height: 360 + box.height };
      apply();
    }
  });

  // The legend is a filter: kinds of nodes and of edges and statuses can be hidden, in the picture and the table.
  const box = document.getElementById("kinds");
  const hidden = new Set();
  const all = (things) => [...new Set(things.map((thing) => thing.kind))].filter(Boolean).sort((a, b) => name(a).localeCompare(name(b)));
  const kinds = new Map([...all(data.nodes), ...all(data.edges)].map((kind) => [kind, name(kind)]));
  for (const [kind, words] of [...kinds, ...[...statuses].map(([status, words]) => [`status ${status}`, words])]) {
    const tick = Object.assign(document.createElement("input"), { type: "checkbox", checked: true });
    tick.addEventListener("change", () => { tick.checked ? hidden.delete(kind) : hidden.add(kind); filter(); });
    for (const entry of svg.querySelectorAll(".entry")) {
      if (entry.dataset.kind === kind) entry.addEventListener("click", () => tick.click());
    }
    const label = element("label");
    label.append(tick, ` ${words}`);
    box.append(label);
  }
  function filter() {
    const away = new Set(data.nodes.filter((node) => hidden.has(node.kind)).map((node) => node.id));
    const left = (edge) => edge.mentions.filter((mention) => !hidden.has(`status ${mention.status}`));
    for (const edge of data.edges) {
      if (hidden.has(edge.kind) || away.has(edge.source) || away.has(edge.target) || !left(edge).length) away.add(edge.id);
      row(edge.id).hidden = away.has(edge.id);
      document.querySelector(`li[data-line="${CSS.escape(edge.id)}"]`).hidden = away.has(edge.id);
    }
    for (const shape of shapes) {
      const stay = parts(shape).filter((id) => !away.has(id));
      const said = shape.dataset.mention && stay.some((id) => left(edges.get(id)).some((mention) => mention.iri === shape.dataset.mention));
      shape.classList.toggle("away", !stay.length || said === false);
      const weight = shape.querySelector(".weight");
      if (weight) weight.textContent = stay.reduce((sum, id) => sum + left(edges.get(id)).length, 0);
    }
    for (const entry of svg.querySelectorAll(".entry")) entry.classList.toggle("faded", hidden.has(entry.dataset.kind));
  }
  for (const line of document.querySelectorAll("tr[data-edge]")) {
    line.addEventListener("click", () => choose([line.dataset.edge]));
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
