// Reads and answers beside the page, so that the page stays alive and can end what takes too long.
import init, { Collection, catalogue } from "./pkg/gremium_web.js";

const TABLES = ["items", "bodies", "laws", "reports", "references", "acts", "participants", "flows"];
const ready = init();
let collection;

const commands = {
  catalogue: () => ({ questions: JSON.parse(catalogue("reports")), views: JSON.parse(catalogue("views")) }),
  read: ({ name, bytes }) => {
    collection?.free();
    collection = undefined;
    collection = new Collection(name, new Uint8Array(bytes));
    return { messages: collection.messages(), marked: collection.marked(), tables: TABLES };
  },
  ask: ({ name }) => JSON.parse(collection.ask(name, false)),
  csv: ({ name }) => collection.ask(name, true),
  nquads: () => collection.nquads(),
  draw: ({ name, english, page }) => collection.draw(name, english, page),
};

onmessage = async ({ data: { id, command, ...given } }) => {
  try {
    await ready;
    postMessage({ id, answer: commands[command](given) });
  } catch (error) {
    // After a trap the memory of the module is in no known state; the page starts another worker.
    postMessage({ id, error: String(error.message ?? error), broken: error instanceof WebAssembly.RuntimeError });
  }
};
