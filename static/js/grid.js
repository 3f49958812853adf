// The grid saves a row as soon as a mark is chosen in it; the row's own button does the same without this.

async function save(form) {
  const line = form.querySelector(".saved"), row = form.closest("tr");
  let words = form.dataset.fault, kept = false;
  try {
    const answer = await fetch(form.dataset.row, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" }, redirect: "manual" });
    const said = await answer.json();
    kept = Boolean(said.saved) && !Object.keys(said.errors ?? {}).length;
    words = Object.values(said.errors ?? {})[0] ?? said.sentence ?? words;
    if (said.version !== undefined) form.elements.version.value = said.version;
  } catch { /* the words say that it is not saved */ }
  line.textContent = words;
  row.classList.toggle("wrong", !kept);
}

for (const form of document.querySelectorAll("form[data-row]"))
  for (const field of form.elements) if (field.matches("select")) {
    field.addEventListener("change", () => { form.saving = (form.saving ?? Promise.resolve()).then(() => save(form)); });
  }
