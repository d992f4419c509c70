// Pages of the reading room in a real browser. `node pages.mjs [GREMIUM]`: prints what is wrong and ends with 1, or a line
// that says what was looked at.
import { HtmlValidate } from "html-validate";
import { createRequire } from "node:module";
import { existsSync, readFileSync, readdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withPages } from "./serve.mjs";

const root = new URL("../..", import.meta.url).pathname;
const gremium = process.argv[2] ?? join(root, "target/release/gremium");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const problems = [];
const complain = (where, what) => problems.push(`${where}: ${what}`);

// A page of each kind, and words that it must hold without JavaScript.
const PAGES = {
  "/": "Wer bittet wen",
  "/en": "Who asks whom",
  "/search?q=laender": "Länder",
  "/search?q=%F0%9F%90%89": "nichts gefunden",
  "/item/imk/2021-12-03/11": "beauftragt den AK II",
  "/en/item/imk/2021-12-03/27": "commissions",
  "/item/imk/ak-ii/2020-10-08/7": "hier nicht geladen",
  "/body/bmi": "Bundesministerium des Innern",
  "/en/body/imk": "Asks and commissions",
  "/bodies": "Amtschefkonferenz der Agrarministerkonferenz",
  "/sessions": "215. Sitzung",
  "/session/imk/2021-12-03": "Stuttgart",
  "/mandates?since=2022-03-01&until=2022-12-31": "Frühjahr 2022",
  "/mandates?to=AK+II&state=over": "AK II",
  "/reports": "Nicht freigegeben",
  "/reports/by-body": "Ohne Angabe, wer berichtet",
  "/reports/by-subject": "Bekämpfung",
  "/statutes": "AufenthG",
  "/statute/stpo": "Strafprozeßordnung",
  "/questions": "Wer informiert wen?",
  "/question/who-informs-whom": "Wer informiert",
  "/network": "Netz",
  "/network/informs": "Wer informiert",
  "/network/mandates": "Aufträge nach Frist",
  "/network/body/bmi": "BMI und seine Nachbarn",
  "/query": "SPARQL",
  "/query?query=SELECT+%2A%0A%7B+%3Fs+%3Fp": "Zeile",
  [`/query?query=${encodeURIComponent("SELECT ?actor ?addressee ?day { ?a gm:actor ?actor ; gm:addressee ?addressee ; gm:dueDate ?day }".replaceAll("gm:", "g:").replace("SELECT", "PREFIX g: <https://w3id.org/gremium/ontology#> SELECT"))}`]: "Als Zeitstrahl",
  [`/query?query=${encodeURIComponent("CONSTRUCT { ?b <x:partOf> ?a } WHERE { ?b <http://www.w3.org/ns/org#subOrganizationOf> ?a }")}`]: "Als Bild",
  "/query?query=SELECT+%2A+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+3": "3 Zeilen",
  "/quality": "F1",
  "/accessibility": "WCAG",
  "/plain": "Bundes-Länder",
  "/no/such/page": "gibt es nicht",
};

// Labels as strangers write them, in a document and in a graph that is written to the server.
const ATTACKS = ["</title><script>alert(1)</script>", "\"><img src=x onerror=alert(2)>", "javascript:alert(3)", "{{constructor}}", "\u202Ertl"];
const folder = mkdtempSync(join(tmpdir(), "gremium-"));
const hostile = join(folder, "hostile.txt");
writeFileSync(hostile, `Beschlüsse der 5. Sitzung der Umweltministerkonferenz am 3. Mai 2022\n\nTOP 1: ${ATTACKS.join(" ")}\n\nBeschluss:\n\n` +
  `1. Die UMK bittet die AG „${ATTACKS.join(" ")}“, zur Herbstsitzung 2022 zu berichten.\n`);

const documents = [join(root, "examples/imk-215.md"), ...readdirSync(join(root, "tests/gold"), { withFileTypes: true }).filter((entry) => entry.isDirectory() && existsSync(join(root, "tests/gold", entry.name, "text.txt"))).map((entry) => join(root, "tests/gold", entry.name, "text.txt")), hostile];
let browser;
await withPages(gremium, documents, async (base, opened) => {
  browser = opened;
  await withoutScript(base);
  for (const colorScheme of ["light", "dark"]) await accessible(base, colorScheme);
  await hostileWords(base);
  await permalink(base);
  await keyboard(base);
  await picture(base);
  await answers(base);
});
for (const problem of problems) console.error(problem);
if (problems.length) process.exit(1);
console.log(`browser: ${Object.keys(PAGES).length} pages without script and valid; axe finds nothing in light and dark; ` +
  "hostile words stay words; permalinks land; the keyboard reaches everything; files of a picture hold what is seen");

async function withoutScript(base) {
  const validator = new HtmlValidate({
    extends: ["html-validate:standard"],
    // Style of writing, not validity; and autofill, of which a search has none.
    rules: { "long-title": "off", "no-redundant-role": "off", "prefer-native-element": "off", "no-implicit-button-type": "off", "tel-non-breaking": "off" },
  });
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  for (const [path, words] of Object.entries(PAGES)) {
    const reply = await page.goto(base + path);
    const text = await page.locator("main").innerText();
    if (!text.includes(words)) complain(path, `says nothing of “${words}” without script`);
    const html = await reply.text();
    const report = await validator.validateString(html);
    for (const result of report.results) for (const m of result.messages.slice(0, 3)) complain(path, `html ${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
    const wide = await page.locator("body").evaluate((body) => body.ownerDocument.documentElement.scrollWidth).catch(() => 0);
    if (wide > 320) complain(path, `is ${wide} px wide on a screen of 320`);
    if (path.startsWith("/item") && html.length > 60_000) complain(path, `${html.length} bytes`);
  }
  await context.close();
}

async function accessible(base, colorScheme) {
  const context = await browser.newContext({ colorScheme, reducedMotion: "reduce", bypassCSP: true });
  const page = await context.newPage();
  for (const path of Object.keys(PAGES)) {
    await page.goto(base + path);
    await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
    await page.evaluate(axe);
    const { violations } = await page.evaluate((values) => globalThis.axe.run({ runOnly: { type: "tag", values } }), RULES);
    for (const { id, nodes } of violations) complain(`${path} (${colorScheme})`, `axe ${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary.slice(0, 200)}`);
  }
  await context.close();
}

async function hostileWords(base) {
  const page = await (await browser.newContext()).newPage();
  page.on("dialog", (dialog) => { complain(page.url(), `dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("console", (line) => {
    const isMissing = line.text().includes("404");
    if (line.type() === "error" && !isMissing) complain(page.url(), `console: ${line.text()}`);
  });
  page.on("pageerror", (error) => complain(page.url(), `script: ${error.message}`));
  const search = `${base}/search?q=${encodeURIComponent(ATTACKS.join(" "))}`;
  const attack = encodeURIComponent(ATTACKS[0] + ATTACKS[1]);
  for (const path of ["/item/umk/2022-05-03/1", "/session/umk/2022-05-03", "/bodies", "/mandates", `/${attack}`, `/query?query=${attack}`, `/mandates?from=${attack}`, "/question/unknown-bodies"]) {
    await page.goto(base + path);
  }
  await page.goto(search);
  for (const path of Object.keys(PAGES)) await page.goto(base + path);
}

async function permalink(base) {
  const page = await (await browser.newContext({ viewport: { width: 900, height: 500 } })).newPage();
  await page.goto(`${base}/item/imk/2021-12-03/27#z3-beauftragt`);
  const mark = page.locator("#z3-beauftragt");
  // The page glides there.
  const lands = () => { const { top } = document.querySelector("#z3-beauftragt").getBoundingClientRect(); return top >= 0 && top < 500; };
  await comes(page, lands);
  const { top, colour } = await mark.evaluate((node) => ({ top: node.getBoundingClientRect().top, colour: getComputedStyle(node).backgroundColor }));
  if (top < 0 || top > 500) complain("permalink", `lands ${top} px from the top`);
  if (colour === "rgba(0, 0, 0, 0)") complain("permalink", "is not highlighted");
  // The same words in a point that had another number when the link was made.
  await page.goto(`${base}/item/imk/2021-12-03/11#z9-AK-II`);
  if (!(await comes(page, () => location.hash === "#z3-AK-II"))) complain("permalink", "words are not found again");
  // Words that are nowhere any more.
  await page.goto(`${base}/item/imk/2021-12-03/11#z3-gibt-es-nicht`);
  const note = await page.locator("#lost").innerText({ timeout: 5000 }).catch(() => "");
  if (!note.includes("gibt es nicht")) complain("permalink", `lost words give the note “${note}”`);
}

// Asks until it is so: the function of the driver that waits needs eval, which no page allows.
async function comes(page, condition) {
  for (let tries = 0; tries < 300; tries++) {
    if (await page.evaluate(condition)) return true;
    await page.waitForTimeout(100);
  }
  return false;
}

async function keyboard(base) {
  const page = await (await browser.newContext()).newPage();
  for (const path of ["/", "/item/imk/2021-12-03/11", "/body/bmi", "/mandates", "/network/informs", "/query"]) {
    await page.goto(base + path);
    const wanted = await page.evaluate(() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
      .filter((node) => node.checkVisibility({ visibilityProperty: true }) && node.closest("details:not([open]) > :not(summary)") === null)
      .map((node, index) => node.setAttribute("data-wanted", index) ?? index).length);
    const reached = new Set();
    for (let step = 0; step < wanted * 2 + 10 && reached.size < wanted; step++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => document.activeElement?.getAttribute("data-wanted"));
      if (at !== null && at !== undefined) reached.add(at);
    }
    if (reached.size < wanted) {
      const missing = await page.evaluate((reached) => [...document.querySelectorAll("[data-wanted]")].filter((n) => !reached.includes(n.dataset.wanted)).slice(0, 3).map((n) => n.outerHTML.slice(0, 120)), [...reached]);
      complain(path, `keyboard reaches ${reached.size} of ${wanted}: not ${missing}`);
    }
  }
  // Sideways from node to node, till all were visited; down to an edge, and along it to where it leads.
  await page.goto(`${base}/network/informs`);
  const at = () => page.evaluate(() => ({ id: document.activeElement.id, to: document.activeElement.dataset.to }));
  const nodes = await page.locator(".canvas .node").count();
  await page.locator(".canvas .node").first().focus();
  const visited = new Set();
  let edges = 0;
  for (let step = 0; step < nodes; step++) {
    const node = await at();
    visited.add(node.id);
    await page.keyboard.press("ArrowDown");
    const edge = await at();
    if (edge.to) {
      edges += 1;
      await page.keyboard.press("ArrowDown");
      if ((await at()).id !== edge.to) complain("/network/informs", `${edge.id} does not lead to ${edge.to}`);
      await page.locator(`[id="${node.id}"]`).focus();
    }
    await page.keyboard.press("ArrowRight");
  }
  if (visited.size !== nodes || !edges) complain("/network/informs", `arrows visit ${visited.size} of ${nodes} nodes, ${edges} edges`);
  await page.goto(`${base}/query`);
  const editor = page.locator(".cm-content");
  if (await editor.count()) {
    await editor.focus();
    await page.keyboard.type("x");
    await page.keyboard.press("Escape");
    if ((await page.evaluate(() => document.activeElement.tagName)) !== "BUTTON") complain("/query", "Escape does not lead out of the editor");
  }
}

// Legend, search and undo of a picture; and each of its files counted against the screen.
async function picture(base) {
  const GM = "https://w3id.org/gremium/ontology#";
  const page = await (await browser.newContext()).newPage();
  const count = (text, pattern) => (text.match(pattern) ?? []).length;
  const counts = {
    svg: (text) => [count(text, /<g class="node"/g), count(text, /<g class="edge"/g)],
    graphml: (text) => [count(text, /<node /g), count(text, /<edge /g)],
    gexf: (text) => [count(text, /<node /g), count(text, /<edge /g)],
    json: (text) => [JSON.parse(text).nodes.length, JSON.parse(text).edges.length],
    csv: (text) => [null, count(text, /\r?\n/g) - 1],
    dot: (text) => [null, count(text, / -> /g)],
    jsonld: (text) => drawn(JSON.parse(text).flatMap((graph) => graph["@graph"]).map((thing) =>
      ["from", "to", "flowKind"].map((name) => (thing[GM + name] ?? []).map((value) => value["@id"])))),
    ttl: (text) => drawn(text.split(" .\n").map((thing) =>
      ["from", "to", "flowKind"].map((name) => (thing.match(`gm:${name} ((<[^>]*>( , )?)+)`)?.[1] ?? "").match(/<[^>]*>/g) ?? []))),
  };
  // Nodes and edges of statements, each given as its ends and its kind.
  const drawn = (statements) => {
    const ends = statements.flatMap(([from, to, kind]) => from.flatMap((one) => to.map((other) => [one, other, kind[0]])));
    return [new Set(ends.flatMap(([from, to]) => [from, to])).size, new Set(ends.map(String)).size];
  };
  // A picture of dots is as wide for its height as the one that it was made of.
  const shape = (bytes, text) => bytes ? new DataView(bytes).getUint32(16) / new DataView(bytes).getUint32(20)
    : Number(text.match(/ width="([\d.]+)"/)[1]) / Number(text.match(/ height="([\d.]+)"/)[1]);
  const seen = () => page.evaluate(() => ["node", "edge"].map((name) => [...document.querySelectorAll(`.canvas .${name}`)].filter((group) => getComputedStyle(group).display !== "none").length));
  const compare = async (when, wanted, links) => {
    for (const link of await page.locator(`${links} a[href]`).all()) {
      const address = await link.evaluate((node) => node.href);
      const reply = await fetch(address);
      const ending = new URL(address).pathname.split(".").at(-1);
      if (ending === "png") {
        const [dots, lines] = [shape(await reply.arrayBuffer()), shape(null, await (await fetch(address.replace(".png", ".svg"))).text())];
        if (!(Math.abs(dots / lines - 1) < 0.02)) complain(`${page.url()} ${when}`, `png is ${dots} as wide as high, svg ${lines}`);
        continue;
      }
      const text = await reply.text();
      const got = reply.ok && text ? counts[ending](text) : [reply.status, 0];
      if (got.some((number, at) => number !== null && number !== wanted[at])) complain(`${page.url()} ${when}`, `${ending} holds ${got}, the screen ${wanted}`);
    }
  };
  for (const path of ["/network/informs", "/network/body/bmi", "/en/network/asks?until=2020-12-31"]) {
    await page.goto(base + path);
    const whole = await seen();
    if (!whole[1]) complain(path, "shows no edge");
    await compare("at first", whole, ".seen");
    const misnamed = await page.locator(".legend .entry").evaluateAll((entries) =>
      entries.filter((entry) => entry.getAttribute("aria-label") !== entry.querySelector("text").textContent).length);
    if (misnamed) complain(path, `${misnamed} entries of the legend are called otherwise than they read`);
    const entry = page.locator(".legend .entry").first();
    await entry.focus();
    await page.keyboard.press("Enter");
    const fewer = await seen();
    if (fewer[0] >= whole[0]) complain(path, "the legend hides nothing");
    const said = await page.locator("#shown").innerText();
    if (!said.startsWith(`${fewer[0]} `)) complain(path, `says ${said} of ${fewer[0]} nodes`);
    await compare("with a kind switched off", fewer, ".seen");
    await page.locator("[data-do=undo]").click();
    if (String(await seen()) !== String(whole)) complain(path, "undo does not bring back what was hidden");
    const name = await page.locator(".canvas .node title").last().textContent();
    await page.locator("#in-picture").fill(name);
    await page.keyboard.press("Enter");
    const at = await page.evaluate(() => document.activeElement?.querySelector("title")?.textContent);
    if (at !== name) complain(path, `search for ${name} leads to ${at}`);
    await page.keyboard.press("Enter");
    if (!(await page.locator(".canvas .chosen").count())) complain(path, "Enter pins no node");
    await page.keyboard.press("Control+z");
    if (await page.locator(".canvas .chosen").count()) complain(path, "Control+Z does not undo");
  }
  // All there is, from a page that shows a part.
  await page.goto(`${base}/network/informs?body=BMI`);
  const all = Number(await page.locator("#shown").getAttribute("data-all"));
  const graph = await (await fetch(`${base}/network/informs.all.json`)).json();
  if (graph.nodes.length !== all || all <= (await seen())[0]) complain("/network/informs.all.json", `${graph.nodes.length} nodes of ${all}`);
}

// Files, picture and address of an answer.
async function answers(base) {
  const page = await (await browser.newContext()).newPage();
  for (const path of ["/question/who-informs-whom", Object.keys(PAGES).find((path) => path.includes("dueDate"))]) {
    await page.goto(base + path);
    const rows = await page.locator("main table tbody tr:not(:has(.more))").count();
    const file = async (name) => (await fetch(await page.locator(`main a.file:text-is("${name}")`).first().evaluate((node) => node.href))).text();
    const found = JSON.parse(await file("JSON")).results.bindings.length;
    // A page shows a thousand and says how many more there are.
    if (Math.min(found, 1000) !== rows || !rows) complain(path, `JSON holds ${found} rows, the screen ${rows}`);
    const head = (await file("CSV")).split("\r\n")[0].split(",").length;
    // Sentences stand below the names, each behind what its column is called.
    const below = await page.locator("main table .more .quiet").evaluateAll((labels) => new Set(labels.map((label) => label.textContent)).size);
    if (head !== below + await page.locator("main table thead th").count()) complain(path, `CSV has ${head} columns`);
    await page.locator("details.as summary").first().click();
    if (!(await comes(page, () => document.querySelector(".as img").naturalWidth > 0))) complain(path, "the picture is not shown");
  }
  const question = await page.locator("#sparql").inputValue();
  const address = await page.locator("#share").evaluate((node) => node.href);
  if (!address.includes("#query=") || address.includes("?")) complain("share", address);
  await page.goto(`${base}/`);
  await page.goto(address);
  if (await page.locator("#sparql").inputValue() !== question) complain("share", "the address does not bring the question");
}
