// The four marks: a shape for each step, so that colour alone never tells.

const SIZE = 64;
export const STEPS = ["high", "medium", "low", "unknown"];

export function colours() {
  const probe = document.createElement("i");
  probe.hidden = false;
  document.body.append(probe);
  const read = (token) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const found = Object.fromEntries(
    ["sea", "land", "border", "high", "medium", "low", "soft", "paper", "ink", "labour"].map((t) => [t, read(t)]),
  );
  probe.remove();
  return found;
}

export function picture(step, ink) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const pen = canvas.getContext("2d");
  const [m, r] = [SIZE / 2, SIZE / 2 - 5];
  pen.beginPath();
  if (step === "high") { pen.moveTo(m, m - r); pen.lineTo(m + r, m + r * 0.8); pen.lineTo(m - r, m + r * 0.8); }
  else if (step === "medium") { pen.moveTo(m, m - r); pen.lineTo(m + r, m); pen.lineTo(m, m + r); pen.lineTo(m - r, m); }
  else if (step === "low") pen.arc(m, m, r * 0.86, 0, 2 * Math.PI);
  else pen.rect(m - r * 0.78, m - r * 0.78, r * 1.56, r * 1.56);
  pen.closePath();
  pen.fillStyle = step === "unknown" ? ink.paper : ink[step];
  pen.strokeStyle = step === "unknown" ? ink.soft : ink.paper;
  pen.lineWidth = 4;
  if (step === "unknown") pen.setLineDash([8, 5]);
  pen.fill();
  pen.stroke();
  return pen.getImageData(0, 0, SIZE, SIZE);
}
