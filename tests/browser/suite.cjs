// Runs the cases of a suite one after another, each on a page of its own, and says which failed and why.
//
//   node SUITE.cjs FOLDER      FOLDER has the outputs of the books: FOLDER/small/html, FOLDER/small/small.html …
//
// A case is { name, book, open, from, view, theme, touch, plain, run }: `open` a page of the site (or "single"), `from` "host"
// (default) or "file", `run(page, context)` throws when it fails.
const path = require("path");
const { host, start } = require("./browser.cjs");

async function suite(cases) {
  const folder = path.resolve(process.argv[2]);
  const browser = await start();
  const hosts = new Map();
  let failed = 0;
  for (const one of cases) {
    const book = one.book || "small";
    const log = [];
    const site = path.join(folder, book, "html");
    const served = await host(site, log);
    hosts.set(one, served);
    const context = await browser.newContext({
      viewport: one.view || { width: 1280, height: 900 },
      hasTouch: Boolean(one.touch),
      javaScriptEnabled: !one.plain,
      reducedMotion: one.motion ? "no-preference" : "reduce",
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10000);
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("requestfailed", (request) => errors.push(`not loaded: ${request.url()}`));
    if (one.theme) await page.addInitScript((theme) => { try { localStorage.setItem("kaiben", JSON.stringify({ theme })); } catch { /* about:blank */ } }, one.theme);
    const base = one.from === "file" ? `file://${site}/` : `${served.url}/`;
    const address = one.open === "single" ? `file://${path.join(folder, book, `${book}.html`)}` : base + (one.open || "index.html");
    try {
      await page.goto(address);
      await one.run(page, { folder, site, base, context, log });
      if (errors.length) throw new Error(errors.join("; "));
    } catch (error) {
      failed += 1;
      console.log(`FAILED ${one.name}: ${String(error.message).split("\n").slice(0, 6).join("\n    ")}`);
    }
    await context.close();
    served.close();
  }
  await browser.close();
  console.log(`${cases.length - failed} of ${cases.length} cases hold`);
  process.exit(failed || !cases.length ? 1 : 0);
}

function equal(found, wanted, what = "found") {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: ${a}, not ${b}`);
}

function truly(value, what) {
  if (!value) throw new Error(what);
}

module.exports = { equal, suite, truly };
