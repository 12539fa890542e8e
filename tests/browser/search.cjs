// Search: what is typed, where the first hit leads, and what is marked there.
const { equal, suite, truly } = require("./suite.cjs");

const FROM = [["index.html", "host"], ["two.html", "file"], ["single", "file"]];

// query, label or page of the first result, the text marked where it leads, least number of results
const QUERIES = [
  ["a phrase from the middle of a long paragraph", "每次量出的数目都不一样，因为河水", "one", ["每次量出的数目都不一样，因为河水"]],
  ["the same in quotation marks", "“量它要像量孩子”", "one", ["量它要像量孩子"]],
  ["two words in two languages", "借款 infrastructure", "one", ["infrastructure", "借款"]],
  ["two words that stand in different paragraphs", "世界经济 涨水", "one", null],
  ["the beginning of a word", "infrastr", "one", ["infrastr"]],
  ["not the inside of a word", "nfrastructure", null, null],
  ["a term by pinyin", "xinkaifayinhang", "sec-glossary-term", ["新开发银行"]],
  ["a term by pinyin, in syllables and half typed", "xin kai fa yi", "sec-glossary-term", ["新开发银行"]],
  ["a term by initials", "xkfyh", "sec-glossary-term", ["新开发银行"]],
  ["a term with a character of two readings", "zhonggongye", "sec-glossary-term", ["重工业"]],
  ["a heading before the text", "渡口", "one", ["渡口"]],
  ["an English heading", "bridges", "one", ["Bridges"]],
  ["full-width letters and digits", "２００２", "two", ["2002"]],
  ["a note", "豆腐的人姓林", "one", ["豆腐的人姓林"]],
  ["a table", "夜里也开工", "two", ["夜里也开工"]],
  ["a caption", "output of the fac", "two", ["Output of the fac"]],
  ["code", "kaiben build", "two", ["kaiben", "build"]],
  ["characters that nowhere stand together so", "第二座桥开了工程", "one", null],
  ["nothing", "不存在的词语", null, null],
  ["signs only", "。。，", null, null],
];

// Signs between the words of a phrase may part its marks.
function holds(marks, wanted, where) {
  const plain = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");
  const found = plain(marks.join(""));
  for (const text of wanted) truly(found.includes(plain(text)), `marked ${where}: ${JSON.stringify(marks)}, not ${text}`);
}

const cases = [];
for (const [open, from] of FROM) {
  for (const [name, query, leads, marked] of QUERIES) {
    cases.push({
      name: `${name} (${open} from ${from})`, open, from,
      run: async (page) => {
        await page.keyboard.press("/");
        await page.keyboard.type(query);
        await page.waitForFunction(() => /\d|没有找到/.test(document.querySelector(".search .found").textContent));
        await page.waitForTimeout(120);
        const hits = page.locator(".results li a");
        if (!leads) return equal(await hits.count(), 0, "results");
        truly(await hits.count() > 0, "no result");
        if (marked && leads !== "sec-glossary-term") holds(await hits.first().locator("mark").allTextContents(), marked, "in the excerpt");
        // Pinyin finds the term itself first.
        if (leads === "sec-glossary-term") truly((await page.locator(".term-card").first().textContent()).includes(marked[0]), "no card of the term");
        else if (open !== "single") truly((await hits.first().getAttribute("href")).startsWith(`${leads}.html?`), `leads to ${await hits.first().getAttribute("href")}`);
        await page.keyboard.press("Enter");
        if (leads === "sec-glossary-term") {
          // The card leads to the entry in the glossary.
          await page.waitForFunction((term) => document.querySelector(":target")?.textContent.includes(term), marked[0]);
          return;
        }
        await page.waitForSelector("mark.hit", { state: "attached" });
        if (marked) holds(await page.locator("mark.hit").allTextContents(), marked, "on the page");
        const seen = await page.locator("mark.hit").first().evaluate((mark) => {
          const at = mark.getBoundingClientRect();
          return at.top >= 0 && at.bottom <= innerHeight;
        });
        truly(seen, "the place is not in view");
        await page.keyboard.press("Escape");
        equal(await page.locator("mark.hit").count(), 0, "marks after Escape");
      },
    });
  }
}

cases.push({
  name: "results can be walked with the arrows, and Escape gives the page back", open: "one.html",
  run: async (page) => {
    await page.click(".bar .find");
    await page.keyboard.type("桥");
    await page.waitForSelector(".results li");
    for (const key of ["ArrowDown", "ArrowDown", "ArrowUp"]) await page.keyboard.press(key);
    equal(await page.evaluate(() => [...document.querySelectorAll(".results a")].indexOf(document.activeElement)), 0, "the focused result");
    await page.keyboard.press("Escape");
    equal(await page.locator("dialog[open]").count(), 0, "open dialogs");
    truly(await page.evaluate(() => document.activeElement.classList.contains("find")), "the focus is not back at the button");
  },
});

cases.push({
  name: "nothing of the search is loaded before it is wanted", open: "one.html",
  run: async (page, { log }) => {
    equal(log.filter((asked) => asked.includes("search")), [], "asked for");
    await page.click(".bar .find");
    await page.waitForFunction(() => window.kaibenIndex);
    equal(log.filter((asked) => asked.includes("search")), ["/assets/search.js", "/assets/search-index.js"], "asked for");
  },
});

suite(cases);
