"""What is wrong with a page for who cannot see it well, or uses no mouse: found in the browser."""

from playwright.sync_api import Page

LANDMARKS = """() => {
  const wrong = [];
  const count = (selector) => document.querySelectorAll(selector).length;
  if (count("main") !== 1) wrong.push("main");
  if (count("header") !== 1) wrong.push("header");
  if (!document.documentElement.lang) wrong.push("lang");
  if (!document.title.trim()) wrong.push("title");
  const skip = document.querySelector("a.skip");
  if (!skip || !document.querySelector(skip.getAttribute("href"))) wrong.push("skip");
  const ids = [...document.querySelectorAll("[id]")].map((found) => found.id);
  ids.filter((id, at) => ids.indexOf(id) !== at).forEach((id) => wrong.push(`id ${id} twice`));
  for (const table of document.querySelectorAll("table")) {
    if (!table.caption) wrong.push("table without caption");
    if (table.querySelector("thead th:not([scope])")) wrong.push("head without scope");
  }
  for (const image of document.querySelectorAll("img:not([alt])")) wrong.push(image.src);
  for (const drawn of document.querySelectorAll("svg:not([aria-hidden])")) {
    const said = drawn.getAttribute("aria-label") || drawn.querySelector("title");
    if (!said) wrong.push("svg without a name");
  }
  for (const link of document.querySelectorAll("a[href], button, summary")) {
    if (!(link.textContent.trim() || link.getAttribute("aria-label"))) wrong.push("nameless link");
  }
  for (const region of document.querySelectorAll(".scroll")) {
    if (region.tabIndex !== 0 || !region.getAttribute("aria-label")) wrong.push("scroll region");
  }
  return wrong;
}"""

# Contrast as WCAG 2.2 counts it, of every text that stands directly in an element.
CONTRAST = """() => {
  const numbers = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const over = (top, under) => {
    const alpha = top[3] ?? 1;
    return [0, 1, 2].map((at) => top[at] * alpha + under[at] * (1 - alpha));
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if ((colour[3] ?? 1) > 0) layers.push(colour);
      if ((colour[3] ?? 1) === 1 && colour.length) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const wrong = new Set();
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    const box = element.getBoundingClientRect();
    if (!own || !box.width || !element.checkVisibility()) continue;
    if (element.closest("svg, option, .hidden-text, .skip")) continue;
    const style = getComputedStyle(element);
    if (style.visibility !== "visible") continue;
    const under = ground(element);
    const [a, b] = [light(over(numbers(style.color), under)), light(under)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const large = parseFloat(style.fontSize) >= 24;
    if (ratio < (large ? 3 : 4.5)) {
      wrong.add(`${element.tagName}.${element.className}: ${ratio.toFixed(2)}`);
    }
  }
  return [...wrong];
}"""

# Targets of at least 24 px, or so far from others as if they were; links in a line of text may be
# smaller (WCAG 2.2, 2.5.8).
SMALL = """() => [...document.querySelectorAll("a[href], button, select, summary, input, textarea")]
  .filter((found) => found.checkVisibility() && found.type !== "hidden")
  .filter((found) => {
    const box = found.getBoundingClientRect();
    const style = getComputedStyle(found);
    if (found.tagName === "A" && style.display === "inline") return false;
    return box.width < 24 || box.height < 24;
  })
  .map((found) => `small ${found.tagName} ${found.textContent.trim().slice(0, 20)}`)"""

FOCUSED = """() => {
  const found = document.activeElement;
  if (found === document.body) return ["body", 0];
  const style = getComputedStyle(found);
  return [found.tagName, style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth)];
}"""


def faults(page: Page) -> list[str]:
    """Name what is wrong with landmarks, names, targets and contrast."""
    return [fault for check in (LANDMARKS, CONTRAST, SMALL) for fault in page.evaluate(check)]


def walked(page: Page, most: int = 400) -> list[tuple[str, float]]:
    """Go through a page by the Tab key alone: what gets the focus, and how wide its outline is."""
    found = []
    for _step in range(most):
        page.keyboard.press("Tab")
        tag, outline = page.evaluate(FOCUSED)
        if tag == "body":
            break
        found.append((tag, outline))
    return found
