// Pictures of every kind of page: desktop and phone, light and dark, the four of a page on one sheet.
// `node shots.mjs GREMIUM OUT FILE…` writes OUT/NAME.png for each.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { withPages } from "./serve.mjs";

const [gremium, out, ...documents] = process.argv.slice(2);
const PAGES = {
  start: "/", search: "/search?q=polizei", item: "/item/imk/2021-12-03/27", session: "/session/imk/2021-12-03", body: "/body/bmi",
  bodies: "/bodies", mandates: "/mandates", reports: "/reports/by-body", statute: "/statute/stpo", network: "/network/neighbours?body=BMI",
  question: "/question/who-informs-whom", query: "/query", quality: "/quality", accessibility: "/accessibility", plain: "/plain",
  missing: "/no/such/page",
};
const SIZES = [[1280, 900], [390, 844]];
await withPages(gremium, documents, async (base, browser) => {
  mkdirSync(out, { recursive: true });
  const sheet = await browser.newPage({ viewport: { width: 1352, height: 700 }, deviceScaleFactor: 1 });
  for (const [name, path] of Object.entries(PAGES)) {
    const shots = [];
    for (const colorScheme of ["light", "dark"]) {
      for (const [width, height] of SIZES) {
        const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
        const page = await context.newPage();
        await page.goto(base + path);
        shots.push((await page.screenshot()).toString("base64"));
        await context.close();
      }
    }
    const images = shots.map((shot) => `<img src="data:image/png;base64,${shot}" height="330">`).join(" ");
    await sheet.setContent(`<main style="padding:8px;background:#888;display:flex;gap:8px;width:max-content">${images}</main>`);
    await sheet.locator("main").screenshot({ path: join(out, `${name}.png`) });
  }
});
