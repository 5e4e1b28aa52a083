// The outline of the United Kingdom from the npm package world-atlas (Natural Earth 1:50m, public domain; package ISC),
// with the degrees that a program needs to put places on it. Equirectangular, true at 54.5° north.
import { readFileSync } from "node:fs";
import { feature } from "topojson-client";

const HEIGHT = 640;
const [WEST, EAST, SOUTH, NORTH] = [-8.7, 2.2, 49.8, 61];
const down = HEIGHT / (NORTH - SOUTH);
const across = down * Math.cos((54.5 * Math.PI) / 180);
const place = ([longitude, latitude]) => [
  Math.round((longitude - WEST) * across * 10) / 10,
  Math.round((NORTH - latitude) * down * 10) / 10,
];
const outline = (ring) => `M${ring.map((point) => place(point).join(" ")).join("L")}Z`;

export function uk(packages) {
  const atlas = JSON.parse(readFileSync(`${packages}/world-atlas/countries-50m.json`, "utf8"));
  const country = (name) => feature(atlas, atlas.objects.countries).features.find((one) => one.properties.name === name);
  const d = country("United Kingdom").geometry.coordinates.flat().map(outline).join("");
  return { width: Math.ceil((EAST - WEST) * across), height: HEIGHT, west: WEST, north: NORTH, across, down, d };
}

export function coast({ width, height, d }) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><path d="${d}" fill="#f6f3ec" stroke="#6f7e86" stroke-width="0.8"/></svg>`;
}
