// axe-core over every kind of page, in light and dark, with what opens over a page open.
const fs = require("fs");
const { suite, truly } = require("./suite.cjs");

const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const PAGES = [
  ["small", "index.html"], ["small", "one.html"], ["small", "two.html"], ["small", "lists.html"], ["small", "404.html"], ["small", "glossary.html"],
  ["report", "index.html"], ["report", "03-institutions.html"], ["report", "06-data.html"], ["manual", "syntax.html"], ["small", "single"],
];
const OPENED = {
  "as it comes": async () => {},
  "a note open": async (page) => { await page.locator("a.noteref").first().click(); },
  "search open": async (page) => { await page.keyboard.press("/"); await page.keyboard.type("桥"); await page.waitForSelector(".results li"); },
  "reading choices open": async (page) => { await page.click("button.reading"); },
  "contents open on a phone": async (page) => { await page.click(".menu"); },
};

async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map((v) => `${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary.slice(0, 200)}`);
}

const cases = [{
  name: "axe finds what is wrong", open: "one.html",
  run: async (page) => {
    await page.evaluate(() => document.querySelector("article").insertAdjacentHTML("beforeend", '<img src="data:,"><p style="color:#ccc;background:#fff">pale words on white</p>'));
    const found = (await violations(page)).join();
    truly(/image-alt/.test(found) && /color-contrast/.test(found), `only ${found}`);
  },
}];
for (const theme of ["light", "dark", "sepia"]) {
  for (const [book, open] of PAGES) {
    for (const [state, prepare] of Object.entries(OPENED)) {
      if (state !== "as it comes" && (book !== "small" || open !== "one.html")) continue;
      if (theme === "sepia" && open !== "one.html") continue;
      const phone = state.includes("phone");
      cases.push({
        name: `axe, ${theme}, ${book}/${open}, ${state}`, book, open, theme, view: phone ? { width: 360, height: 740 } : undefined,
        run: async (page) => {
          await prepare(page);
          await page.waitForTimeout(100);
          const found = await violations(page);
          truly(!found.length, found.join("\n    "));
        },
      });
    }
  }
}

suite(cases);
