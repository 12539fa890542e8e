// Everything here is an addition: the pages read well without it.
(() => {
  const root = document.documentElement;
  const store = {
    get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* private windows keep nothing */ } },
  };

  const theme = document.getElementById("theme");
  const saved = store.get("kaiben-theme");
  if (saved) root.dataset.theme = saved;
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    store.set("kaiben-theme", root.dataset.theme);
  });

  // On a narrow screen the contents would push the text away.
  if (matchMedia("(max-width: 60rem)").matches) document.getElementById("contents").open = false;

  // Notes open at their marks.
  let popover = null;
  const close = (back) => {
    if (!popover) return;
    const { box, mark } = popover;
    box.remove();
    mark.removeAttribute("aria-expanded");
    popover = null;
    if (back) mark.focus();
  };
  const open = (mark) => {
    const note = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
    if (!note) return false;
    close(false);
    const box = document.createElement("div");
    box.className = "popover";
    box.setAttribute("role", "note");
    box.tabIndex = -1;
    for (const child of note.childNodes) box.append(child.cloneNode(true));
    for (const part of box.querySelectorAll(".back")) part.remove();
    for (const part of box.querySelectorAll("[id]")) part.removeAttribute("id");
    document.body.append(box);
    const at = mark.getBoundingClientRect();
    const width = Math.min(360, innerWidth - 24);
    box.style.width = `${width}px`;
    box.style.left = `${Math.max(12, Math.min(at.left + scrollX - width / 2, scrollX + innerWidth - width - 12))}px`;
    box.style.top = `${at.bottom + scrollY + 6}px`;
    mark.setAttribute("aria-expanded", "true");
    popover = { box, mark };
    box.focus();
    return true;
  };
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("a.noteref");
    if (mark) {
      if (popover && popover.mark === mark) { close(true); event.preventDefault(); } else if (open(mark)) event.preventDefault();
    } else if (popover && !event.target.closest(".popover")) close(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(true);
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea")) return;
    const link = event.key === "ArrowLeft" ? "a.prev" : event.key === "ArrowRight" ? "a.next" : null;
    // Inside a table that scrolls the arrows scroll.
    if (link && !event.target.closest(".table-scroll")) document.querySelector(`.pager ${link}`)?.click();
  });
})();
