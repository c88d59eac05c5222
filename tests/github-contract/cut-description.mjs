// Cuts GitHub's published OpenAPI description down to the paths that are asked for, with everything they refer to.
// The whole of it takes a validating server a minute to load. What a request must look like stays as published; the
// descriptions of responses go, because the answers come from a fake.
//
// Usage: node cut-description.mjs OUTPUT PATH...
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [output, ...wanted] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const whole = JSON.parse(readFileSync(require.resolve("@octokit/openapi/generated/api.github.com.json"), "utf8"));

const cut = { openapi: whole.openapi, info: whole.info, servers: whole.servers, paths: {}, components: {} };
for (const path of wanted) {
  const operations = whole.paths[path];
  if (!operations) {
    console.error(`GitHub documents no path ${path}`);
    process.exit(1);
  }
  cut.paths[path] = structuredClone(operations);
  for (const operation of Object.values(cut.paths[path])) {
    if (operation?.responses) operation.responses = { default: { description: "answered by a fake" } };
    delete operation?.callbacks;
    // Uploads have a server of their own; the fake is the server of everything.
    delete operation?.servers;
  }
}

const seen = new Set();
function follow(node) {
  if (node === null || typeof node !== "object") return;
  if (typeof node.$ref === "string" && !seen.has(node.$ref)) {
    seen.add(node.$ref);
    const [section, name] = node.$ref.split("/").slice(2);
    const target = whole.components[section][name];
    (cut.components[section] ??= {})[name] = target;
    follow(target);
  }
  Object.values(node).forEach(follow);
}
follow(cut.paths);
writeFileSync(output, JSON.stringify(cut));
