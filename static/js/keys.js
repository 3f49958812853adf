// Keys for the desks: Ctrl+Enter sends, j and k (or n and p) turn the page, ? shows the list. Plain keys rest while one is typing.

function typing(target) {
  return target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])") !== null;
}

function follow(direction) {
  document.querySelector(`a[rel~=${direction}]`)?.click();
}

document.addEventListener("keydown", (press) => {
  if (press.isComposing || press.altKey || press.defaultPrevented) return;
  if (press.key === "Enter" && (press.ctrlKey || press.metaKey)) {
    const form = press.target.closest("form[data-ctrl-enter]") ?? document.querySelector("form[data-ctrl-enter]");
    if (!form) return;
    press.preventDefault();
    form.requestSubmit(form.querySelector("button.primary") ?? undefined);
    return;
  }
  if (press.ctrlKey || press.metaKey || typing(press.target)) return;
  if (["j", "n"].includes(press.key)) follow("next");
  else if (["k", "p"].includes(press.key)) follow("prev");
  else if (press.key === "?") {
    const list = document.querySelector("[data-shortcuts]");
    if (!list) return;
    list.open = !list.open;
    if (list.open) list.querySelector("summary").focus();
  } else return;
  press.preventDefault();
});
