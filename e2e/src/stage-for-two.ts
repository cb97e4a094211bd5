import { registerUser, type Stack, startStack, type TestUser } from '@parley/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser, webRoot } from './browsers.ts';

type Stage = { readonly stack: Stack; readonly browser: Browser; readonly ada: TestUser; readonly grace: TestUser };

/** For all tests of a file: an installation with its web client, a browser, and two people who have signed up. */
export function stageForTwo(): Stage {
  let stack: Stack | undefined;
  let browser: Browser | undefined;
  let people: [ada: TestUser, grace: TestUser] | undefined;

  beforeAll(async () => {
    const started = await Promise.all([startStack({ webRoot }), launchBrowser()]);
    [stack, browser] = started;
    people = await Promise.all([registerUser(started[0], 'ada'), registerUser(started[0], 'grace')]);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  return {
    get stack() {
      return there(stack);
    },
    get browser() {
      return there(browser);
    },
    get ada() {
      return there(people)[0];
    },
    get grace() {
      return there(people)[1];
    },
  };
}

function there<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('the stage is set before the first test, not before');
  return thing;
}
