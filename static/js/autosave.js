// Saves form[data-autosave] as it is written: within a second of leaving a field, and every ten seconds while typing.
// It posts the form's fields (urlencoded, CSRF and version with them) and shows the sentence the server answers:
//   200  {saved, sentence, version, errors: {field: sentence}, echoes: {field: text}}
//   409  {sentence, version, theirs: {field: text}}: somebody else wrote meanwhile; both texts are shown side by side
// What cannot be sent (no connection, signed out) is kept on this device and sent when the page is open again.

const SOON = 600, TYPING = 10_000, LATER = 20_000;

class Draft {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
    this.key = `draft ${form.dataset.autosave}`;
    this.changed = new Set();
    form.addEventListener("input", ({ target }) => this.note(target) && (this.ticking ??= setTimeout(() => this.save(), TYPING)));
    form.addEventListener("change", ({ target }) => this.note(target) && this.soon());
    form.addEventListener("focusout", () => this.soon());
    form.addEventListener("submit", () => this.keep("", true));
    addEventListener("online", () => this.soon());
    addEventListener("pagehide", () => this.leave());
    this.recall();
  }

  get version() { return this.form.elements.version?.value ?? ""; }

  note(field) {
    if (!field.name || field.type === "file" || field.type === "password") return false;
    this.changed.add(field.name);
    return true;
  }

  soon(delay = SOON) {
    clearTimeout(this.timer);
    if (this.changed.size) this.timer = setTimeout(() => this.save(), delay);
  }

  body(sent = []) {
    const fields = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    return new URLSearchParams([...fields, ...[...sent].map((name) => ["changed", name])]);
  }

  async save() {
    clearTimeout(this.ticking);
    this.ticking = null;
    if (!this.changed.size) return;
    if (this.sending) return this.soon();
    const sent = this.changed;
    this.changed = new Set();
    this.sending = true;
    try {
      const answer = await fetch(this.form.dataset.autosave, {
        method: "POST", body: this.body(sent), headers: { Accept: "application/json" }, redirect: "manual",
      });
      const known = [200, 409, 422].includes(answer.status) && answer.headers.get("Content-Type")?.includes("json");
      if (known) this.answered(answer.status, await answer.json(), sent);
      else this.later(sent, answer.status === 429 || answer.status >= 500 ? "offline" : "expired");
    } catch {
      this.later(sent, "offline");
    } finally {
      this.sending = false;
    }
  }

  later(sent, why) {
    for (const name of sent) this.changed.add(name);
    this.keep(this.form.dataset[why]);
    this.soon(LATER);
  }

  answered(status, said, sent) {
    if (said.version !== undefined && this.form.elements.version) this.form.elements.version.value = said.version;
    this.say(said.sentence, status !== 200);
    this.mark(said.errors ?? {}, sent);
    for (const [name, text] of Object.entries(said.echoes ?? {}))
      this.form.querySelector(`[data-echo="${CSS.escape(name)}"]`)?.replaceChildren(text);
    if (status === 409) this.clash(said.theirs ?? {}, sent);
    else if (status === 200 && !this.changed.size) localStorage.removeItem(this.key);
  }

  mark(errors, sent) {
    for (const box of this.form.querySelectorAll("[data-field]")) {
      const reason = errors[box.dataset.field];
      if (!reason && !sent.has(box.dataset.field)) continue;
      const place = box.querySelector(":scope > .error");
      if (place && place.textContent.trim() !== (reason ?? "")) place.replaceChildren(...(reason ? [node("p", reason)] : []));
      box.classList.toggle("wrong", Boolean(reason));
      for (const field of box.querySelectorAll("input, select, textarea")) field.toggleAttribute("aria-invalid", false);
      if (reason) box.querySelector("input, select, textarea")?.setAttribute("aria-invalid", "true");
    }
  }

  clash(theirs, sent) {
    const words = this.form.dataset;
    for (const [name, text] of Object.entries(theirs)) {
      const field = this.form.elements[name], box = this.form.querySelector(`[data-field="${CSS.escape(name)}"]`);
      if (!field || !box || field.value === text) continue;
      if (!sent.has(name)) { field.value = text; continue; }
      box.querySelector(".clash")?.remove();
      const both = node("div", "", "clash");
      for (const [title, value, label] of [[words.theirs, text, words.take], [words.mine, field.value, words.keep]]) {
        const side = node("div"), choice = node("button", label, "quiet");
        choice.type = "button";
        choice.addEventListener("click", () => { field.value = value; both.remove(); this.changed.add(name); this.soon(); field.focus?.(); });
        side.append(node("b", title), node("blockquote", value), choice);
        both.append(side);
      }
      box.append(both);
    }
  }

  say(words, late) {
    if (!this.line || !words) return;
    this.line.textContent = words;
    this.line.classList.toggle("late", late);
  }

  keep(words, sent = false) {
    if (!this.changed.size) return;
    const body = this.body(), fields = Object.fromEntries([...this.changed].map((name) => [name, body.getAll(name)]));
    try { localStorage.setItem(this.key, JSON.stringify({ version: this.version, sent, fields })); } catch { words &&= this.form.dataset.unsaved; }
    this.say(words, true);
  }

  recall() {
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "null"), body = this.body();
    if (!kept) return;
    const other = Object.entries(kept.fields).filter(([name, values]) => String(values) !== String(body.getAll(name)));
    const overtaken = kept.version !== this.version;
    if (!other.length || (overtaken && kept.sent)) return localStorage.removeItem(this.key);
    for (const [name, values] of other) {
      for (const field of this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
        else if (field.type !== "file") field.value = values[0] ?? "";
      }
    }
    const names = new Set(other.map(([name]) => name));
    if (overtaken) return this.clash(Object.fromEntries(other.map(([name]) => [name, body.get(name) ?? ""])), names);
    this.changed = names;
    this.soon();
  }

  leave() {
    if (!this.changed.size) return;
    this.keep("");
    navigator.sendBeacon(this.form.dataset.autosave, this.body());
  }
}

function node(tag, words = "", kind = "") {
  const made = document.createElement(tag);
  made.textContent = words;
  made.className = kind;
  return made;
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Draft(form);
