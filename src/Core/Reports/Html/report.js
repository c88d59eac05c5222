"use strict";
// Everything is readable without this: it adds sorting, filters, copying, and opens the case that a link leads to.
const table = document.getElementById("cases");
if (table) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const said = document.createElement("output");
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const value = row => {
        const cell = row.cells[column];
        return "v" in cell.dataset ? (cell.dataset.v === "" ? NaN : Number(cell.dataset.v)) : cell.textContent;
      };
      const order = (a, b) => {
        if (typeof a === "string") return a.localeCompare(b, "en", { numeric: true });
        return a - b;
      };
      [...body.rows].map(row => ({ row, value: value(row) })).sort((a, b) => {
        // What has no value stays at the end, whichever way the rest is turned.
        const none = Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value));
        return none || (descending ? order(b.value, a.value) : order(a.value, b.value));
      }).forEach(entry => body.append(entry.row));
      said.textContent = `Sorted by ${button.textContent}, ${descending ? "descending" : "ascending"}.`;
    });
  });

  const tools = document.createElement("div");
  tools.className = "tools";
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "part of a name or a verdict";
  label.append("Filter ", input);
  said.setAttribute("aria-live", "polite");
  tools.append(label, said);
  table.closest(".scroll").before(tools);
  // A verdict's chip shows the cases of that verdict alone, and all again when it is pressed once more.
  let verdict = "";
  const chips = [...document.querySelectorAll(".counts li")].map(item => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...item.childNodes);
    button.setAttribute("aria-pressed", "false");
    item.append(button);
    button.addEventListener("click", () => {
      verdict = verdict === item.dataset.verdict ? "" : item.dataset.verdict;
      chips.forEach(chip => chip.button.setAttribute("aria-pressed", String(chip.verdict === verdict)));
      filter();
    });
    return { button, verdict: item.dataset.verdict };
  });
  const filter = () => {
    const wanted = input.value.trim().toLowerCase();
    let shown = 0;
    for (const row of body.rows) {
      const fits = row.textContent.toLowerCase().includes(wanted)
        && (verdict === "" || row.cells[1].textContent === verdict);
      row.hidden = !fits;
      shown += Number(fits);
    }
    said.textContent = `${shown} of ${body.rows.length} cases.`;
  };
  input.addEventListener("input", filter);
}

// What is to be pasted elsewhere gets a button. A page opened from a file may not use the clipboard everywhere.
for (const block of document.querySelectorAll("pre")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  block.before(button);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block.textContent);
    } catch {
      getSelection().selectAllChildren(block);
      document.execCommand("copy");
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
}

const open = () => {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (!target) return;
  for (let node = target; node; node = node.parentElement) {
    if (node.tagName === "DETAILS") node.open = true;
  }
  target.scrollIntoView();
};
addEventListener("hashchange", open);
open();
