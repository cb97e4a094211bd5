import { create } from 'zustand';
import { keepInBrowser } from './keep-in-browser.ts';

/** What somebody wants of this browser: looks and sounds are a matter of the device. Also read by public/theme.js. */
export type Preferences = {
  density: 'comfortable' | 'compact';
  textSize: 'small' | 'normal' | 'large' | 'larger';
  timeFormat: 'system' | '12' | '24';
  motion: 'system' | 'reduced';
  /** A sound for what is new while nobody looks. */
  sound: boolean;
  /** The browser's own notifications, once it has been allowed. */
  desktop: boolean;
  /** What waits to be read stands above everything else. */
  unreadFirst: boolean;
  /** Shortcuts of one key, such as `?`: speech input and some hands set them off by accident. */
  singleKeys: boolean;
};

const defaults: Preferences = {
  density: 'comfortable',
  textSize: 'normal',
  timeFormat: 'system',
  motion: 'system',
  sound: true,
  desktop: false,
  unreadFirst: false,
  singleKeys: true,
};

const storageKey = 'parley.preferences';

export const usePreferences = create<Preferences>()(() => defaults);
const readAgain = keepInBrowser(usePreferences, storageKey);

export function setPreference<Name extends keyof Preferences>(name: Name, value: Preferences[Name]): void {
  usePreferences.setState({ [name]: value });
}

function show({ density, textSize, motion }: Preferences): void {
  const { dataset } = document.documentElement;
  dataset.density = density;
  dataset.text = textSize;
  dataset.motion = motion;
}

/** Shows them on the page, also those that another tab changes. */
export function watchPreferences(): void {
  show(usePreferences.getState());
  usePreferences.subscribe(show);
  window.addEventListener('storage', ({ key }) => {
    if (key === storageKey) readAgain();
  });
}
