// Keys S, D and U press the buttons of the review queue; without this the buttons work as they are.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const key = event.key.toLowerCase();
  const button = ["s", "d", "u"].includes(key) && document.querySelector(`button[data-key="${key}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
