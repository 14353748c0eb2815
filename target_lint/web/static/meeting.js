// The table of people: sorting, filtering, opening one. Without this script it is a plain table with links.
document.documentElement.classList.add("on");
const $ = (id) => document.getElementById(id);
const table = $("people");
if (table) {
  const rows = [...table.tBodies[0].rows];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") === "ascending";
    heads.forEach((one) => one.setAttribute("aria-sort", one === head ? (down ? "descending" : "ascending") : "none"));
    const by = new Intl.Collator("en", { numeric: true }).compare;
    rows.sort((a, b) => (down ? -1 : 1) * by(a.cells[column].textContent, b.cells[column].textContent));
    table.tBodies[0].append(...rows);
  }));
  const filter = () => {
    const words = $("filter").value.toLowerCase(), only = $("only").value;
    let shown = 0;
    for (const row of rows) {
      row.hidden = !row.textContent.toLowerCase().includes(words) || (only && row.dataset.verdict !== only);
      shown += !row.hidden;
    }
    $("say").textContent = shown === rows.length ? "" : `${shown} of ${rows.length} rows`;
  };
  $("filter").addEventListener("input", filter);
  $("only").addEventListener("change", filter);
  const open = () => { const one = document.querySelector(location.hash || "#none"); if (one?.tagName === "DETAILS") one.open = true; };
  addEventListener("hashchange", open);
  table.addEventListener("click", (event) => { if (event.target.closest("a")) setTimeout(open); });
  open();
}
for (const type of ["dragover", "dragleave", "drop"]) document.addEventListener(type, (event) => {
  if (type !== "dragleave") event.preventDefault();
  $("drop").classList.toggle("over", type === "dragover");
  if (type === "drop" && event.dataTransfer.files.length) $("file").files = event.dataTransfer.files;
});
