(() => {
  "use strict";
  const form = document.getElementById("filter");
  const rows = Array.from(document.querySelectorAll(".changes > li"));
  const groups = Array.from(document.querySelectorAll(".group"));
  const shown = document.getElementById("shown");
  const selects = Array.from(form.querySelectorAll("select"));
  let texts = null;
  let timer = 0;

  const apply = () => {
    texts ??= rows.map((row) => row.textContent.toLowerCase());
    const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = selects.filter((select) => select.value).map((select) => [select.name, select.value]);
    const flagged = form.elements.x.checked;
    let count = 0;
    rows.forEach((row, index) => {
      const data = row.dataset;
      const visible = (!flagged || data.x === "1")
        && wanted.every(([name, value]) => (data[name] ?? "–") === value)
        && words.every((word) => texts[index].includes(word));
      if (row.hidden === visible) row.hidden = !visible;
      if (visible) count += 1;
    });
    for (const group of groups) group.hidden = !group.querySelector(".changes > li:not([hidden])");
    shown.textContent = `${count.toLocaleString("en")} of ${rows.length.toLocaleString("en")} changes shown`;
  };
  const later = (delay) => { clearTimeout(timer); timer = setTimeout(apply, delay); };

  if (rows.length > 0) {
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => later(120));
    form.addEventListener("reset", () => later(0));
    shown.textContent = `${rows.length.toLocaleString("en")} changes`;
  }

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of opened) details.open = false; });
})();
