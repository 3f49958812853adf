// A file dropped beside a letter's fingerprint is compared with it here, in the browser; nothing is sent anywhere.

const place = document.querySelector("[data-fingerprint]");

async function compare(file) {
  const told = place.querySelector("output");
  const sum = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  const hex = [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const same = hex === place.dataset.fingerprint;
  told.className = `notice ${same ? "good" : "bad"}`;
  told.textContent = same ? place.dataset.same : place.dataset.other;
}

if (place && window.crypto && crypto.subtle) {
  const chosen = place.querySelector("input");
  place.hidden = false;
  chosen.addEventListener("change", () => chosen.files.length && compare(chosen.files[0]));
  place.addEventListener("dragover", (event) => event.preventDefault());
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) compare(event.dataTransfer.files[0]);
  });
}
