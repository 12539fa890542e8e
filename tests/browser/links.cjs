// Every link of the sites, followed: pages, pictures, scripts and the labels that addresses name. Addresses on
// the web are not asked for.
const fs = require("fs");
const os = require("os");
const path = require("path");

function* files(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* files(at);
    else yield at;
  }
}

const plain = (value) => value.replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

function broken(folder) {
  const found = [];
  let followed = 0;
  const labels = new Map();
  const labelsOf = (file) => {
    if (!labels.has(file)) labels.set(file, new Set([...fs.readFileSync(file, "utf8").matchAll(/\sid="([^"]*)"/g)].map((m) => plain(m[1]))));
    return labels.get(file);
  };
  const pages = [...files(folder)].filter((file) => file.endsWith(".html"));
  for (const page of pages) {
    const text = fs.readFileSync(page, "utf8").replace(/<script[^>]*>[^]*?<\/script>/g, (script) => script.slice(0, script.indexOf(">") + 1));
    const twice = [...text.matchAll(/\sid="([^"]*)"/g)].map((m) => m[1]).find((id, at, all) => all.indexOf(id) !== at);
    if (twice) found.push(`${page}: the label ${twice} twice`);
    for (const [, value] of text.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      const address = plain(value);
      if (/^(https?:|mailto:|data:)/.test(address)) continue;
      followed += 1;
      const [before, label] = address.split("#");
      const target = before ? path.join(path.dirname(page), decodeURIComponent(before.split("?")[0])) : page;
      if (!fs.existsSync(target) || !fs.statSync(target).isFile()) found.push(`${page}: ${address} is not there`);
      else if (label && !labelsOf(target).has(decodeURIComponent(label))) found.push(`${page}: ${address} has no such label`);
    }
  }
  return { found, followed, pages: pages.length };
}

// Seen to fail first: a page that is not there, and a label.
const bad = fs.mkdtempSync(path.join(os.tmpdir(), "kaiben-links-"));
fs.writeFileSync(path.join(bad, "a.html"), '<p id="x"></p><a href="b.html">b</a><a href="#y">y</a><a href="a.html#x">x</a>');
const seen = broken(bad);
fs.rmSync(bad, { recursive: true });
if (seen.found.length !== 2 || seen.followed !== 3) throw new Error(`the checker is blind: ${JSON.stringify(seen)}`);

let failed = 0;
for (const book of fs.readdirSync(process.argv[2])) {
  const folder = path.resolve(process.argv[2], book);
  const site = path.join(folder, "html");
  if (!fs.existsSync(site)) continue;
  const { found, followed, pages } = broken(site);
  const one = path.join(folder, `${book}.html`);
  const alone = fs.mkdtempSync(path.join(os.tmpdir(), "kaiben-one-"));
  fs.copyFileSync(one, path.join(alone, "one.html"));
  const single = broken(alone);
  fs.rmSync(alone, { recursive: true });
  for (const line of [...found, ...single.found]) console.log(line);
  failed += found.length + single.found.length;
  console.log(`${book}: ${followed + single.followed} links on ${pages + single.pages} pages, ${found.length + single.found.length} broken`);
}
process.exit(failed ? 1 : 0);
