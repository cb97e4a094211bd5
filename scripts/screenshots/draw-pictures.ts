import type { Browser } from 'playwright-core';
import type { Name } from './people.ts';

/** Sky, hills and sun of our own, so that no picture in the documentation is anybody else's. */
const cover = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 400">
  <defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#ffd9a8"/><stop offset="1" stop-color="#f7efe2"/></linearGradient></defs>
  <rect width="720" height="400" fill="url(#sky)"/>
  <circle cx="520" cy="150" r="56" fill="#ff9f5a"/>
  <path d="M0 280 Q150 180 310 260 T720 220 V400 H0Z" fill="#8fb8a6"/>
  <path d="M0 330 Q200 230 400 310 T720 290 V400 H0Z" fill="#3f8f7e"/>
  <path d="M0 370 Q240 300 460 360 T720 340 V400 H0Z" fill="#0b5f56"/>
</svg>`;

const looks: Record<Name, { ground: string; skin: string; hair: string; clothes: string }> = {
  mara: { ground: '#d9ebe4', skin: '#f2c9a8', hair: '#c9803f', clothes: '#0b7268' },
  jonas: { ground: '#dfe5f6', skin: '#f0c5a3', hair: '#4a3a2c', clothes: '#3d5aa8' },
  amina: { ground: '#fbe6cf', skin: '#8a5a3c', hair: '#241812', clothes: '#c25a2c' },
  tomas: { ground: '#f6e3ea', skin: '#d9a47c', hair: '#2b2220', clothes: '#8a2f55' },
  yuki: { ground: '#e8e2f7', skin: '#f3d0b0', hair: '#1d1b22', clothes: '#5b46a0' },
};

const portrait = ({ ground, skin, hair, clothes }: (typeof looks)[Name]) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200">
  <rect width="200" height="200" fill="${ground}"/>
  <path d="M52 104 Q46 38 100 36 Q154 38 148 104 L144 132 H56Z" fill="${hair}"/>
  <path d="M30 210 Q34 146 100 146 Q166 146 170 210Z" fill="${clothes}"/>
  <rect x="86" y="118" width="28" height="40" rx="14" fill="${skin}"/>
  <ellipse cx="100" cy="94" rx="36" ry="42" fill="${skin}"/>
  <path d="M62 90 Q66 50 104 50 Q136 52 138 90 Q120 66 92 68 Q72 70 62 90Z" fill="${hair}"/>
</svg>`;

export const drawCover = (browser: Browser) => draw(browser, cover, { width: 720, height: 400 });
export const drawPortrait = (browser: Browser, name: Name) => draw(browser, portrait(looks[name]), { width: 256, height: 256 });

async function draw(browser: Browser, svg: string, viewport: { width: number; height: number }): Promise<Uint8Array<ArrayBuffer>> {
  const page = await browser.newPage({ viewport });
  await page.setContent(
    `<body style="margin:0"><img style="width:100%;display:block" src="data:image/svg+xml;base64,${btoa(svg)}"></body>`,
  );
  await page.evaluate('document.images[0].decode()');
  const picture = await page.screenshot();
  await page.close();
  return new Uint8Array(picture);
}
