import { describe, expect, it } from 'vitest';
import { chooseKind } from './choose-kind.ts';
import { excerptOf } from './excerpt.ts';
import { isQuiet } from './quiet-hours.ts';

describe('hours of rest', () => {
  const at = (time: string) => new Date(`2026-07-01T${time}:00.000Z`);
  const hours = (quiet_from: string, quiet_to: string, quiet_zone = 'UTC') => ({ muted_until: null, quiet_from, quiet_to, quiet_zone });

  it('are those between beginning and end, the end not among them', () => {
    const afternoon = hours('13:00', '15:00');
    expect(['12:59', '13:00', '14:59', '15:00'].map((time) => isQuiet(afternoon, at(time)))).toEqual([false, true, true, false]);
  });

  it('go over midnight when the end comes first', () => {
    const night = hours('22:00', '07:00');
    expect(['21:59', '22:00', '23:59', '00:00', '06:59', '07:00'].map((time) => isQuiet(night, at(time)))).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  it('are those of the place where the person is, summer and winter', () => {
    const night = hours('22:00', '07:00', 'Europe/Berlin');
    expect(isQuiet(night, new Date('2026-07-01T20:30:00.000Z'))).toBe(true);
    expect(isQuiet(night, new Date('2026-12-01T20:30:00.000Z'))).toBe(false);
    expect(isQuiet(hours('22:00', '07:00', 'Asia/Kolkata'), new Date('2026-07-01T16:29:00.000Z'))).toBe(false);
    expect(isQuiet(hours('22:00', '07:00', 'Asia/Kolkata'), new Date('2026-07-01T16:30:00.000Z'))).toBe(true);
  });

  it('are also the time until which everything is muted', () => {
    const until = { muted_until: at('12:00'), quiet_from: null, quiet_to: null, quiet_zone: null };
    expect([isQuiet(until, at('11:59')), isQuiet(until, at('12:00')), isQuiet(undefined, at('12:00'))]).toEqual([true, false, false]);
  });
});

describe('an excerpt', () => {
  it('is the whole of a short text, on one line', () => {
    expect(excerptOf(' Look:\n\n  here\t')).toBe('Look: here');
    expect(excerptOf('')).toBe('');
  });

  it('of a long one ends with dots, never within a character, and is bounded whatever it is made of', () => {
    const long = excerptOf('word '.repeat(1_000));
    expect([long.length <= 140, long.endsWith('…')]).toEqual([true, true]);
    const families = excerptOf('👩‍👩‍👧‍👦'.repeat(200));
    expect(families).toMatch(/^(👩‍👩‍👧‍👦)+…$/u);
    expect(families.length).toBeLessThanOrEqual(281);
    expect(excerptOf(`a${'\u0301'.repeat(4_999)}`).length).toBeLessThanOrEqual(281);
  });
});

describe('a message', () => {
  const calls = (direct: boolean, repliedTo: boolean, mentioned: boolean) => ({ direct, repliedTo, mentioned });

  it('is told once, as the most personal thing that it is', () => {
    expect(chooseKind(calls(true, true, true), 'all')).toBe('direct_message');
    expect(chooseKind(calls(false, true, true), 'all')).toBe('reply');
    expect(chooseKind(calls(false, false, true), 'mentions')).toBe('mention');
    expect(chooseKind(calls(false, false, false), 'all')).toBe('message');
  });

  it('that calls nobody is for those who want all; what calls is not for those who want nothing', () => {
    expect(chooseKind(calls(false, false, false), 'mentions')).toBeUndefined();
    expect(chooseKind(calls(true, false, false), 'mentions')).toBeUndefined();
    expect(chooseKind(calls(true, false, true), 'mentions')).toBe('direct_message');
    expect(chooseKind(calls(true, true, true), 'none')).toBeUndefined();
  });
});
