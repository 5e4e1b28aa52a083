// Compiles the portal's style and scripts into frontend/build/, which Django serves as /static/portal/.
//
// - scss/portal.scss, scss/cms.scss → one style sheet each, without source map;
// - the portal's once more as portal.rtl.css, for languages that are written from right to left;
// - every js/*.js → portal.js, one ES module; drop a file into js/ and it is part of the bundle;
// - js/rich-text/ → editor.js, the editor of statements, for the pages that have one;
// - js/early/*.js → copied as they are: small classic scripts that run before the page is drawn;
// - js/cms/names.js → cms-names.js, for the editors' pages;
// - Swagger UI → explorer/, for the page that tries the APIs, without its source maps;
// - images/ → copied;
// - world.json, images/world.svg → shapes of countries, for the map of the risk (world.mjs);
// - uk.json, images/uk.svg → the coast of the United Kingdom, for the map of services (uk.mjs).
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import rtlcss from "rtlcss";
import { compile, NodePackageImporter } from "sass";
import { coast, uk } from "./uk.mjs";
import { land, world } from "./world.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "build");

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

for (const name of ["portal", "cms"]) {
  const { css } = compile(join(here, "scss", `${name}.scss`), {
    importers: [new NodePackageImporter(here)],
    loadPaths: [dirname(here)],
    quietDeps: true,
    style: "compressed",
  });
  if (/@font-face|GDS Transport|crest|crown/.test(css)) throw new Error(`${name}.css carries a mark that is not ours`);
  writeFileSync(join(out, `${name}.css`), css);
  if (name === "portal") writeFileSync(join(out, "portal.rtl.css"), rtlcss.process(css));
}

const scripts = readdirSync(join(here, "js")).filter((name) => name.endsWith(".js")).sort();
await build({
  stdin: { contents: scripts.map((name) => `import "./${name}";`).join("\n"), resolveDir: join(here, "js") },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "none",
  outfile: join(out, "portal.js"),
});
await build({
  entryPoints: [join(here, "js", "rich-text", "index.js")],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "none",
  outfile: join(out, "editor.js"),
});
for (const name of readdirSync(join(here, "js", "early"))) cpSync(join(here, "js", "early", name), join(out, name));
cpSync(join(here, "js", "cms", "names.js"), join(out, "cms-names.js"));
cpSync(join(here, "images"), join(out, "images"), { recursive: true });

// Swagger UI takes a page to be its own: its main part and its title become a part and a second heading of ours.
const explorerParts = [
  ['createElement("main",{id:"operations"', 'createElement("div",{id:"operations"'],
  ['createElement("h1",{className:"title"}', 'createElement("h2",{className:"title"}'],
];
mkdirSync(join(out, "explorer"));
for (const name of ["swagger-ui-bundle.js", "swagger-ui.css"]) {
  let text = readFileSync(join(here, "..", "node_modules", "swagger-ui-dist", name), "utf8");
  for (const [before, after] of name.endsWith(".js") ? explorerParts : []) {
    if (!text.includes(before)) throw new Error(`${name} has no ${before}: look at the page that tries the APIs`);
    text = text.replaceAll(before, after);
  }
  writeFileSync(join(out, "explorer", name), text.replace(/\n?\/[/*]# sourceMappingURL=.*/g, ""));
}

const drawn = world(join(here, "..", "node_modules"));
writeFileSync(join(out, "world.json"), JSON.stringify(drawn));
writeFileSync(join(out, "images", "world.svg"), land(drawn));

const { d, ...degrees } = uk(join(here, "..", "node_modules"));
writeFileSync(join(out, "uk.json"), JSON.stringify(degrees));
writeFileSync(join(out, "images", "uk.svg"), coast({ ...degrees, d }));

// The pictures that MoJ's style asks for; an address without a file would stop collectstatic.
const drawings = join(here, "..", "node_modules", "@ministryofjustice", "frontend", "moj", "assets", "images");
for (const [, name] of readFileSync(join(out, "portal.css"), "utf8").matchAll(/url\(images\/([\w.-]+)\)/g)) {
  if (!existsSync(join(out, "images", name))) cpSync(join(drawings, name), join(out, "images", name));
}
