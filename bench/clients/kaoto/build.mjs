// Puts together what look.mjs opens: Kaoto's components as one script, its catalog of this Camel with spice: merged in, a route.
import { build } from 'esbuild';
import { sassPlugin } from 'esbuild-sass-plugin';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , home, route] = process.argv;
const catalogs = 'node_modules/@kaoto/camel-catalog/dist/camel-catalog';
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

const library = json(join(catalogs, 'index.json'));
const camel = library.definitions.find((each) => each.runtime === 'Main' && /^4\.18\.\d+$/.test(each.version));
if (!camel) {
  throw new Error('@kaoto/camel-catalog has no Camel Main 4.18; it has ' + library.definitions.map((each) => each.name));
}
mkdirSync('out/catalog', { recursive: true });
const folder = camel.fileName.replace(/\/[^/]*$/, '');
cpSync(join(catalogs, folder), join('out/catalog', folder), { recursive: true });
writeFileSync('out/catalog/index.json', JSON.stringify({ ...library, definitions: [camel] }));
const components = join('out/catalog', folder, readdirSync(join('out/catalog', folder)).find((name) => name.includes('aggregate-components')));
const spice = json(join(home, 'src/generated/resources/META-INF/io/spicerack/camel/spice.json'));
writeFileSync(components, JSON.stringify({ ...json(components), spice }));

cpSync(route, 'out/route.camel.yaml');
writeFileSync('out/index.html', '<!doctype html><meta charset="utf-8"><title>Kaoto</title><link rel="stylesheet" href="page.css">'
  + '<style>html,body,#page{height:100%;margin:0}</style><div id="page"></div><script type="module" src="page.js"></script>');
await build({
  entryPoints: ['page.jsx'],
  outfile: 'out/page.js',
  bundle: true,
  format: 'esm',
  jsx: 'automatic',
  target: 'es2022',
  logLevel: 'error',
  define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
  loader: { '.svg': 'dataurl', '.png': 'dataurl', '.ttf': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl', '.jpg': 'dataurl', '.gif': 'dataurl' },
  plugins: [sassPlugin({ quietDeps: true })],
});
