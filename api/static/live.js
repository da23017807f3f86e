// Swap a region instead of loading a page. Without this module every link and form still works.
const WAIT_MS = 250;
let latest = 0;
let timer;

const regionOf = (element) => document.querySelector(element.dataset.live);

const addressOf = (form) => {
  const fields = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(fields).toString();
  return form.action.split("?")[0] + (query ? "?" + query : "");
};

async function swap(address, region, { push = true } = {}) {
  const ticket = ++latest; // a late answer never overwrites a newer one
  region.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { "Hub-Region": region.id } });
    if (!answer.ok || answer.redirected) throw new Error("not a region");
    const text = await answer.text();
    if (ticket !== latest) return;
    region.innerHTML = text;
    if (push) history.pushState({ region: region.id }, "", address);
    const count = region.querySelector("[data-count]");
    document.querySelector("#said").textContent = count ? count.textContent : "";
  } catch {
    location.assign(address);
  } finally {
    if (ticket === latest) region.removeAttribute("aria-busy");
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-live]");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  if (!link || !plain || !regionOf(link)) return;
  event.preventDefault();
  swap(link.href, regionOf(link));
});

for (const kind of ["input", "change", "submit"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest("form[data-live]");
    if (!form || !regionOf(form)) return;
    if (kind === "submit") event.preventDefault();
    clearTimeout(timer);
    timer = setTimeout(() => swap(addressOf(form), regionOf(form)), kind === "input" ? WAIT_MS : 0);
  });
}

addEventListener("popstate", (event) => {
  const region = document.getElementById(event.state?.region ?? "list");
  if (region) swap(location.href, region, { push: false });
  else location.reload();
});
