// One route file as Kaoto's own components draw it; what the file becomes when somebody edits it is in window.edited.
import '@patternfly/react-core/dist/styles/base.css';
import { RouteVisualization } from '@kaoto/kaoto/components';
import { createRoot } from 'react-dom/client';

const [library, code] = await Promise.all([
  fetch('catalog/index.json').then((answer) => answer.json()),
  fetch('route.camel.yaml').then((answer) => answer.text()),
]);
localStorage.setItem('SelectedCatalog', JSON.stringify(library.definitions[0]));
createRoot(document.getElementById('page')).render(
  <RouteVisualization catalogUrl="catalog/index.json" code={code} codeChange={(edited) => { window.edited = edited; }} />,
);
