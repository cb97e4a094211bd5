/**
 * Draws the pictures of the installed application from web/public/favicon.svg, which is the drawing of `Logo`:
 *
 *   node_modules/.bin/node scripts/icons/draw-icons.ts
 */
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from '@parley/backing';
import { chromium } from 'playwright-core';

const publicFolder = fileURLToPath(new URL('../../web/public/', import.meta.url));
const green = '#0b7268';

/** `share`: how much of the side the drawing takes. Systems cut maskable icons to any form within the middle 80 %. */
const icons = [
  { file: 'icon-192.png', size: 192, share: 1, background: 'transparent' },
  { file: 'icon-512.png', size: 512, share: 1, background: 'transparent' },
  { file: 'maskable-512.png', size: 512, share: 0.82, background: green },
  { file: 'apple-touch-180.png', size: 180, share: 0.9, background: green },
];

const drawing = (await readFile(`${publicFolder}favicon.svg`)).toString('base64');
await mkdir(`${publicFolder}icons`, { recursive: true });
const browser = await chromium.launch({
  executablePath: await ensureChromium({ log: console.log }),
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage();
for (const { file, size, share, background } of icons) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${background}">
       <img style="width:${share * 100}%" src="data:image/svg+xml;base64,${drawing}"></body>`,
  );
  await page.evaluate('document.images[0].decode()');
  await page.screenshot({ path: `${publicFolder}icons/${file}`, omitBackground: true });
}
await browser.close();
