
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const tools = $("tools");
  const body = $("inventory").tBodies[0];
  const rows = [...body.rows].map((row) => ({
    row,
    section: $("f" + row.dataset.n),
    words: row.dataset.words,
    data: row.dataset,
    actives: row.dataset.actives.split(" "),
    found: row.dataset.found.split(" "),
  }));
  const choices = { status: $("by-status"), indication: $("by-indication"), policy: $("by-policy") };
  const count = (n) => n.toLocaleString("en");

  // What is left out leaves the table, the sections below it, and what is printed.
  function filter() {
    const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const active = $("by-actives").value;
    const found = $("by-found").value;
    let shown = 0;
    for (const one of rows) {
      const keep =
        words.every((word) => one.words.includes(word)) &&
        Object.entries(choices).every(([key, box]) => !box.value || one.data[key] === box.value) &&
        (!active || one.actives.includes(active)) &&
        (!found || one.found.includes(found));
      one.row.hidden = one.section.hidden = !keep;
      shown += keep;
    }
    $("shown").textContent = shown === rows.length ? `all ${count(shown)} shown` : `${count(shown)} of ${count(rows.length)} shown`;
    $("nothing").hidden = shown > 0;
  }

  // The order of the file comes back with the third press.
  const compare = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;
  function sort(head, index) {
    const next = { none: "ascending", ascending: "descending", descending: "none" }[head.getAttribute("aria-sort") || "none"];
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    if (next !== "none") head.setAttribute("aria-sort", next);
    const key = ({ row }) => {
      const cell = row.cells[index];
      return cell.dataset.sort === undefined ? cell.textContent : Number(cell.dataset.sort);
    };
    const sign = next === "descending" ? -1 : 1;
    const order = rows.map((one, place) => ({ one, place, key: next === "none" ? place : key(one) }));
    order.sort((a, b) => sign * (typeof a.key === "number" ? a.key - b.key : compare(a.key, b.key)) || a.place - b.place);
    body.append(...order.map(({ one }) => one.row));
  }

  [...$("inventory").tHead.rows[0].cells].forEach((head, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head, index));
    head.append(button);
  });

  // Days are counted when the page is read: the file itself knows no today.
  const today = new Date().toISOString().slice(0, 10);
  for (const time of document.querySelectorAll("time[data-due]")) {
    const days = Math.round((Date.parse(time.dateTime) - Date.parse(today)) / 86400000);
    if (Number.isNaN(days)) continue;
    const note = document.createElement("small");
    note.textContent = days < 0 ? `${count(-days)} days ago` : days === 0 ? "today" : `in ${count(days)} days`;
    if (days < 0) note.className = "over";
    else if (days <= 30) note.className = "soon";
    time.after(note);
  }

  // A link to a formula that is filtered out shows it again.
  function reveal() {
    const target = /^#f\d+$/.test(location.hash) && $(location.hash.slice(1));
    if (!target || !target.hidden) return;
    tools.reset();
    filter();
    target.scrollIntoView();
  }

  let waiting = 0;
  tools.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 80);
  });
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.addEventListener("reset", () => setTimeout(filter, 0));
  $("all").addEventListener("click", () => tools.reset());
  addEventListener("hashchange", reveal);
  tools.hidden = false;
  filter();
  reveal();
})();
