// Lots, drawn again on the reader's own device; and a secret nobody can guess, made there and never sent.

const hex = (bytes) => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");
const digest = async (text) => hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));

async function isRight(lots) {
  const { lots: seed, list, fingerprint, secrets } = lots.dataset;
  if (list !== undefined) {
    if ((await digest(list)) !== fingerprint) return false;
    if ((await digest([fingerprint, ...JSON.parse(secrets)].join("\n"))) !== seed) return false;
  }
  for (const shown of lots.querySelectorAll("[data-ticket]")) {
    if ((await digest(`${seed}:${shown.dataset.ticket}`)) !== shown.textContent.trim()) return false;
  }
  return true;
}

for (const lots of document.querySelectorAll("[data-lots]")) {
  const check = lots.querySelector("[data-check]");
  if (!crypto.subtle || !check) continue;
  check.hidden = false;
  const told = check.appendChild(document.createElement("output"));
  check.querySelector("button").addEventListener("click", async () => {
    told.textContent = (await isRight(lots)) ? lots.dataset.right : lots.dataset.wrong;
  });
}

for (const maker of document.querySelectorAll("[data-secret]")) {
  const field = document.querySelector("[name=promise]");
  if (!crypto.subtle || !field) continue;
  maker.hidden = false;
  const told = maker.appendChild(document.createElement("output"));
  maker.querySelector("button").addEventListener("click", async () => {
    const secret = hex(crypto.getRandomValues(new Uint8Array(24)));
    told.textContent = secret;
    field.value = await digest(secret);
  });
}
