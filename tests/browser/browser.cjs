// What the browser tests share: a host for a folder, Debian's Chromium, and the list of pages of a site.
const { execSync } = require("child_process");
const fs = require("fs");
const http = require("http");
const path = require("path");
const { chromium } = require("playwright-core");

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".json": "application/json" };

// Serves a folder on a free port of this machine, as a static host would: 404.html for what is not there.
// `log` gets each path that was asked for.
async function host(folder, log = []) {
  const server = http.createServer((request, response) => {
    const asked = decodeURIComponent(request.url.split(/[?#]/)[0]);
    log.push(asked);
    const file = path.join(folder, asked.endsWith("/") ? `${asked}index.html` : asked);
    const there = file.startsWith(folder) && fs.existsSync(file) && fs.statSync(file).isFile();
    const missing = path.join(folder, "404.html");
    const body = there ? fs.readFileSync(file) : fs.existsSync(missing) ? fs.readFileSync(missing) : "";
    response.writeHead(there ? 200 : 404, { "content-type": TYPES[there ? path.extname(file) : ".html"] || "application/octet-stream" });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function start() {
  const executablePath = process.env.CHROMIUM || execSync("command -v chromium").toString().trim();
  // Chromium refuses its sandbox to root, which is what a container usually runs as.
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

// The pages of a site, by name.
function pages(folder) {
  return fs.readdirSync(folder).filter((name) => name.endsWith(".html")).sort();
}

module.exports = { host, pages, start };
