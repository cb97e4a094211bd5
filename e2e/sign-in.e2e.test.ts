import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { mustCallApi, registerUser, type Stack, startStack, startTestOidcProvider, type TestOidcProvider } from '@parley/testing';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appCode } from './src/app-code.ts';
import { launchBrowser, logInThroughForm, openWindow, webRoot } from './src/browsers.ts';
import { screens } from './src/screens.ts';

let stack: Stack;
let browser: Browser;
let provider: TestOidcProvider;
/** The address that people know: it must be in the settings before the gateway has one. */
let door: Server;
let publicUrl: string;

beforeAll(async () => {
  door = createServer();
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  const address = door.address();
  if (!address || typeof address === 'string') throw new Error('not listening');
  publicUrl = `http://127.0.0.1:${address.port}`;
  provider = await startTestOidcProvider([`${publicUrl}/api/v1/auth/oidc/example/callback`]);
  const { issuer, clientId: client_id, clientSecret: client_secret } = provider;
  const providers = JSON.stringify([{ id: 'example', name: 'Example', issuer, client_id, client_secret }]);
  const auth = { PARLEY_PUBLIC_URL: publicUrl, PARLEY_OIDC_PROVIDERS: providers };
  [stack, browser] = await Promise.all([startStack({ webRoot, serviceEnv: { auth } }), launchBrowser()]);
  const gateway = new URL(stack.url);
  door.on('connection', (client) => {
    const server = connect(Number(gateway.port), gateway.hostname);
    client.pipe(server).pipe(client);
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
  });
});
afterAll(async () => {
  await browser?.close();
  door?.close();
  await stack?.stop();
  await provider?.stop();
});

const cookieOf = async (context: BrowserContext, name: string) =>
  (await context.cookies(`${publicUrl}/api/v1/auth/refresh`)).find((cookie) => cookie.name === name);

describe('a provider’s button on the log-in page', () => {
  it('leads to the provider and back, signed in, to the page that was asked for, and stays so after a reload', async () => {
    provider.person = { sub: 'mary', email: 'mary@example.net', email_verified: true, name: 'Mary Somerville' };
    const window = await openWindow(browser);
    const { page, context, faults } = window;
    await page.goto(`${publicUrl}/chat`);
    await page.getByRole('link', { name: 'Continue with Example' }).click();
    await page.getByText('No conversations yet').waitFor();
    expect(new URL(page.url())).toMatchObject({ pathname: '/chat', hash: '' });
    await page.reload();
    await page.getByText('No conversations yet').waitFor();
    expect(await cookieOf(context, 'parley_refresh')).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('leads to the second step of an account that has one, and then to the page that was asked for', async () => {
    provider.person = { sub: 'grace', email: 'grace@example.net', email_verified: true, name: 'Grace Hopper' };
    const first = await openWindow(browser);
    await first.page.goto(`${publicUrl}/chat`);
    await first.page.getByRole('link', { name: 'Continue with Example' }).click();
    await first.page.getByText('No conversations yet').waitFor();
    const token = await first.page.evaluate(async () => {
      const refreshed = await fetch('/api/v1/auth/refresh', { method: 'POST' });
      return String((await refreshed.json()).access_token);
    });
    await first.context.close();
    const { secret } = await mustCallApi<{ secret: string }>(publicUrl, '/auth/mfa/totp', { token, body: {} });
    await mustCallApi(publicUrl, '/auth/mfa/totp/confirm', { token, body: { code: appCode(secret, -1) } });

    const { page, context, faults } = await openWindow(browser);
    await page.goto(`${publicUrl}/settings/security`);
    await page.getByRole('link', { name: 'Continue with Example' }).click();
    await page.getByRole('heading', { name: 'One more step' }).waitFor();
    await expect.poll(() => new URL(page.url()).hash).toBe('');
    expect(await cookieOf(context, 'parley_refresh')).toBeUndefined();
    await page.getByLabel('Code from your app').fill(appCode(secret));
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Security' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/settings/security');
    expect(await cookieOf(context, 'parley_refresh')).toBeDefined();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('leads back to the log-in page with a reason when the provider does not vouch for the address', async () => {
    provider.person = { sub: 'mallory', email: 'mallory@example.net', email_verified: false };
    const { page, context, faults } = await openWindow(browser);
    await page.goto(`${publicUrl}/login`);
    await page.getByRole('link', { name: 'Continue with Example' }).click();
    await page.getByText('has not confirmed your email address').waitFor();
    expect(await cookieOf(context, 'parley_refresh')).toBeUndefined();
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe('the content security policy', () => {
  it('is kept by the built client, and stops what is put into its page', async () => {
    const ada = await registerUser(stack, 'ada');
    const window = await openWindow(browser);
    const { page, faults } = window;
    const policies: string[] = [];
    page.on('response', (response) => {
      if (response.request().isNavigationRequest()) policies.push(response.headers()['content-security-policy'] ?? '');
    });
    await logInThroughForm(window, publicUrl, ada);
    await page.getByRole('button', { name: 'New conversation' }).click();
    await page.getByRole('menuitem', { name: 'New group' }).click();
    await page.getByLabel('Group name').waitFor();
    expect(faults).toEqual([]);
    expect(policies.length).toBeGreaterThan(0);
    for (const policy of policies) expect(policy).not.toContain('unsafe');

    const ran = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.pwned = true';
      document.body.append(script);
      const image = document.createElement('img');
      image.setAttribute('onerror', 'window.pwned = true');
      image.src = 'data:,';
      document.body.append(image);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return 'pwned' in window;
    });
    expect(ran).toBe(false);
    // Chromium's own words, which the window keeps as faults.
    expect(faults.join()).toMatch(/violates the following Content Security Policy directive.*script-src 'self'/);
    await window.context.close();
  });

  it.each(['/docs', '/redoc'])('of %s is kept by its reader', async (path) => {
    const { page, context, faults } = await openWindow(browser, screens['desk-light']);
    await page.goto(`${publicUrl}${path}`);
    await page.getByText('/api/v1/auth/login').first().waitFor();
    expect(faults.filter((fault) => fault.includes('Content Security Policy'))).toEqual([]);
    await context.close();
  });
});
