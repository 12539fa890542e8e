// What the site does beyond showing pages. Everything works without it: notes are links, contents open by
// their address. A book replaces it with its own `templates/html/site.js`.
(function () {
  "use strict";
  var root = document.documentElement;

  // Read at once, before anything is painted. Storage may be closed for pages opened as files.
  function stored() {
    try { return localStorage.getItem("theme"); } catch (error) { return null; }
  }
  function store(theme) {
    try { localStorage.setItem("theme", theme); } catch (error) { /* the choice then lasts for this page */ }
  }
  var chosen = stored();
  if (chosen === "light" || chosen === "dark") root.setAttribute("data-theme", chosen);

  document.addEventListener("DOMContentLoaded", function () {
    var words = document.body.dataset;
    themeButton(words);
    drawer();
    notePopovers(words);
    currentSection();
  });

  function themeButton(words) {
    var bar = document.querySelector(".bar");
    if (!bar) return;
    var button = document.createElement("button");
    button.type = "button";
    button.className = "theme";
    button.title = words.wordTheme;
    button.setAttribute("aria-label", words.wordTheme);
    button.textContent = "◐";
    button.addEventListener("click", function () {
      var dark = root.getAttribute("data-theme") === "dark" ||
        (!root.hasAttribute("data-theme") && matchMedia("(prefers-color-scheme: dark)").matches);
      var theme = dark ? "light" : "dark";
      root.setAttribute("data-theme", theme);
      store(theme);
    });
    bar.appendChild(button);
  }

  // Contents on narrow screens: the same links, but without leaving an address behind.
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
    var current = contents.querySelector('[aria-current="page"]');
    if (current && contents.scrollHeight > contents.clientHeight) {
      contents.scrollTop = Math.max(0, current.offsetTop - contents.clientHeight / 3);
    }
  }

  // Notes at their mark: a pointer shows them in passing, a click or Enter keeps them until Escape.
  function notePopovers(words) {
    var popover = null, owner = null, pinned = false, timer = 0;
    function close(back) {
      clearTimeout(timer);
      if (popover) popover.remove();
      if (back && owner) owner.focus();
      popover = owner = null;
      pinned = false;
    }
    function show(mark, pin) {
      var note = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
      if (!note) return false;
      if (owner === mark && popover) { pinned = pinned || pin; if (pin) popover.focus(); return true; }
      close(false);
      owner = mark;
      pinned = pin;
      popover = document.createElement("div");
      popover.className = "popover";
      popover.tabIndex = -1;
      popover.setAttribute("role", "dialog");
      popover.setAttribute("aria-label", words.wordNotes + " " + mark.textContent);
      Array.prototype.forEach.call(note.childNodes, function (node) { popover.appendChild(node.cloneNode(true)); });
      popover.querySelectorAll('[role="doc-backlink"]').forEach(function (link) { link.remove(); });
      popover.querySelectorAll("[id]").forEach(function (element) { element.removeAttribute("id"); });
      var foot = document.createElement("div");
      foot.className = "popover-foot";
      var link = document.createElement("a");
      link.href = mark.getAttribute("href");
      link.textContent = words.wordToNote;
      link.addEventListener("click", function () { close(false); });
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = words.wordClose;
      button.addEventListener("click", function () { close(true); });
      foot.append(link, button);
      popover.appendChild(foot);
      popover.addEventListener("mouseenter", function () { clearTimeout(timer); });
      popover.addEventListener("mouseleave", leave);
      document.body.appendChild(popover);
      place(mark);
      if (pin) popover.focus({ preventScroll: true });
      return true;
    }
    function place(mark) {
      var at = mark.getBoundingClientRect();
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
    document.querySelectorAll("a.noteref").forEach(function (mark) {
      mark.addEventListener("click", function (event) {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        if (owner === mark && pinned) { event.preventDefault(); close(false); }
        else if (show(mark, true)) event.preventDefault();
      });
      mark.addEventListener("mouseenter", function () {
        if (!matchMedia("(hover: hover)").matches || pinned) return;
        clearTimeout(timer);
        timer = setTimeout(function () { show(mark, false); }, 140);
      });
      mark.addEventListener("mouseleave", leave);
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && popover) close(true);
    });
    document.addEventListener("click", function (event) {
      if (popover && !popover.contains(event.target) && !event.target.closest("a.noteref")) close(false);
    });
    document.addEventListener("focusin", function (event) {
      if (popover && pinned && !popover.contains(event.target) && event.target !== owner) close(false);
    });
  }

  // Which section of the page is being read, in the contents.
  function currentSection() {
    var links = {};
    document.querySelectorAll('.sidebar a[href^="#"]').forEach(function (link) {
      links[decodeURIComponent(link.hash.slice(1))] = link;
    });
    var headings = Array.prototype.filter.call(document.querySelectorAll("article :is(h2, h3, h4)[id]"), function (h) { return links[h.id]; });
    if (!headings.length || !("IntersectionObserver" in window)) return;
    function update() {
      var limit = innerHeight * 0.3, current = null;
      headings.forEach(function (heading) { if (heading.getBoundingClientRect().top < limit) current = heading; });
      Object.keys(links).forEach(function (id) {
        if (current && id === current.id) links[id].setAttribute("aria-current", "location");
        else links[id].removeAttribute("aria-current");
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
})();
