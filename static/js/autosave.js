// Saves form[data-autosave] as it is written: within a second of leaving a field, and every ten seconds while typing.
// A form is saved place by place: a place is what [data-place], else [data-field] stands around; each quotes the version
// its writer saw. It posts the form (urlencoded, with `changed` naming the places) and shows what the server answers:
//   200  {saved, sentence, version, errors: {field: sentence}, echoes: {name: text}}
//   409  the same with {theirs: {field: text}, clashes: {field: html}}: two texts met; nothing is sent until one is chosen
//   400  {token}: the page was open too long; a fresh token is taken and it is sent again.   401: signed out.
// Whatever is not saved is kept on this device for this person, and taken up when the page is open again. It is sent
// with the version it was typed over, so that it never writes over what somebody else wrote meanwhile.

const SOON = 600, TYPING = 10_000, KEEPING = 250, FIRST = 2_000, LAST = 60_000, LONGEST = 30_000;
const CHECKED = "[type=radio], [type=checkbox]", OURS = ":not([name^='stays-'], [type=file], [type=password])";

class Draft {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
    this.voice = form.querySelector("[data-voice]") ?? document.querySelector("[data-voice]");
    this.key = `draft ${form.dataset.person ?? ""} ${form.dataset.autosave}`;
    this.seen = versions(form.elements.version?.value ?? "");
    this.unsent = new Set();
    this.held = new Set([...form.querySelectorAll(".clash")].map(placeOf));
    this.refused = new Set([...form.querySelectorAll("[data-field].wrong")].map(placeOf));
    this.tries = 0;
    for (const clash of form.querySelectorAll(".clash")) this.offer(clash);
    form.addEventListener("input", ({ target }) => this.note(target) && (this.ticking ??= setTimeout(() => this.save(), TYPING)));
    form.addEventListener("change", ({ target }) => this.note(target) && this.soon());
    form.addEventListener("focusout", () => this.tries || this.soon());
    form.addEventListener("submit", () => { this.keep(); this.leaving = true; });
    document.addEventListener("submit", ({ target }) => { this.forgets ||= target.matches("[action$='/sign-out']"); });
    addEventListener("online", () => this.soon(0));
    addEventListener("focus", () => this.tries && this.soon(0));
    addEventListener("beforeunload", (leave) => this.troubled() && leave.preventDefault());
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", ({ persisted }) => persisted && this.beaconed && location.reload());
    this.recall();
  }

  troubled() { return !this.leaving && (this.held.size || this.refused.size || (this.unsent.size && this.tries)); }

  note(field) {
    if (!field.name || !field.matches(OURS)) return false;
    const place = placeOf(field);
    this.refused.delete(place);
    if (!this.held.has(place)) this.unsent.add(place);
    this.keeping ??= setTimeout(() => this.keep(), KEEPING);
    if (!this.tries && !this.held.size) this.say("unsaved");
    return this.unsent.size;
  }

  soon(delay = SOON) {
    clearTimeout(this.timer);
    if (this.unsent.size) this.timer = setTimeout(() => this.save(), delay);
  }

  quote() { return this.seen.get("") ?? [...this.seen].map(([place, version]) => `${place}:${version}`).join(" "); }

  body(places) {
    const body = new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === "string"));
    if (this.form.elements.version) body.set("version", this.quote());
    for (const place of places) body.append("changed", place);
    return body;
  }

  async save() {
    clearTimeout(this.timer);
    clearTimeout(this.ticking);
    this.ticking = null;
    if (!this.unsent.size || this.sending) return;
    const sent = this.sending = this.unsent;
    this.unsent = new Set();
    if (!this.tries) this.say("saving");
    try {
      const answer = await fetch(this.form.dataset.autosave, {
        method: "POST", body: this.body(sent), headers: { Accept: "application/json" }, redirect: "manual",
        signal: AbortSignal.timeout(LONGEST),
      });
      this.hear(answer, answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {}, sent);
    } catch {
      this.later(sent, "offline");
    }
    this.sending = null;
    if (!this.tries) this.soon();
  }

  hear(answer, said, sent) {
    if ([200, 409, 422].includes(answer.status) && said.sentence !== undefined) return this.answered(answer.status, said, sent);
    if (said.token && !this.renewed) {
      this.renewed = true;
      for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = said.token;
      for (const place of sent) this.unsent.add(place);
      return this.soon(0);
    }
    const busy = answer.status === 429 || answer.status >= 500, shut = [403, 404].includes(answer.status);
    this.later(sent, busy ? "busy" : shut ? "shut" : said.person ? "other" : "expired", Number(answer.headers.get("Retry-After")) * 1000);
  }

  later(sent, why, wait = 0) {
    for (const place of sent) this.unsent.add(place);
    this.keep();
    this.say(why, true);
    const patience = Math.min(FIRST * 2 ** this.tries++, LAST);
    this.soon(Math.max(wait || 0, patience * (0.75 + Math.random() / 2)));
  }

  answered(status, said, sent) {
    this.sending = null;
    this.tries = 0;
    this.renewed = false;
    const now = versions(String(said.version ?? ""));
    for (const [place, version] of now) if (!place || sent.has(place)) this.seen.set(place, version);
    if (this.form.elements.version) this.form.elements.version.value = this.quote();
    if (status === 422) for (const place of sent) this.refused.add(place);
    this.mark(said.errors ?? {}, sent);
    for (const [name, text] of Object.entries(said.echoes ?? {}))
      for (const spot of document.querySelectorAll(`[data-echo="${CSS.escape(name)}"]`)) if (spot.textContent !== text) spot.textContent = text;
    if (status === 409) for (const [name, html] of Object.entries(said.clashes ?? {})) this.meet(name, html);
    const bad = status !== 200 || this.refused.size;
    this.tell(status === 200 && this.refused.size ? `${said.sentence} ${this.form.dataset.partly}` : said.sentence, status === 200 && !bad ? "saved" : "refused", bad);
    this.keep();
    const found = this.form.querySelectorAll("[data-found]");
    if (found.length && !this.unsent.size && !bad) { this.leaving = true; location.reload(); }
  }

  mark(errors, sent) {
    for (const box of this.form.querySelectorAll("[data-field]")) {
      const reason = errors[box.dataset.field], place = placeOf(box);
      if (reason) this.refused.add(place);
      if (!reason && !sent.has(place)) continue;
      const spot = box.querySelector(":scope > .error");
      if (spot && spot.textContent.trim() !== (reason ?? "")) spot.replaceChildren(...(reason ? [paragraph(reason)] : []));
      box.classList.toggle("wrong", Boolean(reason));
      for (const field of box.querySelectorAll(`:is(input, select, textarea)${OURS}`)) {
        if (reason) field.setAttribute("aria-invalid", "true");
        else field.removeAttribute("aria-invalid");
      }
    }
  }

  meet(name, html) {
    const box = this.form.querySelector(`[data-field="${CSS.escape(name)}"]`);
    if (!box) return;
    box.querySelector(".clash")?.remove();
    box.insertAdjacentHTML("beforeend", html);
    this.held.add(placeOf(box));
    this.offer(box.querySelector(".clash"));
  }

  offer(clash) {
    const button = clash.querySelector("[data-settle]");
    button.hidden = false;
    button.addEventListener("click", () => this.settle(clash));
  }

  settle(clash) {
    const chosen = clash.querySelector("input:checked"), place = placeOf(clash), name = clash.dataset.clash;
    const text = JSON.parse(chosen.dataset.text);
    if (chosen.value !== "mine" && typeof text === "object" && !Array.isArray(text)) {
      this.held.delete(place);
      this.keep();
      this.leaving = true;
      return location.reload();
    }
    if (chosen.value !== "mine") this.put(name, [text].flat());
    clash.remove();
    this.form.querySelector(`[name="${CSS.escape(name)}"]`)?.focus();
    if ([...this.form.querySelectorAll(".clash")].some((other) => placeOf(other) === place)) return;
    this.held.delete(place);
    this.unsent.add(place);
    this.soon(0);
  }

  put(name, values, place = name) {
    const fields = this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
    for (const [number, field] of fields.entries()) {
      if (field.matches(CHECKED)) field.checked = values.includes(field.value);
      else if (field.matches(OURS)) field.value = values[fields.length > 1 ? number : 0] ?? "";
      field.dispatchEvent(new Event("input"));
    }
    for (const value of fields.length ? [] : values) {
      const found = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      Object.assign(found.dataset, { found: "", place });
      this.form.append(found);
    }
  }

  say(kind, late = false) {
    this.tell(this.form.dataset[kind] ?? "", kind, late);
    if (kind === "expired" && this.form.dataset.signIn) {
      const way = Object.assign(document.createElement("a"), { textContent: this.form.dataset.signInWords });
      way.href = `${this.form.dataset.signIn}?next=${encodeURIComponent(location.pathname)}`;
      way.addEventListener("click", () => { this.leaving = true; });
      this.line?.append(" ", way);
    }
  }

  tell(words, kind, late) {
    if (!this.line || !words) return;
    this.line.textContent = words;
    this.line.classList.toggle("late", late);
    if (this.voice && !["saving", "unsaved", this.voiced].includes(kind)) this.voice.textContent = words;
    if (!["saving", "unsaved"].includes(kind)) this.voiced = kind;
  }

  keep() {
    clearTimeout(this.keeping);
    this.keeping = null;
    if (this.forgets) return;
    const kept = {}, body = new FormData(this.form), waiting = new Set([...this.unsent, ...this.held, ...this.refused, ...(this.sending ?? [])]);
    for (const field of this.form.querySelectorAll(`:is(input, select, textarea)${OURS}`)) {
      const place = placeOf(field);
      if (!field.name || !waiting.has(place)) continue;
      kept[place] ??= { seen: this.seen.get(place) ?? this.seen.get(""), fields: {} };
      kept[place].fields[field.name] = body.getAll(field.name);
    }
    try {
      if (Object.keys(kept).length) localStorage.setItem(this.key, JSON.stringify(kept));
      else localStorage.removeItem(this.key);
    } catch { this.say("unkept", true); }
  }

  recall() {
    let kept = {};
    try { kept = JSON.parse(localStorage.getItem(this.key) ?? "{}"); } catch { /* nothing is kept on this device */ }
    const body = new FormData(this.form);
    for (const [place, { seen, fields }] of Object.entries(kept)) {
      const other = Object.entries(fields).filter(([name, values]) => String(values) !== String(body.getAll(name)));
      if (!other.length || this.held.has(place)) continue;
      for (const [name, values] of Object.entries(fields)) this.put(name, values, place);
      if (seen !== undefined) this.seen.set(this.seen.has("") ? "" : place, seen);
      this.unsent.add(place);
    }
    this.keep();
    this.soon();
  }

  leave() {
    this.keep();
    if (this.unsent.size && !this.forgets && !this.leaving) this.beaconed = navigator.sendBeacon(this.form.dataset.autosave, this.body(this.unsent));
  }
}

function placeOf(field) {
  return field.closest("[data-place]")?.dataset.place ?? field.closest("[data-field]")?.dataset.field ?? field.name;
}

function versions(quoted) {
  if (/^\d+$/.test(quoted)) return new Map([["", quoted]]);
  return new Map(quoted.split(" ").filter(Boolean).map((pair) => [pair.slice(0, pair.lastIndexOf(":")), pair.slice(pair.lastIndexOf(":") + 1)]));
}

function paragraph(words) {
  return Object.assign(document.createElement("p"), { textContent: words });
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Draft(form);
