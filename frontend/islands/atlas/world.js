// Shapes of countries from their shared arcs to GeoJSON.

const WIDEST = 180; // degrees: a ring that jumps further crosses the edge of the map

export function shapes({ transform, arcs, countries }) {
  const [kx, ky] = transform.scale;
  const [dx, dy] = transform.translate;
  const lines = arcs.map((arc) => {
    let x = 0, y = 0;
    return arc.map(([a, b]) => [(x += a) * kx + dx, (y += b) * ky + dy]);
  });
  const ring = (indices) => {
    const points = [];
    for (const index of indices) {
      const line = index < 0 ? lines[~index].toReversed() : lines[index];
      points.push(...(points.length ? line.slice(1) : line));
    }
    return points;
  };
  const whole = (points) => points.every((p, i) => i === 0 || Math.abs(p[0] - points[i - 1][0]) <= WIDEST);
  const features = [];
  for (const { type, arcs: polygons, code } of countries) {
    for (const polygon of type === "Polygon" ? [polygons] : polygons) {
      const rings = polygon.map(ring).filter(whole);
      if (rings.length) features.push({ type: "Feature", properties: { code }, geometry: { type: "Polygon", coordinates: rings } });
    }
  }
  return { type: "FeatureCollection", features };
}

// One quadratic curve, bent to the right of travel, so that both directions of a corridor part.
export function arc(x1, y1, x2, y2, bend = 0.22, steps = 32) {
  const [cx, cy] = [(x1 + x2) / 2 + bend * (y2 - y1), (y1 + y2) / 2 - bend * (x2 - x1)];
  return Array.from({ length: steps + 1 }, (_, i) => {
    const t = i / steps, u = 1 - t;
    return [u * u * x1 + 2 * u * t * cx + t * t * x2, u * u * y1 + 2 * u * t * cy + t * t * y2];
  });
}
