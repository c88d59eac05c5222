// Reads YAML from the standard input and writes it as JSON; says what is wrong with it and fails where it is no YAML.
import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";

const document = parseDocument(readFileSync(0, "utf8"), { strict: true, uniqueKeys: true });
for (const fault of [...document.errors, ...document.warnings]) console.error(fault.message);
if (document.errors.length + document.warnings.length > 0) process.exit(1);
console.log(JSON.stringify(document.toJS()));
