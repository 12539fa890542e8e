// What the site does beyond showing pages. Everything can be read without it: notes are links, contents open by
// their address. A book replaces it with its own `templates/html/site.js`.
(function () {
  "use strict";
  var root = document.documentElement;

  // ---- Choices of the reader, applied before anything is painted. Storage may be closed for pages opened as
  // files; a choice then lasts for the page.
  var THEMES = ["auto", "light", "sepia", "dark"], SIZES = [-2, 4];
  var choice = { theme: "auto", size: 0 };
  try {
    var kept = JSON.parse(localStorage.getItem("kaiben") || "{}");
    if (THEMES.indexOf(kept.theme) >= 0) choice.theme = kept.theme;
    if (kept.size >= SIZES[0] && kept.size <= SIZES[1]) choice.size = Math.round(kept.size);
  } catch (error) { /* nothing was kept */ }
  function applyChoice() {
    if (choice.theme === "auto") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", choice.theme);
    root.style.setProperty("--size", String(1 + choice.size * 0.1));
  }
  function keepChoice() {
    applyChoice();
    try { localStorage.setItem("kaiben", JSON.stringify(choice)); } catch (error) { /* see above */ }
  }
  applyChoice();

  var data, words, bar;
  document.addEventListener("DOMContentLoaded", function () {
    var told = document.getElementById("kaiben-data");
    if (!told) return;
    data = JSON.parse(told.textContent);
    words = data.words;
    bar = document.querySelector(".bar");
    rememberPlaces();
    if (bar) { searchButton(); citeButton(); readingButton(); }
    drawer();
    popovers();
    followReader();
    keys();
    figures();
    copyLinks();
    citeSelection();
    arrive();
  });

  // ---- Small tools.
  function make(name, attributes, content) {
    var element = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) {
      if (key === "click") element.addEventListener("click", attributes.click);
      else if (attributes[key] !== undefined) element.setAttribute(key, attributes[key]);
    });
    [].concat(content === undefined ? [] : content).forEach(function (piece) { element.append(piece); });
    return element;
  }
  function button(label, className, click, text) {
    return make("button", { type: "button", class: className, "aria-label": text === label ? undefined : label, title: text === label ? undefined : label, click: click }, text);
  }
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function hashTarget(hash) {
    try { return document.getElementById(decodeURIComponent(hash.slice(1))); } catch (error) { return null; }
  }
  // Says something to people who do not see it, and shows it shortly.
  function tell(message) {
    var told = document.querySelector(".told") || document.body.appendChild(make("p", { class: "told", role: "status" }));
    told.textContent = "";
    requestAnimationFrame(function () { told.textContent = message; });
    clearTimeout(tell.timer);
    tell.timer = setTimeout(function () { told.textContent = ""; }, 2500);
  }
  function copy(text) {
    // Pages opened as files may have no clipboard; a selection can still be copied the old way.
    function byHand() {
      var field = make("textarea", { class: "visually-hidden" });
      field.value = text;
      (document.querySelector("dialog[open]") || document.body).append(field);
      field.select();
      var done = document.execCommand("copy");
      field.remove();
      return done ? Promise.resolve() : Promise.reject(new Error("copy"));
    }
    var copied = navigator.clipboard ? navigator.clipboard.writeText(text).catch(byHand) : byHand();
    return copied.then(function () { tell(words.copied); }, function () { tell(words.copyFailed); });
  }
  function dialog(className, label, content) {
    var box = make("dialog", { class: className, "aria-label": label }, content);
    // A click on the ground beside the box closes it.
    box.addEventListener("click", function (event) { if (event.target === box) box.close(); });
    document.body.append(box);
    return box;
  }
  function closeButton(box) { return button(words.close, "close-dialog", function () { box().close(); }, "×"); }

  // ---- Theme and size.
  function readingButton() {
    var panel = make("div", { class: "panel", id: "reading-panel", role: "group", "aria-label": words.reading, hidden: "" });
    var themes = make("fieldset", {}, make("legend", {}, words.theme));
    THEMES.forEach(function (theme) {
      var input = make("input", { type: "radio", name: "theme", value: theme });
      input.checked = choice.theme === theme;
      input.addEventListener("change", function () { choice.theme = theme; keepChoice(); });
      themes.append(make("label", { class: "theme-" + theme }, [input, words[theme]]));
    });
    var shown = make("output", {});
    function size(step) {
      return function () {
        choice.size = Math.min(SIZES[1], Math.max(SIZES[0], choice.size + step));
        keepChoice();
        shown.textContent = 100 + choice.size * 10 + " %";
      };
    }
    size(0)();
    panel.append(themes, make("div", { class: "sizes", role: "group", "aria-label": words.size }, [
      make("span", {}, words.size), button(words.smaller, "", size(-1), "−"), shown, button(words.larger, "", size(1), "+")
    ]));
    var opener = button(words.reading, "reading", function () { toggle(panel.hidden); }, "Aa");
    opener.setAttribute("aria-expanded", "false");
    opener.setAttribute("aria-controls", panel.id);
    function toggle(open) {
      panel.hidden = !open;
      opener.setAttribute("aria-expanded", String(open));
      if (open) panel.querySelector("input:checked").focus();
    }
    panel.addEventListener("keydown", function (event) { if (event.key === "Escape") { toggle(false); opener.focus(); } });
    document.addEventListener("click", function (event) {
      if (!panel.hidden && !panel.contains(event.target) && !opener.contains(event.target)) toggle(false);
    });
    bar.append(opener, panel);
  }

  // ---- Contents on narrow screens: the same links, but without leaving an address behind.
  function drawer() {
    var menu = document.querySelector(".menu");
    var contents = document.getElementById("contents");
    if (!menu || !contents) return;
    menu.setAttribute("role", "button");
    menu.setAttribute("aria-expanded", "false");
    menu.setAttribute("aria-controls", "contents");
    function toggle(open, focus) {
      contents.classList.toggle("open", open);
      menu.setAttribute("aria-expanded", String(open));
      if (focus) {
        if (open) (contents.querySelector("[aria-current]") || contents.querySelector("a")).focus();
        else menu.focus();
      }
    }
    menu.addEventListener("click", function (event) {
      event.preventDefault();
      toggle(!contents.classList.contains("open"), true);
    });
    menu.addEventListener("keydown", function (event) {
      if (event.key === " ") { event.preventDefault(); menu.click(); }
    });
    contents.addEventListener("click", function (event) {
      var link = event.target.closest("a");
      if (!link) return;
      if (link.classList.contains("close")) { event.preventDefault(); toggle(false, true); }
      else toggle(false, false);
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && contents.classList.contains("open")) toggle(false, true);
    });
    document.addEventListener("click", function (event) {
      if (contents.classList.contains("open") && !contents.contains(event.target) && !menu.contains(event.target)) toggle(false, false);
    });
    keepInView(contents, contents.querySelector('[aria-current="page"]'));
  }
  function keepInView(box, link) {
    if (!link || box.scrollHeight <= box.clientHeight) return;
    var at = link.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (at < 0 || at > box.clientHeight - 80) box.scrollTop += at - box.clientHeight / 3;
  }

  // ---- Notes and terms at their mark: a pointer or the focus shows them in passing; a click, Enter or a tap on
  // a note's mark keeps it until Escape. A term's link goes to the glossary, but a tap shows it first.
  function popovers() {
    var popover = null, owner = null, pinned = false, timer = 0;
    function close(back) {
      clearTimeout(timer);
      if (popover) popover.remove();
      if (back && owner) owner.focus();
      popover = owner = null;
      pinned = false;
    }
    function noteContent(mark) {
      var note = hashTarget(mark.hash);
      if (!note) return null;
      var content = Array.prototype.map.call(note.childNodes, function (node) { return node.cloneNode(true); });
      var box = make("div", {}, content);
      all('[role="doc-backlink"], .copy-link', box).forEach(function (link) { link.remove(); });
      all("[id]", box).forEach(function (element) { element.removeAttribute("id"); });
      return { content: box, label: words.notes + " " + mark.textContent, link: words.toNote };
    }
    function termContent(term) {
      var box = make("div", {}, make("p", { class: "gloss" }, term.dataset.gloss));
      if (term.dataset.definition !== term.dataset.gloss) box.append(make("p", {}, term.dataset.definition));
      return { content: box, label: words.term + " " + term.textContent, link: words.toTerm };
    }
    function show(mark, pin) {
      if (owner === mark && popover) { pinned = pinned || pin; if (pin) popover.focus(); return true; }
      var what = mark.classList.contains("term") ? termContent(mark) : noteContent(mark);
      if (!what) return false;
      close(false);
      owner = mark;
      pinned = pin;
      popover = make("div", { class: "popover", tabindex: "-1", role: "dialog", "aria-label": what.label }, [
        what.content,
        make("div", { class: "popover-foot" }, [
          make("a", { href: mark.getAttribute("href"), click: function () { close(false); } }, what.link),
          button(words.close, "", function () { close(true); }, words.close)
        ])
      ]);
      popover.addEventListener("mouseenter", function () { clearTimeout(timer); });
      popover.addEventListener("mouseleave", leave);
      // Within the page's landmark, behind everything in it.
      (document.querySelector("main") || document.body).append(popover);
      place(mark);
      if (pin) popover.focus({ preventScroll: true });
      return true;
    }
    function place(mark) {
      var at = mark.getClientRects()[0] || mark.getBoundingClientRect();
      var width = popover.offsetWidth, height = popover.offsetHeight, gap = 8;
      var left = Math.min(Math.max(at.left - width / 4, 16), root.clientWidth - width - 16);
      var above = at.bottom + height + gap > root.clientHeight && at.top > height + gap;
      popover.style.left = Math.max(left, 8) + scrollX + "px";
      popover.style.top = (above ? at.top - height - gap : at.bottom + gap) + scrollY + "px";
    }
    function leave() {
      clearTimeout(timer);
      if (!pinned) timer = setTimeout(function () { close(false); }, 260);
    }
    all("a.noteref, a.term[data-gloss]").forEach(function (mark) {
      var term = mark.classList.contains("term");
      if (term) {
        // The tip of the browser would lie over ours.
        mark.dataset.definition = mark.title;
        mark.removeAttribute("title");
      }
      mark.addEventListener("click", function (event) {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        if (term && event.pointerType !== "touch") return close(false);
        if (owner === mark && pinned) { if (!term) event.preventDefault(); close(false); }
        else if (show(mark, true)) event.preventDefault();
      });
      mark.addEventListener("mouseenter", function () {
        if (!matchMedia("(hover: hover)").matches || pinned) return;
        clearTimeout(timer);
        timer = setTimeout(function () { show(mark, false); }, 140);
      });
      mark.addEventListener("mouseleave", leave);
      if (term) {
        mark.addEventListener("focus", function () { if (!pinned && mark.matches(":focus-visible")) show(mark, false); });
        mark.addEventListener("blur", leave);
      }
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && popover) close(pinned);
    });
    document.addEventListener("click", function (event) {
      if (popover && !popover.contains(event.target) && !event.target.closest("a.noteref, a.term")) close(false);
    });
    document.addEventListener("focusin", function (event) {
      if (popover && pinned && !popover.contains(event.target) && event.target !== owner) close(false);
    });
  }

  // ---- Which section is being read, in the contents of the book and of the page.
  function followReader() {
    var lists = all(".sidebar, .on-page").map(function (box) {
      var links = new Map();
      all('a[href^="#"]', box).forEach(function (link) {
        var heading = hashTarget(link.hash);
        if (heading && heading.closest("article")) links.set(heading, link);
      });
      return { box: box, links: links, current: null };
    }).filter(function (list) { return list.links.size; });
    if (!lists.length) return;
    function update() {
      lists.forEach(function (list) {
        var current = null;
        list.links.forEach(function (link, heading) { if (heading.getBoundingClientRect().top < innerHeight * 0.3) current = link; });
        if (current === list.current) return;
        if (list.current) list.current.removeAttribute("aria-current");
        if (current) current.setAttribute("aria-current", "location");
        list.current = current;
        keepInView(list.box, current);
      });
    }
    var waiting = false;
    addEventListener("scroll", function () {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(function () { waiting = false; update(); });
    }, { passive: true });
    update();
  }

  // ---- Keys: ← and → turn the page, / searches.
  function keys() {
    document.addEventListener("keydown", function (event) {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      // What scrolls or is typed into has these keys for itself.
      if (event.target.closest && event.target.closest("input, textarea, select, dialog, .table-scroll, pre, .panel, .popover")) return;
      var turn = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
      if (turn) {
        var link = document.querySelector('.neighbors a[rel="' + turn + '"]');
        if (link) link.click();
      } else if (event.key === "/" && openSearch) {
        event.preventDefault();
        openSearch();
      }
    });
  }

  // ---- Figures enlarge.
  function figures() {
    var box = null;
    all("figure.figure").forEach(function (figure) {
      var image = figure.querySelector("img");
      if (!image) return;
      var holder = make("span", { class: "enlargeable" });
      image.replaceWith(holder);
      holder.append(image, button(words.enlarge + (image.alt ? "：" + image.alt : ""), "enlarge", enlarge, "⤢"));
      image.addEventListener("click", enlarge);
      function enlarge() {
        if (!box) box = dialog("enlarged", words.enlarge, []);
        var large = image.cloneNode();
        large.removeAttribute("style");
        var caption = figure.querySelector("figcaption");
        box.replaceChildren(closeButton(function () { return box; }), large);
        if (caption) box.append(make("p", {}, caption.textContent));
        box.showModal();
      }
    });
  }

  // ---- The link to a heading.
  function copyLinks() {
    all("article :is(h2, h3, h4)[id]").forEach(function (heading) {
      heading.append(button(words.copyLink, "copy-link", function () { copy(addressOf("#" + heading.id)); }, ""));
    });
  }
  // The address on the web where it is known: that of a file on somebody's disk serves nobody else.
  function addressOf(hash) {
    var file = location.pathname.split("/").pop();
    if (data.book.url) return data.book.url + (data.search && file !== "index.html" ? file : "") + hash;
    return location.href.split(/[?#]/)[0] + hash;
  }

  // ---- A reference to what is selected, or to what is being read (GB/T 7714-2015, 4.2 and 8.5: a part of a
  // monograph with the pages cited, the day of the visit and the address).
  function citeButton() {
    if (document.querySelector("article:not(.lists) h1") && !document.body.classList.contains("title")) {
      bar.append(button(words.cite, "cite", function () { openCitation(selected()); }, words.cite));
    }
  }
  function selected() {
    var selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    var range = selection.getRangeAt(0);
    return range.startContainer.parentElement.closest("article") ? range : null;
  }
  // The printed page on which a place of the text stands: that of the last page beginning before it.
  function pageAt(node, offset) {
    var place = document.createRange(), folio = null;
    place.setStart(node, offset);
    all(".pagebreak").every(function (mark) {
      if (place.comparePoint(mark, 0) > 0) return false;
      folio = mark;
      return true;
    });
    return folio;
  }
  function citation(range) {
    var start, end, article;
    if (range) {
      article = range.startContainer.parentElement.closest("article");
      start = pageAt(range.startContainer, range.startOffset);
      end = pageAt(range.endContainer, range.endOffset);
    } else {
      var visible = all("article > *").find(function (element) { return element.getBoundingClientRect().bottom > 80; });
      article = visible ? visible.closest("article") : document.querySelector("article");
      if (visible) start = end = pageAt(visible, 0);
    }
    var book = data.book, title = article.querySelector("h1");
    function text(selector) { var found = title && title.querySelector(selector); return found ? found.textContent.trim() : ""; }
    var chapter = (text(".number") + " " + text(".title")).trim() || (title ? title.textContent.trim() : "");
    var authors = book.authors.length > 3 ? book.authors.slice(0, 3).join(", ") + (/^zh/.test(root.lang) ? ", 等" : ", et al") : book.authors.join(", ");
    var whole = book.title + (book.subtitle ? ": " + book.subtitle : "");
    var out = (authors ? authors + ". " : "") + (chapter ? chapter + "[M/OL]//" + (authors ? authors + ". " : "") + whole : whole + "[M/OL]") + ". ";
    var imprint = [book.publisher, book.year].filter(Boolean).join(", ");
    var first = start ? start.getAttribute("aria-label") : "", last = end ? end.getAttribute("aria-label") : "";
    var pages = first && last && first !== last ? first + "-" + last : first;
    var day = new Date(), two = function (n) { return String(n).padStart(2, "0"); };
    out += imprint + (pages ? ": " + pages : "") + "[" + day.getFullYear() + "-" + two(day.getMonth() + 1) + "-" + two(day.getDate()) + "].";
    var anchor = start ? start.id : (title && title.id) || "";
    if (book.url || /^http/.test(location.protocol)) out += " " + addressOf(anchor ? "#" + anchor : "") + ".";
    return { text: out, quote: range ? range.cloneContents() : null };
  }
  var citeBox = null;
  function openCitation(range) {
    var made = citation(range), quote = "";
    if (made.quote) {
      all("sup, rt, rp", made.quote).forEach(function (element) { element.remove(); });
      quote = made.quote.textContent.replace(/[\s\u2060]+/g, " ").trim();
    }
    if (!citeBox) citeBox = dialog("citation", words.cite, []);
    var field = make("textarea", { id: "citation-text", rows: "6", readonly: "" });
    field.value = (quote ? "“" + quote + "”\n\n" : "") + made.text;
    citeBox.replaceChildren(
      closeButton(function () { return citeBox; }),
      make("label", { for: "citation-text" }, words.citeText), field,
      button(words.copy, "copy", function () { copy(field.value); }, words.copy)
    );
    citeBox.showModal();
    field.focus();
    field.select();
  }
  function citeSelection() {
    var offer = null;
    document.addEventListener("selectionchange", function () {
      clearTimeout(citeSelection.timer);
      if (offer) { offer.remove(); offer = null; }
      citeSelection.timer = setTimeout(function () {
        var range = selected();
        if (!range || document.querySelector("dialog[open]") || document.body.classList.contains("title")) return;
        if (range.toString().trim().length < 2) return;
        var at = range.getBoundingClientRect();
        offer = button(words.cite, "offer", function () { openCitation(range); }, words.cite);
        // Taking the focus would undo the selection before the click.
        offer.addEventListener("pointerdown", function (event) { event.preventDefault(); });
        document.querySelector("main").append(offer);
        offer.style.left = Math.max(8, Math.min(at.right - 40, root.clientWidth - 80)) + scrollX + "px";
        offer.style.top = at.bottom + 6 + scrollY + "px";
      }, 350);
    });
  }

  // ---- Search: the engine and the index are loaded when they are first wanted. Scripts load also where pages
  // are opened as files and nothing may be fetched.
  var opened = null, openSearch = null;
  function load(address) {
    return new Promise(function (resolve, reject) {
      var script = make("script", { src: address });
      script.onload = resolve;
      script.onerror = function () { reject(new Error(address)); };
      document.head.append(script);
    });
  }
  function engine() {
    return window.kaibenSearch ? Promise.resolve() : load(data.search);
  }
  function index() {
    opened = opened || engine().then(function () {
      return window.kaibenIndex || !data.index ? null : load(data.index);
    }).then(function () { return window.kaibenSearch.open(window.kaibenIndex); });
    return opened;
  }
  function searchButton() {
    var box = null, field, told, list, last = null, timer = 0;
    function build() {
      field = make("input", { type: "search", "aria-label": words.search, placeholder: words.searchHint, autocomplete: "off", spellcheck: "false", enterkeyhint: "search" });
      told = make("p", { role: "status", class: "found" });
      list = make("div", { class: "results" });
      box = dialog("search", words.search, [make("div", { class: "search-field" }, [field, closeButton(function () { return box; })]), told, list]);
      field.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(run, 60); });
      box.addEventListener("keydown", function (event) {
        var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        var links = all("a", list);
        if (step && links.length) {
          event.preventDefault();
          var at = links.indexOf(document.activeElement) + step;
          (at < 0 ? field : links[Math.min(at, links.length - 1)]).focus();
        } else if (event.key === "Enter" && event.target === field && links.length) {
          event.preventDefault();
          clearTimeout(timer);
          run().then(function () { var first = list.querySelector("a"); if (first) first.click(); });
        }
      });
      list.addEventListener("click", function (event) {
        var link = event.target.closest("a");
        if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
        if (link.kaibenHit && link.href.split(/[?#]/)[0] === location.href.split(/[?#]/)[0]) {
          // On the page that is open: no need to load it again.
          event.preventDefault();
          box.close();
          goTo(link.kaibenHit);
        } else if (link.hash) box.close();
      });
    }
    function run() {
      var query = field.value.trim();
      if (query === last) return Promise.resolve();
      last = query;
      if (!query) { told.textContent = ""; list.replaceChildren(); return Promise.resolve(); }
      return index().then(function (book) {
        if (query === field.value.trim()) show(window.kaibenSearch.find(book, query));
      }, function () { told.textContent = words.searchFailed; });
    }
    function show(found) {
      var message = found.total > found.passages.length ? words.foundFirst : found.total || found.terms.length ? words.found : words.foundNone;
      told.textContent = message.replace("{n}", found.total);
      list.replaceChildren.apply(list, found.terms.map(termCard).concat(found.passages.length ? make("ol", {}, found.passages.map(hitItem)) : []));
      box.scrollTop = 0;
    }
    function termCard(term) {
      return make("a", { class: "term-card", href: term.address }, [
        make("strong", {}, [term.zh, term.en, term.abbr].filter(Boolean).join(" · ")),
        make("span", {}, term.definition || words.term)
      ]);
    }
    function hitItem(hit) {
      var marked = hit.marked.map(function (text) { return "find=" + encodeURIComponent(text); }).join("&");
      var here = !data.search;
      var address = here ? "#" + (hit.anchor || hit.address.slice(1)) : hit.address + "?" + marked + "&place=" + hit.place + (hit.anchor ? "#" + hit.anchor : "");
      var link = make("a", { href: address }, [
        make("span", { class: "where" }, hit.where.concat(hit.kind === "n" ? words.note : []).join(" › ")),
        make("span", { class: "excerpt" }, hit.pieces.map(function (piece) { return piece[1] ? make("mark", {}, piece[0]) : piece[0]; }))
      ]);
      link.kaibenHit = hit;
      return make("li", {}, link);
    }
    openSearch = function () {
      if (!box) build();
      if (!box.open) box.showModal();
      field.focus();
      field.select();
      told.textContent = told.textContent || words.searching;
      index().then(function () { if (told.textContent === words.searching) told.textContent = ""; }, function () { told.textContent = words.searchFailed; });
    };
    bar.append(button(words.search, "find", openSearch, words.search));
  }

  // ---- The very place of a hit. A passage's place is its number among these elements of its article; the
  // index counts the same ones (crates/kaiben-html/src/search/passages.rs).
  var PASSAGES = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, tr, figcaption, pre, div, summary";
  var SKIPPED = "rt, rp, math, .noteref, .backlink, .uses, .letters, button";
  var articles = [];
  // Before anything is added to the page, since that would shift the count.
  function rememberPlaces() {
    articles = all("article").filter(function (article) { return article.matches(".chapter, .glossary"); }).map(function (article) { return all(PASSAGES, article); });
  }
  function passageText(passage) {
    var walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT), pieces = [], text = "";
    while (walker.nextNode()) {
      var node = walker.currentNode, parent = node.parentElement;
      if (parent.closest(PASSAGES) !== passage || parent.closest(SKIPPED)) continue;
      // Word joiners and soft hyphens are not in the index.
      node.data.split(/([\u2060\u00ad])/).reduce(function (offset, part) {
        if (part && !/[\u2060\u00ad]/.test(part)) {
          pieces.push({ node: node, offset: offset, start: text.length, length: part.length });
          text += part.replace(/\s/g, " ");
        }
        return offset + part.length;
      }, 0);
    }
    return { pieces: pieces, text: text };
  }
  function clearMarks() {
    all("mark.hit").forEach(function (mark) {
      var parent = mark.parentNode;
      mark.replaceWith.apply(mark, Array.prototype.slice.call(mark.childNodes));
      parent.normalize();
    });
  }
  function mark(passage, found) {
    var read = passageText(passage), marks = [];
    window.kaibenSearch.hits(found, window.kaibenSearch.fold(read.text)).forEach(function (hit) {
      read.pieces.forEach(function (piece) {
        var from = Math.max(hit[0], piece.start), to = Math.min(hit[1], piece.start + piece.length), shift = piece.offset - piece.start;
        if (from < to) marks.push({ piece: piece, from: from + shift, to: to + shift });
      });
    });
    // From the last to the first, so that earlier places in a text stay what they are.
    return marks.reverse().map(function (m) {
      var range = document.createRange();
      range.setStart(m.piece.node, m.from);
      range.setEnd(m.piece.node, m.to);
      var element = make("mark", { class: "hit" });
      range.surroundContents(element);
      return element;
    }).reverse();
  }
  function goTo(hit) {
    clearMarks();
    var article = articles[data.search ? 0 : hit.page] || [];
    var passage = article[hit.place];
    if (!passage) return;
    var marks = mark(passage, hit.marked);
    var details = passage.closest("details");
    if (details) details.open = true;
    var target = marks[0] || passage;
    target.scrollIntoView({ block: "center", behavior: "instant" });
    // For the keyboard and for readers of the screen the passage is where they are now.
    passage.setAttribute("tabindex", "-1");
    passage.focus({ preventScroll: true });
    document.addEventListener("keydown", function escape(event) {
      if (event.key !== "Escape") return;
      clearMarks();
      document.removeEventListener("keydown", escape);
    });
  }
  function arrive() {
    var asked = new URLSearchParams(location.search);
    if (!asked.has("place") || !data.search) return;
    var hit = { place: Number(asked.get("place")), marked: asked.getAll("find") };
    engine().then(function () { goTo(hit); }, function () { /* the address leads to the section at least */ });
  }
})();
