// The choice between automatic, day and night, at the foot of every screen. js/theme_first.js acts on it.

const KEY = "field theme";

/** Show what is chosen, and keep what is chosen from now on. */
export function startTheme() {
  const choices = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[name=theme]"));
  const show = () => {
    const chosen = kept();
    for (const choice of choices) choice.checked = choice.value === chosen;
  };
  for (const choice of choices) choice.addEventListener("change", () => keep(choice.value));
  addEventListener("storage", show); // chosen in another tab
  show();
}

function kept() {
  try {
    return localStorage.getItem(KEY) ?? "automatic";
  } catch {
    return "automatic";
  }
}

/** @param {string} choice */
function keep(choice) {
  try {
    if (choice === "automatic") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch (error) {
    console.error(error); // this browser keeps nothing for this site
  }
  dispatchEvent(new Event(KEY));
}
