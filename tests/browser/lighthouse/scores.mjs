// Lighthouse scores of an item, a body and a network: `node scores.mjs GREMIUM FILE…` prints them, and ends with 1 where one
// is below 95.
import lighthouse from "lighthouse";
import { launch } from "chrome-launcher";
import { spawn } from "node:child_process";
import { once } from "node:events";

const LEAST = 95;
const PAGES = ["/item/imk/2021-12-03/27", "/body/bmi", "/network/neighbours?body=BMI"];
const CATEGORIES = ["performance", "best-practices", "accessibility"];
const [gremium, ...documents] = process.argv.slice(2);
const server = spawn(gremium, ["serve", "--quiet", ...documents, "--bind", "127.0.0.1:0", "--limit", "client-seconds=0"]);
let chrome;
let isWorse = false;
try {
  let said = "";
  server.stderr.on("data", (data) => { said += data; });
  while (!/http:.*:\d+\D/.test(said)) await once(server.stderr, "data");
  const base = said.match(/http:\/\/[\d.:]+/)[0];
  chrome = await launch({ chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium", chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu"] });
  for (const page of PAGES) {
    const { lhr } = await lighthouse(base + page, { port: chrome.port, logLevel: "error", onlyCategories: CATEGORIES });
    const scores = CATEGORIES.map((name) => Math.round(lhr.categories[name].score * 100));
    const bytes = lhr.audits["total-byte-weight"]?.numericValue ?? 0;
    isWorse ||= scores.some((score) => score < LEAST);
    console.log(`${page}: ${CATEGORIES.map((name, at) => `${name} ${scores[at]}`).join(", ")}, ${Math.round(bytes / 1000)} kB transferred`);
    for (const { id } of CATEGORIES.flatMap((name) => lhr.categories[name].auditRefs)) {
      const audit = lhr.audits[id];
      if (audit.score !== null && audit.score < 0.9) console.log(`  ${id}: ${audit.displayValue ?? audit.title}`);
    }
  }
} finally {
  await chrome?.kill();
  server.kill();
}
process.exit(isWorse ? 1 : 0);
