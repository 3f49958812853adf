// Counters that count as the server counts: words are runs between white space, characters are code points.

export function count(text, unit) {
  return unit === "words" ? text.split(/\s+/u).filter(Boolean).length : [...text.replaceAll("\r\n", "\n")].length;
}

function show(line, field, written) {
  const so_far = count(field.value, line.dataset.unit);
  line.textContent = line.dataset.soFar.replace("{n}", written.format(so_far));
  line.classList.toggle("over", so_far > Number(line.dataset.limit));
}

const written = new Intl.NumberFormat(document.documentElement.lang);
for (const line of document.querySelectorAll("[data-count]")) {
  const field = document.getElementById(line.dataset.count);
  if (!field) continue;
  field.addEventListener("input", () => show(line, field, written));
  show(line, field, written);
}
