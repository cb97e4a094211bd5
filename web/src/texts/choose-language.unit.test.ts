import { describe, expect, it } from 'vitest';
import { chooseLanguage } from './choose-language.ts';

describe('the language at the start', () => {
  it('is what was set, whatever the browser says', () => {
    expect(chooseLanguage({ setting: 'ar-XB', browser: ['en-GB'] })).toEqual({ id: 'ar-XB', locale: 'ar-XB' });
  });

  it('else the first of the browser’s that there is, with the dates of its region', () => {
    expect(chooseLanguage({ setting: null, browser: ['xx', 'en-GB', 'en-US'] })).toEqual({ id: 'en', locale: 'en-GB' });
  });

  it('else English, with English dates: no sentence is half in another language', () => {
    expect(chooseLanguage({ setting: 'gone', browser: ['xx-YY'] })).toEqual({ id: 'en', locale: 'en' });
  });

  it('is never a pseudo-language unless that was set', () => {
    expect(chooseLanguage({ setting: null, browser: ['en-XA', 'ar-XB'] }).id).toBe('en');
  });
});
