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
// said once more, they are found again by the words; where they are gone, a note says so.
const find = () => {
  const note = document.querySelector("#lost");
  const id = decodeURIComponent(location.hash.slice(1));
  if (note) note.hidden = true;
  if (!id || !note || document.getElementById(id)) return;
  const words = id.replace(/\.\d+$/, "").replace(/^[^-]*-/, "");
  const found = words && document.querySelector(`.printed [id$="-${CSS.escape(words)}"]`);
  if (found) { location.replace(`#${found.id}`); return; }
  note.textContent = note.dataset.words.replace("{w}", words.replaceAll("-", " "));
  note.hidden = false;
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
