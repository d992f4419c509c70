// Pictures as a browser draws them: nothing lies on anything, arrows end at borders. And as pages of one file, opened from disk: what
// they show without a network, search, sentences, filters, keyboard, axe.
// `node pictures.mjs [GREMIUM]` prints what is wrong and ends with 1, or a line that says what was looked at.
import { readFileSync, mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser } from "./serve.mjs";

const root = new URL("../..", import.meta.url).pathname;
const gremium = process.argv[2] ?? join(root, "target/release/gremium");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "gremium-"));
// Each with a body to search, a kind to hide, and what stands for an edge in it.
const VIEWS = {
  informs: { more: [], search: "AK II", hide: "Bundesministerium", edge: ".edge" },
  boxes: { view: "informs", more: ["--cluster", "parent"], search: "AK II", hide: "Bundesministerium", edge: ".edge" },
  matrix: { more: [], search: "AK II", hide: "Bundesministerium", edge: ".cell" },
  mandates: { more: [], search: "AK II", hide: "Bundesministerium", edge: ".edge", status: "erbeten" },
};
// Each picture of the gallery, with what it must be asked.
const PICTURES = [["informs"], ["informs", "--cluster", "kind"], ["informs", "--cluster", "parent"], ["asks"], ["neighbours", "--focus", "BMI"],
  ["structure"], ["statutes"], ["reports"], ["chains", "--cluster", "parent"], ["mandates"], ["matrix"], ["paths", "--path", "BMI", "IMK"]];
const problems = [];
const complain = (where, what) => problems.push(`${where}: ${what}`);
const browser = await openBrowser();
try {
  for (const [name, wanted] of Object.entries(VIEWS)) {
    const file = join(folder, `${name}.html`);
    execFileSync(gremium, ["view", wanted.view ?? name, join(root, "examples/imk-215.md"), ...wanted.more, "--quiet", "--out", file]);
    for (const colorScheme of ["light", "dark"]) await look(name, file, wanted, colorScheme);
  }
  for (const wanted of PICTURES) await lies(wanted);
} finally {
  await browser.close();
}
for (const problem of problems) console.error(problem);
if (problems.length) process.exit(1);
console.log(`pictures: in ${PICTURES.length} nothing lies on anything and arrows end at borders; ${Object.keys(VIEWS)} as pages fetch nothing; search, sentences, filters and keys work; axe finds nothing in light and dark`);

async function look(name, file, { search, hide, edge, status }, colorScheme) {
  const where = `${name} (${colorScheme})`;
  const context = await browser.newContext({ colorScheme, reducedMotion: "reduce", bypassCSP: true, viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  page.on("request", (request) => { if (request.url() !== `file://${file}`) complain(where, `fetches ${request.url()}`); });
  page.on("pageerror", (error) => complain(where, `script: ${error.message}`));
  page.on("console", (line) => { if (line.type() === "error") complain(where, `console: ${line.text()}`); });
  await page.goto(`file://${file}`);
  const seen = () => page.locator(`figure ${edge}:not(.away)`).count();
  const rows = () => page.locator("tr[data-edge]:not([hidden])").count();
  const details = () => page.locator("#details").innerText();

  // A shape that is chosen by key shows its sentences, and marks its row of the table.
  const first = page.locator(`figure ${edge}`).first();
  await first.focus();
  await page.keyboard.press("Enter");
  const sentences = await page.locator("#details li").allInnerTexts();
  if (!sentences.length || !sentences.every((text) => text.length > 20)) complain(where, `an edge shows ${sentences}`);
  if (!(await page.locator("tr.found").count())) complain(where, "no row is marked");
  await page.locator("tr[data-edge]").nth(1).click({ position: { x: 4, y: 4 } });
  if (await page.locator("figure .chosen").count() < 1) complain(where, "a row marks nothing in the picture");

  // Search leads to the body and tells what it says.
  await page.locator("#search").fill(search);
  if (!(await page.locator("figure .chosen").count())) complain(where, `search for ${search} marks nothing`);
  const before = await page.locator("figure svg").getAttribute("viewBox");
  await page.locator("#search").press("Tab");
  if (!(await details()).startsWith(search)) complain(where, `search for ${search} shows ${(await details()).slice(0, 40)}`);
  if (await page.locator("figure svg").getAttribute("viewBox") === before) complain(where, "search moves nothing");

  // Zoom and pan by keys, and back.
  await page.locator("#picture").focus();
  for (const key of ["+", "ArrowLeft", "-", "0"]) {
    const old = await page.locator("figure svg").getAttribute("viewBox");
    await page.keyboard.press(key);
    if (await page.locator("figure svg").getAttribute("viewBox") === old) complain(where, `the key ${key} does nothing`);
  }

  // What is ticked off is gone from picture and table, and comes back.
  const [shapes, lines] = [await seen(), await rows()];
  for (const words of [hide, status].filter(Boolean)) {
    const tick = page.locator("#kinds label", { hasText: words }).locator("input");
    await tick.uncheck();
    if (await seen() >= shapes || await rows() >= lines) complain(where, `without ${words}: ${await seen()} of ${shapes} shapes, ${await rows()} of ${lines} rows`);
    await tick.check();
    if (await seen() !== shapes || await rows() !== lines) complain(where, `${words} does not come back`);
  }
  if (edge === ".cell") {
    const sum = async () => (await page.locator(".cell:not(.away) .weight").allTextContents()).reduce((all, text) => all + Number(text), 0);
    const all = await sum();
    const tick = page.locator("#kinds label", { hasText: "berichtet" }).locator("input");
    await tick.uncheck();
    const less = await page.locator("tr[data-edge]:not([hidden]) td:nth-child(4)").allTextContents();
    const counted = less.reduce((sum, text) => sum + Number(text), 0);
    if (await sum() !== counted || counted >= all) complain(where, `cells hold ${await sum()} statements of ${all}, the table ${counted}`);
    await tick.check();
  }
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } }));
  for (const { id, nodes } of violations) complain(where, `axe ${id}: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary.slice(0, 300)}`);
  await context.close();
}

async function lies(wanted) {
  const file = join(folder, "picture.svg");
  execFileSync(gremium, ["view", wanted[0], join(root, "examples/imk-215.md"), ...wanted.slice(1), "--quiet", "--out", file]);
  const page = await browser.newPage();
  await page.goto(`file://${file}`);
  const found = await page.evaluate(() => {
    const faults = [];
    const box = (element) => element.getBoundingClientRect();
    const within = (a, b, by = 1) => a.left > b.left - by && a.right < b.right + by && a.top > b.top - by && a.bottom < b.bottom + by;
    const overlap = (a, b) => a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
    const nodes = [...document.querySelectorAll(".node")];
    const outlines = nodes.map((node) => box(node.querySelector("polygon")));
    const labels = [...document.querySelectorAll(".edge > text.label")].map((label) => ({ words: label.textContent, at: box(label) }));
    nodes.forEach((node, index) => {
      const name = node.querySelector("title").textContent;
      for (const line of node.querySelectorAll("text")) if (!within(box(line), outlines[index])) faults.push(`${name} stands out of its box`);
      outlines.slice(0, index).forEach((other) => { if (overlap(other, outlines[index])) faults.push(`${name} lies on a box`); });
      for (const label of labels) if (overlap(label.at, outlines[index])) faults.push(`the label ${label.words} lies on ${name}`);
    });
    labels.forEach((label, index) => labels.slice(0, index).forEach((other) => { if (overlap(label.at, other.at)) faults.push(`${label.words} lies on ${other.words}`); }));
    const whole = box(document.documentElement);
    for (const text of document.querySelectorAll("text")) if (!within(box(text), whole)) faults.push(`${text.textContent} is cut`);
    for (const edge of document.querySelectorAll(".edge[data-to]")) {
      const outline = document.getElementById(edge.dataset.to).querySelector("polygon");
      outline.setAttribute("stroke-width", "2");
      if (!outline.isPointInStroke(edge.querySelector("polygon").points[0])) faults.push(`${edge.querySelector("title").textContent} does not end at a border`);
    }
    return faults;
  });
  for (const fault of found.slice(0, 3)) complain(wanted.join(" "), fault);
  await page.close();
}
