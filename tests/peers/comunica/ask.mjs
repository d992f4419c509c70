// Asks the SPARQL endpoint at the address given, with the query of standard input; prints CSV.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// The packages are installed in the folder that this is started in.
const { QueryEngine } = createRequire(pathToFileURL(`${process.cwd()}/`))("@comunica/query-sparql");
const engine = new QueryEngine();
const answer = await engine.query(readFileSync(0, "utf8"), { sources: [{ type: "sparql", value: process.argv[2] }] });
const names = (await answer.metadata()).variables.map((one) => (one.variable ?? one).value);
const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const rows = await (await answer.execute()).toArray();
const lines = rows.map((row) => names.map((name) => cell(row.get(name)?.value ?? "")).join(","));
console.log([names.join(","), ...lines].join("\n"));
