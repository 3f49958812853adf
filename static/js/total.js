// The weighted total of a review while it is being written: sum(weight x points) / sum(weight) over what is scored,
// in whole numbers, rounded half up to two digits; and how many criteria are still blank.

const line = document.querySelector("[data-total]");
const criteria = [...document.querySelectorAll("[data-weight]")];
const written = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 2 });

function show() {
  let points = 0, weights = 0, blank = 0;
  for (const criterion of criteria) {
    const chosen = criterion.querySelector("input:checked");
    const weight = Number(criterion.dataset.weight);
    if (!chosen || !/^\d+$/.test(chosen.value)) blank += 1;
    else { points += weight * Number(chosen.value); weights += weight; }
  }
  const hundredths = weights ? Math.floor((200 * points + weights) / (2 * weights)) : null;
  const total = line.dataset.scored.replace("{total}", hundredths === null ? "–" : written.format(hundredths / 100));
  line.textContent = blank ? `${total} · ${line.dataset.blank.replace("{blank}", blank)}` : total;
}

if (line) {
  for (const criterion of criteria) criterion.addEventListener("change", show);
  show();
}
