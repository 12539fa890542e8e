// Ace by DAISY over any number of books, all in one start of the browser.
//   node tests/tools/check-ace.cjs BOOK.epub ...
// Prints a line for each kind of violation: book, file, rule. Exits 0 when there is none, 1 when there is one,
// 2 when a book could not be examined. Ace's own programs exit 0 in all three cases.
const { execSync } = require("child_process");
const { mkdtempSync, readFileSync, rmSync } = require("fs");
const os = require("os");
const path = require("path");

// Ace gives the browser five seconds to start, which a first start on a busy machine exceeds.
process.env.ACE_TIMEOUT_INITIAL ||= "60000";
process.env.PUPPETEER_EXECUTABLE_PATH ||= process.env.CHROMIUM || execSync("command -v chromium").toString().trim();
const own = createFrom("@daisy/ace");
const ace = own("@daisy/ace-core");
const runner = own("@daisy/ace-axe-runner-puppeteer");
own("@daisy/ace-logger").initLogger({ verbose: false, silent: true });
// Ace starts and closes the browser for each book; here it stays.
const browser = { ...runner, launch: async () => {}, close: async () => {} };

/// `require` as the named package has it.
function createFrom(name) {
  const { createRequire } = require("module");
  const inner = createRequire(require.resolve(`${name}/package.json`));
  return (what) => {
    try { return inner(what); } catch { return require(what); }
  };
}

async function examine(book) {
  const outdir = mkdtempSync(path.join(os.tmpdir(), "ace-"));
  try {
    await ace(book, { outdir, tmpdir: outdir, verbose: false, silent: true }, browser);
    const report = JSON.parse(readFileSync(path.join(outdir, "report.json"), "utf8"));
    const found = new Set();
    for (const file of report.assertions)
      for (const one of file.assertions)
        found.add(`${path.basename(book)} ${file["earl:testSubject"].url} ${one["earl:test"]["dct:title"]}: ${one["earl:result"]["dct:description"].split("\n")[0]}`);
    for (const line of found) console.log(line);
    const passed = report["earl:result"]["earl:outcome"] === "pass";
    if (!passed && found.size === 0) console.log(`${book}: not passed`);
    return passed ? 0 : 1;
  } catch (error) {
    console.log(`${book}: could not be examined: ${error}`);
    return 2;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

(async () => {
  const books = process.argv.slice(2);
  if (books.length === 0) process.exit(2);
  await runner.launch();
  let worst = 0;
  for (const book of books) worst = Math.max(worst, await examine(path.resolve(book)));
  await runner.close();
  console.log(`Ace: ${books.length} books examined`);
  process.exit(worst);
})().catch((error) => { console.log(String(error)); process.exit(2); });
