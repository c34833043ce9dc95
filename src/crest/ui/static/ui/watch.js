// Keeps a [data-watch] part fresh while work runs; the page itself works without it.
const every = 1500;
async function look(part) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
  if (!fresh) return;
  if (!fresh.hasAttribute("data-watch")) { location.reload(); return; }
  part.replaceChildren(...fresh.childNodes);
  setTimeout(() => look(part).catch(() => {}), every);
}
for (const part of document.querySelectorAll("[data-watch]")) {
  if (part.querySelector("progress")) setTimeout(() => look(part).catch(() => {}), every);
}
