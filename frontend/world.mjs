// Country shapes of the npm package world-atlas (Natural Earth, public domain; package ISC) as paths of an SVG, in the
// Equal Earth projection (Šavrič, Patterson and Jenny, 2018). Antarctica is left out: nobody is supplied from there.
import { readFileSync } from "node:fs";
import { feature } from "topojson-client";

const WIDTH = 1000;
const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;

function project([longitude, latitude]) {
  const t = Math.asin(M * Math.sin((latitude * Math.PI) / 180));
  const t2 = t * t;
  const t6 = t2 * t2 * t2;
  const x = ((longitude * Math.PI) / 180) * Math.cos(t) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)));
  return [x, t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))];
}

const [right] = project([180, 0]);
const [, top] = project([0, 84]);
const scale = WIDTH / (2 * right);
const place = (point) => {
  const [x, y] = project(point);
  return [Math.round((x + right) * scale), Math.round((top - y) * scale)];
};

function area(ring) {
  return Math.abs(ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length];
    return sum + x * ny - nx * y;
  }, 0) / 2);
}

function middle(ring) {
  const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
  const mid = (values) => Math.round((Math.min(...values) + Math.max(...values)) / 2);
  return [mid(xs), mid(ys)];
}

// Points that fall on one another are drawn once; a ring smaller than a dot is not drawn.
function outline(ring) {
  const points = ring.map((point) => point.join(" ")).filter((point, i, all) => point !== all[i - 1]);
  return points.length > 2 ? `M${points.join("L")}Z` : "";
}

// A ring that crosses the 180th meridian goes on beyond it, in the place of a line around the world.
function unbroken(ring) {
  let turn = 0;
  return ring.map(([longitude, latitude], i) => {
    const step = i ? longitude - ring[i - 1][0] : 0;
    if (Math.abs(step) > 180) turn -= 360 * Math.sign(step);
    return [longitude + turn, latitude];
  });
}

function shape({ properties, geometry }) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const draw = (ring) => unbroken(ring).map(place);
  const rings = polygons.flat().map(draw);
  const largest = polygons.map(([outer]) => draw(outer)).sort((a, b) => area(b) - area(a))[0];
  const d = rings.map(outline).join("");
  return { name: properties.name, d, at: middle(largest) };
}

export function world(packages) {
  const atlas = JSON.parse(readFileSync(`${packages}/world-atlas/countries-110m.json`, "utf8"));
  const countries = feature(atlas, atlas.objects.countries).features;
  const [, bottom] = place([0, -58]);
  const shapes = countries.filter((country) => country.properties.name !== "Antarctica").map(shape);
  return { width: WIDTH, height: Math.ceil(bottom), shapes };
}

export function land({ width, height, shapes }) {
  const d = shapes.map((one) => one.d).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><path d="${d}" fill="#f6f3ec" stroke="#6f7e86" stroke-width="0.5"/></svg>`;
}
