// Comforts only: the page is complete without them.
"use strict";
(() => {
  const root = document.documentElement;
  for (const radio of document.querySelectorAll('input[name="lang"]')) {
    radio.addEventListener("change", () => {
      root.lang = radio.value;
    });
  }

  for (const label of document.querySelectorAll(".filter")) {
    label.hidden = false;
    const box = label.querySelector("input");
    const rows = [...label.parentElement.querySelectorAll("tbody tr")];
    const texts = rows.map((row) => row.textContent.toLowerCase());
    box.addEventListener("input", () => {
      const wanted = box.value.trim().toLowerCase();
      rows.forEach((row, index) => {
        row.hidden = !texts[index].includes(wanted);
      });
    });
  }

  // A map wider than the screen starts in its middle, where the places are.
  for (const map of document.querySelectorAll(".map")) {
    map.scrollLeft = (map.scrollWidth - map.clientWidth) / 2;
  }

  const opened = () => {
    const target = document.querySelector(location.hash || "#top");
    if (target && target.tagName === "DETAILS") target.open = true;
  };
  addEventListener("hashchange", opened);
  opened();

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details.place:not([open])")];
    closed.forEach((place) => {
      place.open = true;
    });
  });
  addEventListener("afterprint", () => {
    closed.forEach((place) => {
      place.open = false;
    });
  });
})();
