// Day or night, settled before anything is painted: this runs in <head> before the style sheets, and what is asked of
// it later (another choice, another tab, dusk) it settles the same way.
//
// The choice is kept in localStorage because only that can be read at once. It says nothing about anybody.

(() => {
  const root = document.documentElement;
  const meta = document.querySelector("meta[name=color-scheme]");
  const system = matchMedia("(prefers-color-scheme: dark)");

  const chosen = () => {
    try {
      return localStorage.getItem("field theme");
    } catch {
      return null; // this browser keeps nothing for this site
    }
  };

  const settle = () => {
    const choice = chosen();
    const night = choice === "night" || (choice !== "day" && system.matches);
    root.dataset.theme = night ? "night" : "day";
    meta?.setAttribute("content", night ? "dark" : "light");
  };

  settle();
  system.addEventListener("change", settle);
  addEventListener("storage", settle);
  addEventListener("field theme", settle);
})();
