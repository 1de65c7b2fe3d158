// Opens what build.mjs made in a headless Chromium, and takes a picture. Fails where a step of the route is not drawn.
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
  const until = async (looked, what) => {
    for (let look = 0; look < 120; look++) {
      if (await looked()) {
        return;
      }
      await new Promise((wake) => setTimeout(wake, 250));
    }
    await page.screenshot({ path: picture });
    throw new Error(`${what}; the page has: ${(await drawn()).slice(0, 2000)}; it said: ${said.slice(0, 5).join(' | ')}`);
  };
  await until(async () => {
    const text = await drawn();
    return expected.every((step) => text.includes(step));
  }, `not drawn: ${expected.join(', ')}`);
  await new Promise((wake) => setTimeout(wake, 1000));
  await page.screenshot({ path: picture });
  console.log(`Kaoto draws ${expected.join(', ')}`);
} finally {
  await browser.close();
  server.close();
}
