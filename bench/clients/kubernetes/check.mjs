// Holds manifests to Kubernetes' own API: names, types, required members and patterns of each object.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { parseAllDocuments } from "yaml";

const file = process.argv[2];
const made = fileURLToPath(new URL("checked", import.meta.url));
mkdirSync(made, { recursive: true });
let failed = false;
const tell = (object, words) => {
  failed = true;
  console.error(`${file}: ${object.kind} ${object.metadata?.name}: ${words}`);
};
for (const [place, document] of parseAllDocuments(readFileSync(file, "utf8")).entries()) {
  for (const problem of document.errors) {
    failed = true;
    console.error(`${file}: ${problem.message}`);
  }
  const object = document.toJS();
  const module = `kubernetes-models/${object.apiVersion}/${object.kind}`;
  const models = await import(module);
  try {
    new models[object.kind](object).validate();
  } catch (problem) {
    tell(object, problem.message);
  }
  // a name that is not the API's is an error of an object that is written out, and of no other
  const source = join(made, `object-${place}.ts`);
  const literal = JSON.stringify(object, null, 2);
  writeFileSync(source, `import type { I${object.kind} } from "${module}";\nexport const checked: I${object.kind} = ${literal};\n`);
  const program = ts.createProgram([source], { noEmit: true, strict: true, skipLibCheck: true, module: 199, moduleResolution: 99 });
  for (const problem of ts.getPreEmitDiagnostics(program)) {
    tell(object, ts.flattenDiagnosticMessageText(problem.messageText, "\n"));
  }
  if (!failed) {
    console.log(`${object.kind} ${object.metadata.name}: holds`);
  }
}
process.exitCode = failed ? 1 : 0;
