// Search. The index is the text of the book, passage by passage; what is typed is looked for in it as it stands.
// A book replaces this file with its own `templates/html/search.js`. Loaded when somebody first searches.
//
//   "…"             exactly this
//   世界经济          these characters one after another; if they stand nowhere so, most of their pairs
//   invest          words that begin so
//   xinkaifa, xkf   a glossary term by its pinyin, in full or by initials
//   several         all of them in one passage, then in one section, then on one page; else most of them
var kaibenSearch = (function () {
  "use strict";
  var VERSION = 1, SHOWN = 50;
  // What a hit is worth, by where it stands: title, heading, glossary, caption, text, row, code, note.
  var WORTH = { t: 9, h: 6, g: 4, c: 3, p: 1, r: 0.9, k: 0.8, n: 0.7 };
  var HAN = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〇]|[\ud840-\ud888][\udc00-\udfff]/;
  var WORD = /[\p{L}\p{N}]/u;

  // Characters that count as one: full-width and half-width, upper and lower case, letters with and without
  // accents. Never longer or shorter, so that a place in the folded text is the same place in the text.
  var folded = new Map();
  function foldOne(c) {
    var out = folded.get(c);
    if (out === undefined) {
      out = c.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
      if (out.length !== c.length) out = c.toLowerCase();
      if (out.length !== c.length) out = c;
      folded.set(c, out);
    }
    return out;
  }
  function fold(text) {
    return text.replace(/[A-Z\u0080-\u2fff\u3000-\u33ff\uff00-\uffef]/g, foldOne);
  }

  // ---- What was typed, as tokens: { text, kind } with kind "han", "word" (a beginning) or "exact".
  function tokens(query) {
    var out = [], rest = fold(query), quoted = /["“”„「]([^"“”„「」]+)["“”」]/g;
    rest = rest.replace(quoted, function (_, inside) {
      if (inside.trim()) out.push({ text: inside.trim(), kind: "exact" });
      return " ";
    });
    // A run is of Han characters or of others; marks inside a word or number belong to it (5.3, co-operation).
    var runs = rest.match(/(?:[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〇]|[\ud840-\ud888][\udc00-\udfff])+|[\p{L}\p{N}]+(?:[.,'’%\-·][\p{L}\p{N}]+)*%?/gu) || [];
    runs.forEach(function (run) { out.push({ text: run, kind: HAN.test(run) ? "han" : "word" }); });
    return out;
  }

  // Where a token stands in a folded text: [start, end] pairs.
  function hits(token, text) {
    var out = [];
    if (token.pairs) {
      token.pairs.forEach(function (pair) { each(pair, text, false, out); });
      return out.sort(function (a, b) { return a[0] - b[0]; });
    }
    each(token.text, text, token.kind !== "han", out);
    (token.also || []).forEach(function (form) { each(form, text, !HAN.test(form), out); });
    return out;
  }
  function each(what, text, atWord, out) {
    for (var at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + what.length)) {
      // A Han character before a Latin word bounds it as well as a space.
      if (atWord && at > 0 && WORD.test(what[0]) && !HAN.test(what[0]) && WORD.test(text[at - 1]) && !HAN.test(text[at - 1])) continue;
      out.push([at, at + what.length]);
    }
  }

  // ---- Pinyin: each syllable in full, by its beginning, or by its initial; `readings` is "yin hang|heng|xing".
  function reads(typed, readings) {
    var syllables = readings.split(" ").map(function (s) { return s.split("|"); });
    function from(at, left, short) {
      if (!left) return true;
      if (at === syllables.length) return false;
      return syllables[at].some(function (syllable) {
        if (left.indexOf(syllable) === 0 && from(at + 1, left.slice(syllable.length), short)) return true;
        // The last syllable may be half typed.
        if (syllable.indexOf(left) === 0 && (!short || left.length === 1)) return true;
        return short && left[0] === syllable[0] && from(at + 1, left.slice(1), short);
      });
    }
    if (from(0, typed, false)) return true;
    return typed.length > 1 && typed.length <= syllables.length && from(0, typed, true);
  }

  // ---- The index, made ready once.
  function open(index) {
    if (!index || index.version !== VERSION) throw new Error("the search index is of another version");
    var all = [], section = -1;
    index.pages.forEach(function (page, number) {
      var place = 0, anchors = page.anchors.slice(), anchor = "", head = "", title = "";
      page.texts.forEach(function (text, at) {
        place += page.steps[at];
        if (anchors.length && anchors[0][0] === at) anchor = anchors.shift()[1];
        var kind = page.kinds[at];
        if (kind === "t" || kind === "h" || at === 0) section += 1;
        if (kind === "t") { title = text; head = ""; }
        if (kind === "h") head = text;
        all.push({ text: text, folded: fold(text), kind: kind, page: number, address: page.address, place: place, anchor: anchor, section: section, title: title, head: kind === "h" ? "" : head });
      });
    });
    var terms = index.terms.map(function (term) {
      var forms = [term.zh, term.en, term.abbr].concat(term.aliases).filter(Boolean);
      return { term: term, forms: forms.map(fold), readings: term.readings };
    });
    return { passages: all, terms: terms };
  }

  function termsFor(book, list, query) {
    var whole = fold(query).replace(/[\s'’]+/g, ""), spaced = fold(query).trim();
    var found = [];
    book.terms.forEach(function (entry) {
      var worth = 0, read = false;
      entry.forms.forEach(function (form) {
        if (form === spaced) worth = Math.max(worth, 4);
        else if (form.indexOf(spaced) === 0) worth = Math.max(worth, 3);
        else if (spaced.length > 1 && list.length === 1 && hits(list[0], form).length) worth = Math.max(worth, 1);
      });
      if (entry.readings && /^[a-z]{2,}$/.test(whole) && reads(whole, entry.readings)) {
        read = true;
        worth = Math.max(worth, whole.length >= entry.readings.replace(/\|\S+/g, "").replace(/ /g, "").length ? 4 : 2);
      }
      if (worth) found.push({ term: entry.term, worth: worth, read: read });
    });
    return found.sort(function (a, b) { return b.worth - a.worth; });
  }

  // ---- The search itself.
  function find(book, query) {
    var list = tokens(query);
    if (!list.length) return { total: 0, terms: [], passages: [] };
    var terms = termsFor(book, list, query);
    // Pinyin stands for the term: its Chinese form is looked for as well.
    var forms = terms.filter(function (t) { return t.read && t.term.zh; }).slice(0, 3).map(function (t) { return fold(t.term.zh); });
    if (forms.length) list = [{ text: fold(query).trim().replace(/\s+/g, " "), kind: "word", also: forms }];
    var found = rank(book, list);
    if (!found.length && list.some(function (t) { return t.kind === "han" && t.text.length > 2; })) {
      list = list.map(inPairs);
      found = rank(book, list);
    }
    return {
      total: found.length,
      terms: terms.slice(0, 3).map(function (t) { return t.term; }),
      passages: found.slice(0, SHOWN).map(function (hit) { return result(hit, list); })
    };
  }

  function inPairs(token) {
    if (token.kind !== "han" || token.text.length < 3) return token;
    var characters = Array.from(token.text), pairs = [];
    for (var i = 1; i < characters.length; i++) pairs.push(characters[i - 1] + characters[i]);
    return { text: token.text, kind: "han", pairs: pairs };
  }

  function rank(book, list) {
    var byToken = list.map(function (token) {
      var found = new Map();
      book.passages.forEach(function (passage, at) {
        var marks = hits(token, passage.folded);
        if (!marks.length) return;
        var share = 1;
        if (token.pairs) {
          var seen = new Set(marks.map(function (m) { return passage.folded.slice(m[0], m[1]); }));
          share = seen.size / new Set(token.pairs).size;
          if (share < 0.6) return;
        }
        found.set(at, { marks: marks, share: share });
      });
      return found;
    });
    function score(at) {
      var passage = book.passages[at], sum = 0, last = null, near = 0;
      byToken.forEach(function (found) {
        var hit = found.get(at);
        if (!hit) return;
        var rare = Math.log(1 + book.passages.length / found.size);
        sum += rare * hit.share * hit.share * (1 + Math.log2(hit.marks.length));
        // Words that stand next to each other, as they were typed.
        if (last && hit.marks.some(function (m) { return last.some(function (l) { return m[0] >= l[1] && m[0] - l[1] <= 2; }); })) near += 1;
        last = hit.marks;
      });
      return sum * (1 + near) * WORTH[passage.kind] / (1 + passage.text.length / 1500);
    }
    var everywhere = [], partly = [];
    book.passages.forEach(function (passage, at) {
      var which = byToken.filter(function (found) { return found.has(at); }).length;
      if (which) (which === list.length ? everywhere : partly).push({ at: at, score: score(at), passage: passage, which: which });
    });
    // Words that stand apart: one hit for each section that has them all, then for each page. If no page has
    // them all, the passages with most of them.
    if (list.length > 1) {
      together(partly, everywhere, "section", 0.2, byToken).forEach(function (hit) { everywhere.push(hit); });
      together(partly, everywhere, "page", 0.1, byToken).forEach(function (hit) { everywhere.push(hit); });
      if (!everywhere.length) everywhere = partly.map(function (hit) { return { at: hit.at, score: hit.score * hit.which, passage: hit.passage }; });
    }
    return everywhere.sort(function (a, b) { return b.score - a.score || a.at - b.at; });
  }

  // The best hit of each section or page that has every token and no hit so far.
  function together(partly, known, unit, worth, byToken) {
    var done = new Set(known.map(function (hit) { return hit.passage[unit]; })), groups = new Map();
    partly.forEach(function (hit) {
      var key = hit.passage[unit], group = groups.get(key);
      if (done.has(key)) return;
      if (!group) groups.set(key, group = { tokens: new Set(), best: hit });
      byToken.forEach(function (found, i) { if (found.has(hit.at)) group.tokens.add(i); });
      if (hit.score > group.best.score) group.best = hit;
    });
    return Array.from(groups.values()).filter(function (group) { return group.tokens.size === byToken.length; }).map(function (group) {
      return { at: group.best.at, score: group.best.score * worth, passage: group.best.passage };
    });
  }

  // ---- What is shown of a hit: its text around the densest marks, cut into marked and unmarked pieces.
  var BEFORE = 26, LENGTH = 110;
  function result(hit, list) {
    var passage = hit.passage, marks = merged(list, passage.folded);
    var start = 0;
    if (passage.text.length > LENGTH && marks.length) {
      var best = marks[0], most = 0;
      marks.forEach(function (mark) {
        var inside = marks.filter(function (m) { return m[0] >= mark[0] && m[1] <= mark[0] + LENGTH - BEFORE; }).length;
        if (inside > most) { most = inside; best = mark; }
      });
      start = Math.max(0, Math.min(best[0] - BEFORE, passage.text.length - LENGTH));
    }
    var end = Math.min(passage.text.length, start + LENGTH);
    // No word and no pair of surrogates is cut.
    while (start > 0 && /[\w’'\udc00-\udfff]/.test(passage.text[start]) && /[\w’'\ud800-\udbff]/.test(passage.text[start - 1])) start -= 1;
    while (end < passage.text.length && /[\w’'\udc00-\udfff]/.test(passage.text[end]) && /[\w’'\ud800-\udbff]/.test(passage.text[end - 1])) end += 1;
    var pieces = [], at = start;
    if (start > 0) pieces.push(["…", false]);
    marks.forEach(function (mark) {
      if (mark[1] <= start || mark[0] >= end) return;
      var from = Math.max(mark[0], start), to = Math.min(mark[1], end);
      if (from > at) pieces.push([passage.text.slice(at, from), false]);
      pieces.push([passage.text.slice(from, to), true]);
      at = to;
    });
    if (at < end) pieces.push([passage.text.slice(at, end), false]);
    if (end < passage.text.length) pieces.push(["…", false]);
    var marked = list.map(function (t) { return t.pairs || [t.text].concat(t.also || []); });
    return {
      page: passage.page, address: passage.address, place: passage.place, anchor: passage.anchor, kind: passage.kind,
      where: [passage.title, passage.head].filter(function (t) { return t && t !== passage.text; }),
      pieces: pieces, marked: [].concat.apply([], marked)
    };
  }
  function merged(list, text) {
    var marks = [].concat.apply([], list.map(function (token) { return hits(token, text); }));
    marks.sort(function (a, b) { return a[0] - b[0]; });
    return marks.reduce(function (out, mark) {
      var last = out[out.length - 1];
      if (last && mark[0] <= last[1]) last[1] = Math.max(last[1], mark[1]);
      else out.push(mark.slice());
      return out;
    }, []);
  }

  return { open: open, find: find, fold: fold, hits: function (words, text) { return merged(words.map(function (w) { return { text: w, kind: HAN.test(w) ? "han" : "word" }; }), text); } };
})();
