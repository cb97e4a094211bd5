import { describe, expect, it } from 'vitest';
import { digestMail, passwordChangedMail, passwordResetMail } from './mail-texts.ts';

const link = 'https://chat.example.org/reset?a=1&b="<script>"#token=abc';

describe.each([
  ['the mail with a link to choose a password', passwordResetMail],
  ['the notice of a changed password', passwordChangedMail],
])('%s', (_name, mail) => {
  const { subject, text, html } = mail({ username: 'ada', link });

  it('says the same as text and as HTML', () => {
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).toContain(`\n\n${link}`);
    expect(text).toContain('Hello ada,');
    expect(html).toContain('Hello ada,');
  });

  it('escapes what varies', () => {
    expect(html).toContain('a=1&amp;b=&quot;&lt;script&gt;&quot;#token=abc');
    expect(html).not.toContain('<script>');
  });

  it('loads nothing from anywhere', () => {
    expect(html).not.toMatch(/<(img|link|style|iframe|script)/i);
  });
});

describe('the digest', () => {
  const digest = (counts: Record<string, string>) => digestMail({ username: 'ada', counts, publicUrl: 'https://chat.example.org/' });

  it('tells how much there is, in numbers', () => {
    const { subject, text } = digest({ unread: '7', direct_messages: '1', mentions: '2' });
    expect(subject).toContain('7 things happened');
    expect(text).toContain('7 notifications yet, among them 1 direct message and 2 mentions or answers.');
    expect(text).toContain('https://chat.example.org/notifications');
    expect(digest({ unread: '1' }).text).toContain('1 notification yet.');
  });

  it('says nothing that is not a number', () => {
    expect(digest({ unread: '<script>', mentions: 'x' }).html).not.toMatch(/script|NaN/);
  });
});
