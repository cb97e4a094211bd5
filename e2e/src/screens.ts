/** What a window is shown on. `isTouch`: a phone or a tablet under a finger, without a pointer that hovers. */
export type Screen = { width: number; height: number; dark: boolean; isTouch: boolean };

const phone = { width: 320, height: 640, isTouch: true };
const tablet = { width: 768, height: 1024, isTouch: true };
const desk = { width: 1440, height: 900, isTouch: false };

export const screens = {
  'phone-light': { ...phone, dark: false },
  'phone-dark': { ...phone, dark: true },
  'tablet-light': { ...tablet, dark: false },
  'tablet-dark': { ...tablet, dark: true },
  'desk-light': { ...desk, dark: false },
  'desk-dark': { ...desk, dark: true },
} as const satisfies Record<string, Screen>;
export type ScreenName = keyof typeof screens;

/**
 * What people do with the client, a file each, and the screen that `npm test` drives it on: once, so that every screen has its
 * turn. `npm run test:screens` drives all of them on all screens.
 */
export const flows: Readonly<Record<string, ScreenName>> = {
  'two-browsers': 'desk-light',
  conversation: 'phone-dark',
  'rooms-and-people': 'tablet-light',
  panels: 'desk-dark',
  'sign-in': 'tablet-dark',
  'second-factors': 'phone-light',
  settings: 'tablet-dark',
  keyboard: 'desk-light',
  'without-network': 'phone-dark',
};

/** @throws Error when `asked` is no name of a screen */
export function screenOf(asked: string | undefined, testFile: string): Screen {
  const name = asked ?? flows[testFile] ?? 'desk-light';
  if (!isScreenName(name)) throw new Error(`There is no screen "${name}": ${Object.keys(screens).join(', ')}`);
  return screens[name];
}

function isScreenName(name: string): name is ScreenName {
  return Object.hasOwn(screens, name);
}
