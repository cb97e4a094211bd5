/**
 * The pictures of the README, from the running product: `npm run screenshots`. Starts everything on servers of its own, lets a team
 * talk, photographs what one of them sees, and stops it all.
 */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureChromium, repositoryRoot } from '@parley/backing';
import { startStack } from '@parley/testing';
import { chromium, type Page } from 'playwright-core';
import { buildWeb } from '../installation/build-web.ts';
import { seedTeam, type Team } from './seed-team.ts';

const folder = join(repositoryRoot, 'docs/screenshots');
const maxBytes = 200_000;

type Shot = { file: string; width: number; height: number; colorScheme: 'light' | 'dark'; isPhone?: boolean; path(team: Team): string };

const shots: readonly Shot[] = [
  { file: 'conversation-light.png', width: 1280, height: 800, colorScheme: 'light', path: ({ roomId }) => `/chat/${roomId}` },
  { file: 'conversation-dark.png', width: 1280, height: 800, colorScheme: 'dark', path: ({ roomId }) => `/chat/${roomId}` },
  { file: 'phone-list.png', width: 375, height: 720, colorScheme: 'light', isPhone: true, path: () => '/chat' },
  { file: 'phone-conversation.png', width: 375, height: 720, colorScheme: 'dark', isPhone: true, path: ({ roomId }) => `/chat/${roomId}` },
];

const log = (line: string) => console.log(line);
const webRoot = await buildWeb(log);
const browser = await chromium.launch({ executablePath: await ensureChromium({ log }), args: ['--no-sandbox', '--disable-gpu'] });
const stack = await startStack({ webRoot, ownPostgres: true });
try {
  const team = await seedTeam(stack.url, browser);
  await mkdir(folder, { recursive: true });
  for (const shot of shots) await take(shot, team);
} finally {
  await browser.close();
  await stack.stop();
}

async function take({ file, width, height, colorScheme, isPhone = false, path }: Shot, team: Team): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    locale: 'en-GB',
    hasTouch: isPhone,
    isMobile: isPhone,
  });
  const page = await context.newPage();
  await page.goto(`${stack.url}/login`);
  await page.getByLabel('Email').fill(team.viewer.email);
  await page.getByLabel('Password', { exact: true }).fill(team.viewer.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
  await page.goto(stack.url + path(team));
  await settled(page);
  const target = join(folder, file);
  await page.screenshot({ path: target });
  await context.close();
  const { size } = await stat(target);
  log(`${file} ${Math.round(size / 1_000)} kB`);
  if (size > maxBytes) throw new Error(`${file} has ${size} bytes; ${maxBytes} are allowed`);
}

/** Nothing is a grey shape any more, and pictures are there. */
async function settled(page: Page): Promise<void> {
  await page.getByText('Spring release').filter({ visible: true }).first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(
    `document.querySelector('.animate-pulse-soft') === null && [...document.images].every(({ complete }) => complete)`,
  );
}
