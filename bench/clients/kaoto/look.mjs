// Opens what build.mjs made in a headless Chromium, takes a picture, and fails where a step of the route is not drawn.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import puppeteer from 'puppeteer-core';

const [, , chromium, picture, ...expected] = process.argv;
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };
const server = createServer(async (request, answer) => {
  const path = normalize(new URL(request.url, 'http://x').pathname);
  try {
    const body = await readFile(join('out', path === '/' ? 'index.html' : path));
    answer.setHeader('Content-Type', types[extname(path)] ?? (path === '/' ? 'text/html' : 'text/plain'));
    answer.end(body);
  } catch {
    answer.statusCode = 404;
    answer.end();
  }
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const browser = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-gpu'] });
const said = [];
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1500, height: 1100 });
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const drawn = () => page.evaluate(() => document.body.innerText + [...document.querySelectorAll('[data-nodelabel]')].map((node) => ' ' + node.getAttribute('data-nodelabel')).join(''));
  let text = '';
  for (let look = 0; look < 120; look++) {
    text = await drawn();
    if (expected.every((step) => text.includes(step))) {
      break;
    }
    await new Promise((wake) => setTimeout(wake, 500));
  }
  await new Promise((wake) => setTimeout(wake, 2000));
  await page.screenshot({ path: picture });
  const missing = expected.filter((step) => !text.includes(step));
  if (missing.length > 0) {
    throw new Error(`not drawn: ${missing.join(', ')}; the page has: ${text.slice(0, 2000)}; it said: ${said.slice(0, 5).join(' | ')}`);
  }
  console.log(`Kaoto draws ${expected.length} steps of the route: ${expected.join(', ')}`);
} finally {
  await browser.close();
  server.close();
}
