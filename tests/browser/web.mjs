// Gremium in a browser: the page of examples/web, built by `make web`. A file that is chosen is read in the page, answers and
// graph are those of the program, nothing is sent anywhere, and what cannot be read says so.
// `node web.mjs FOLDER [GREMIUM]` prints what is wrong and ends with 1, or a line that says what was looked at.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { extname, join } from "node:path";
import { openBrowser } from "./serve.mjs";

const root = new URL("../..", import.meta.url).pathname;
const folder = process.argv[2];
const gremium = process.argv[3] ?? join(root, "target/release/gremium");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };
const FILES = ["index.html", "page.js", "page.css", "room.css", "worker.js", "pkg/gremium_web.js", "pkg/gremium_web_bg.wasm"];
const run = (...given) => execFileSync(gremium, [...given, "--quiet"], { encoding: "utf8", maxBuffer: 1 << 28, cwd: root });
const problems = [];
const same = (what, one, other) => { if (one !== other) problems.push(`${what}: ${String(one).slice(0, 200)} instead of ${String(other).slice(0, 200)}`); };

const server = createServer((request, response) => {
  const name = new URL(request.url, "http://page").pathname.slice(1) || "index.html";
  if (!FILES.includes(name)) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": TYPES[extname(name)] }).end(readFileSync(join(folder, name)));
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const browser = await openBrowser();
try {
  for (const colorScheme of ["light", "dark"]) await look(colorScheme);
} finally {
  await browser.close();
  server.close();
}
for (const problem of problems) console.error(problem);
if (problems.length) process.exit(1);
console.log("web: a document read in the page gives the graph and the answers of the program, in light and dark; nothing is sent; axe finds nothing");

async function look(colorScheme) {
  const context = await browser.newContext({ colorScheme, bypassCSP: false, acceptDownloads: true });
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => { if (!request.url().startsWith("blob:")) asked.push(request.url()); });
  page.on("pageerror", (error) => problems.push(`script: ${error.message}`));
  page.on("console", (line) => { if (line.type() === "error") problems.push(`console: ${line.text()}`); });
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForSelector("body[data-ready]");
  const loaded = asked.length;
  const status = () => page.locator("#status").innerText();
  const read = async (file) => {
    await page.setInputFiles("#file", file);
await page.waitForSelector("#main[aria-busy=false]", { timeout: 60_000 });
  };

  await read(join(root, "examples/imk-215.md"));
  same("status", await status(), "imk-215.md: gelesen.");
  const answer = JSON.parse(run("query", "who-informs-whom", "examples/imk-215.md", "--format", "json"));
  same("rows", await page.locator("#table tbody tr").count(), answer.results.bindings.length);
  same("sentence", await page.locator("#table tbody tr").first().locator("td").last().innerText(), answer.results.bindings[0].sentence.value);
  const drawn = run("view", "informs", "examples/imk-215.md", "--format", "svg");
  same("edges", await page.locator("#picture svg .edge").count(), drawn.match(/class="edge"/g).length);
  const download = async (name) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
    return readFileSync(await file.path(), "utf8");
  };
  // The name of a document is that under which it was given.
  const graph = execFileSync(gremium, ["build", "imk-215.md", "--quiet", "--format", "nq"], { encoding: "utf8", maxBuffer: 1 << 28, cwd: join(root, "examples") });
  same("graph", await download("Graph (N-Quads)"), graph);
  same("a mark", await page.locator("#marked mark.body").first().innerText().then((text) => text.length > 1), true);
  const found = await (await context.newCDPSession(page)).send("Runtime.evaluate", { expression: `${axe}; axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }).then((r) => r.violations.map((v) => v.id + ": " + v.nodes[0].html).join("\\n"))`, awaitPromise: true, returnByValue: true });
  same(`axe, ${colorScheme}`, found.result.value, "");

  // What is no document says so, and the page goes on.
  await read({ name: "leer.txt", mimeType: "text/plain", buffer: Buffer.from("  \n") });
  same("empty file", /leer\.txt: /.test(await status()), true);
  await read({ name: "kaputt.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\nnothing") });
  same("broken PDF", /kaputt\.pdf: /.test(await status()), true);
  await read({ name: "boese.txt", mimeType: "text/plain", buffer: Buffer.from("TOP 2: <img src=x onerror=alert(1)>\n\nBeschluss:\n\nDie IMK bittet das BMI, der AG „<script>alert(1)</script>“ zu berichten.\n") });
  same("hostile text", await status(), "boese.txt: gelesen.");
  same("no element of the text", await page.locator("#marked img, #marked script, #picture script").count(), 0);
  same("requests after loading", asked.slice(loaded).filter((url) => !/pkg|worker/.test(url)).join(" "), "");
  await context.close();
}
