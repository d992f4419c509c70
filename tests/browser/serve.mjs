// What the programs of this folder share: a server on documents, and Chromium.
import { chromium } from "playwright-core";
import { spawn } from "node:child_process";
import { once } from "node:events";

const SWITCHES = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--hide-scrollbars"];

export const openBrowser = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: SWITCHES });

// Runs `use(base, browser)` beside `gremium serve` on the documents, and ends both.
export async function withPages(gremium, documents, use) {
  const server = spawn(gremium, ["serve", "--quiet", ...documents, "--bind", "127.0.0.1:0", "--limit", "client-seconds=0"]);
  let browser;
  try {
    let said = "";
    server.stderr.on("data", (data) => { said += data; });
    while (!/http:.*:\d+\D/.test(said)) await once(server.stderr, "data");
    browser = await openBrowser();
    await use(said.match(/http:\/\/[\d.:]+/)[0], browser);
  } finally {
    await browser?.close();
    server.kill();
  }
}
