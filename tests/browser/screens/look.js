// What can be seen wrong with a screen as it stands, told as sentences. Loaded into the page by looking.py.

globalThis.fieldLook = (() => {
  const CONTROLS = "a[href], button, input, select, textarea, summary, [role=button]";
  const SLACK = 1.5; // rounding of parts of pixels

  const name = (one) => {
    const said = (one.getAttribute("aria-label") || one.innerText || one.id || "").trim().replace(/\s+/g, " ");
    const of = [one.tagName.toLowerCase(), one.id && `#${one.id}`, ...[...one.classList].map((it) => `.${it}`)];
    return `${of.filter(Boolean).join("")} "${said.slice(0, 40)}"`;
  };

  /** What an officer sees, or would see if they scrolled there. */
  const seen = (one) => {
    if (!one.checkVisibility({ visibilityProperty: true })) return false;
    const { width, height } = one.getBoundingClientRect();
    return width > 0 && height > 0 && !one.closest(".govuk-visually-hidden, .govuk-skip-link:not(:focus)");
  };

  const stuck = (one) => {
    for (let at = one; at; at = at.parentElement) {
      if (["sticky", "fixed"].includes(getComputedStyle(at).position)) return at;
    }
    return null;
  };

  const controls = (root = document) => [...root.querySelectorAll(CONTROLS)].filter((one) => seen(one) && !one.disabled);

  /** Where a thumb may land: a radio's label belongs to it, a task's whole row to its link. */
  const target = (one) => {
    const row = getComputedStyle(one, "::after").position === "absolute" && one.offsetParent;
    const rects = [row || one, ...(one.matches("input[type=radio], input[type=checkbox]") ? one.labels : [])].map((it) =>
      it.getBoundingClientRect(),
    );
    const [left, top] = [Math.min(...rects.map((it) => it.left)), Math.min(...rects.map((it) => it.top))];
    const [right, bottom] = [Math.max(...rects.map((it) => it.right)), Math.max(...rects.map((it) => it.bottom))];
    return { left, top, right, bottom, width: right - left, height: bottom - top };
  };

  const tooWide = (all) => {
    const limit = document.documentElement.clientWidth;
    const wide = [...document.body.querySelectorAll("*")].filter(
      (one) => seen(one) && one.getBoundingClientRect().right > limit + SLACK && !inScrolledBox(one),
    );
    const found = wide.filter((one) => !wide.some((other) => other !== one && one.contains(other)));
    const problems = found.map((one) => `runs over the right edge by ${Math.round(one.getBoundingClientRect().right - limit)} px: ${name(one)}`);
    for (const { rect, of } of all) if (rect.right > limit + SLACK && !inScrolledBox(of)) problems.push(`text runs over the right edge: ${name(of)}`);
    if (document.documentElement.scrollWidth > limit && !problems.length) problems.push(`the page scrolls sideways: ${unseen(limit)}`);
    return problems;
  };

  const unseen = (limit) =>
    [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > limit).map(name).slice(-3).join(", ");

  const inScrolledBox = (one) => {
    for (let at = one.parentElement; at && at !== document.body; at = at.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) return true;
    }
    return false;
  };

  /** Every line of text, with the element it stands in. */
  const lines = () => {
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walk.nextNode()) {
      const of = walk.currentNode.parentElement;
      if (!walk.currentNode.data.trim() || !of || of.closest("option, script, noscript, template") || !seen(of)) continue;
      if (getComputedStyle(of).opacity === "0") continue;
      range.selectNodeContents(walk.currentNode);
      for (const rect of range.getClientRects()) if (rect.width > 1) found.push({ rect, of });
    }
    return found;
  };

  const crosses = (a, b, slack) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack;

  /** Lines may touch: a face's own box is taller than its letters, Noto's by a third of their size. */
  const leading = (of) => Math.max(4, 0.3 * parseFloat(getComputedStyle(of).fontSize));

  /** Text over text, controls over controls, text cut off by what holds it. */
  const overlaps = (text) => {
    const problems = new Set();
    const flow = text.filter(({ of }) => !stuck(of));
    flow.sort((a, b) => a.rect.top - b.rect.top);
    flow.forEach((one, at) => {
      for (let next = at + 1; next < flow.length && flow[next].rect.top < one.rect.bottom; next++) {
        const other = flow[next];
        if (other.of !== one.of && crosses(one.rect, other.rect, leading(one.of))) problems.add(`text over text: ${name(one.of)} and ${name(other.of)}`);
      }
    });
    for (const { rect, of } of text) {
      const box = of.closest("button, .govuk-button, .answer span, .govuk-tag, .theme__choice span, label");
      const held = box?.getBoundingClientRect();
      if (held && (rect.right > held.right + SLACK || rect.left < held.left - SLACK || rect.bottom > held.bottom + 4)) problems.add(`text runs out of its control: ${name(box)}`);
      for (let at = of; at && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at);
        const edge = at.getBoundingClientRect();
        if (["hidden", "clip"].includes(style.overflowX) && rect.right > edge.right + SLACK) problems.add(`text cut off: ${name(of)}`);
      }
    }
    const all = controls().filter((one) => !stuck(one));
    all.forEach((one, at) => {
      for (const other of all.slice(at + 1)) {
        if (one.contains(other) || other.contains(one)) continue;
        if (crosses(one.getBoundingClientRect(), other.getBoundingClientRect(), SLACK)) problems.add(`controls over each other: ${name(one)} and ${name(other)}`);
      }
    });
    return [...problems];
  };

  /** Of the height of the screen, at least half is for what is worked on. */
  const bars = () => {
    const held = [...document.querySelectorAll(".strip, .save")].filter(seen);
    const height = held.reduce((sum, one) => sum + one.getBoundingClientRect().height, 0);
    return height > innerHeight / 2 ? [`the bars take ${Math.round(height)} of ${innerHeight} px`] : [];
  };

  /** What is wrong at this width, with text of this size. */
  const layout = () => {
    const text = lines();
    return [...tooWide(text), ...overlaps(text), ...bars()];
  };

  const inSentence = (one) => {
    if (!one.matches("a") || getComputedStyle(one).display !== "inline") return false;
    const block = one.closest("p, li, div, dd");
    return Boolean(block && block.innerText.trim().length > one.innerText.trim().length);
  };

  const targets = (least) =>
    controls()
      .filter((one) => !inSentence(one))
      .map((one) => ({ one, at: target(one) }))
      .filter(({ at }) => at.width < least - 0.5 || at.height < least - 0.5)
      .map(({ one, at }) => `${Math.round(at.width)} x ${Math.round(at.height)} px is too small to hit: ${name(one)}`);

  const channel = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);

  /** Backgrounds that would glare at night. */
  const glaring = (bound, allowed) => {
    const found = new Set();
    for (const one of document.querySelectorAll("html, body, body *")) {
      if (!seen(one) || one.closest(allowed)) continue;
      const [red, green, blue, alpha = 1] = (getComputedStyle(one).backgroundColor.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
      const light = 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
      if (alpha > 0.5 && light > bound) found.add(`light in the dark (${light.toFixed(2)}): ${name(one)}`);
    }
    return [...found];
  };

  /** One element for each way text is painted: letters alike on grounds alike have one contrast, however many there are. */
  const painting = () => {
    const found = new Map();
    for (const { of } of lines()) if (!found.has(of) && !of.closest("[inert]")) found.set(of, wayOfPainting(of));
    const first = new Map();
    for (const [one, way] of found) if (!first.has(way)) first.set(way, one);
    return [...first.values()];
  };

  const wayOfPainting = (one) => {
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(one);
    const under = [];
    for (let at = one; at; at = at.parentElement) {
      const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(at);
      under.push(`${opacity} ${["static", "relative"].includes(position) ? "" : position}`);
      if (backgroundImage !== "none" || backgroundColor !== "rgba(0, 0, 0, 0)") {
        under.push(`${backgroundColor} ${backgroundImage}`);
        if (backgroundImage === "none" && !backgroundColor.startsWith("rgba")) break;
      }
    }
    return [color, fontSize, fontWeight, textShadow, one.matches(":disabled, :disabled *"), ...new Set(under)].join("|");
  };

  // --- The keyboard ---------------------------------------------------------------------------------------

  /** How an element is painted, with what is painted in its place: a radio's circle is its label's. */
  const painted = (one) =>
    [[one], [one.nextElementSibling], [one.nextElementSibling, "::before"]]
      .filter(([it]) => it)
      .map(([it, part]) => {
        const style = getComputedStyle(it, part);
        const outlined = style.outlineStyle !== "none" && style.outlineColor !== "rgba(0, 0, 0, 0)";
        return [outlined ? `${style.outlineWidth} ${style.outlineColor}` : "", style.boxShadow, style.borderTopWidth].join(" ");
      })
      .join("|");

  /** One stop for each control, and one for each group of radios. */
  const stopOf = (one) => (one.type === "radio" ? (one.closest("[data-section], form, fieldset") ?? document).querySelector(`input[name="${CSS.escape(one.name)}"]`) : one);

  let unfocused = new Map();
  let reached = [];

  const before = () => {
    document.activeElement?.blur();
    scrollTo({ top: 0, behavior: "instant" });
    reached = [];
    unfocused = new Map(controls().map((one) => [one, painted(one)]));
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    return new Set([...unfocused.keys()].map(stopOf)).size;
  };

  /** What is wrong where the focus is now; `done` once it has left the page or come round. */
  const step = () => {
    const here = document.activeElement;
    if (!here || here === document.body || reached.some(({ one }) => one === here)) return { done: true, problems: [] };
    const problems = [];
    const at = target(here);
    const skip = here.matches(".govuk-skip-link");
    const bar = stuck(here);
    if (unfocused.has(here) && unfocused.get(here) === painted(here)) problems.push(`does not show that it has the focus: ${name(here)}`);
    if (!bar) {
      const top = Math.max(...[...document.querySelectorAll(".strip")].filter(seen).map((it) => it.getBoundingClientRect().bottom), 0);
      const low = Math.min(...[...document.querySelectorAll(".save")].filter(seen).map((it) => it.getBoundingClientRect().top), innerHeight);
      // Into long text Chromium scrolls as far as the line that is typed in; of a textarea the first lines must be free.
      if (here.matches("textarea")) at.bottom = Math.min(at.bottom, at.top + 48);
      const fits = at.bottom - at.top <= low - top;
      const under = fits ? at.top < top - SLACK || at.bottom > low + SLACK : at.bottom < top + 24 || at.top > low - 24;
      if (under && !skip && here.closest("main")) problems.push(`has the focus under a bar (${Math.round(at.top)} to ${Math.round(at.bottom)}, free ${Math.round(top)} to ${Math.round(low)}): ${name(here)}`);
    }
    const last = reached.at(-1);
    const place = { one: here, bar, top: at.top + scrollY, bottom: at.bottom + scrollY, left: at.left };
    if (last && !last.bar && !bar && !skip) {
      const row = Math.min(place.bottom, last.bottom) - Math.max(place.top, last.top);
      const half = Math.min(place.bottom - place.top, last.bottom - last.top) / 2;
      if (row > half ? place.left < last.left - SLACK : place.bottom < last.top) problems.push(`comes after ${name(last.one)} but stands before it: ${name(here)}`);
    }
    reached.push(place);
    return { done: false, problems };
  };

  /** Controls that the Tab key passed by. */
  const missed = () => {
    const stops = new Set(reached.map(({ one }) => stopOf(one)));
    return [...new Set([...unfocused.keys()].map(stopOf))]
      .filter((one) => one && !stops.has(one) && one.tabIndex >= 0 && one.isConnected && seen(one))
      .map((one) => `cannot be reached with the Tab key: ${name(one)}`);
  };

  return { layout, targets, glaring, painting, before, step, missed };
})();
