import { describe, expect, it } from 'vitest';
import {
  digestMail,
  type MailText,
  type NoticeKind,
  noticeMail,
  passwordChangedMail,
  passwordResetMail,
  verificationMail,
} from './mail-texts.ts';

const link = 'https://chat.example.org/reset?a=1&b="<script>"#token=abc';

const noticeKinds: NoticeKind[] = [
  'new_device',
  'mfa_enabled',
  'mfa_disabled',
  'passkey_added',
  'passkey_removed',
  'recovery_codes_replaced',
];
const at = new Date('2026-11-21T04:05:00.000Z');
type Values = { username: string; link: string };

const mails: Array<[name: string, mail: (values: Values) => MailText]> = [
  ['the mail with a link to choose a password', passwordResetMail],
  ['the notice of a changed password', passwordChangedMail],
  ['the mail with a link to confirm an address', verificationMail],
  ...noticeKinds.map(
    (kind) =>
      [`the notice ${kind}`, (values: Values) => noticeMail(kind, { ...values, device: 'Firefox on Linux', at })] as [
        string,
        (values: Values) => MailText,
      ],
  ),
];

describe.each(mails)('%s', (_name, mail) => {
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

describe('a notice', () => {
  it('says when, and with what if that said what it is', () => {
    const mail = (device: string | null) => noticeMail('new_device', { username: 'ada', link, device, at }).text;
    expect(mail('Firefox on Linux')).toContain('It calls itself Firefox on Linux. It was on 21 November 2026 at 04:05 UTC.');
    expect(mail(null)).toContain('\n\nIt was on 21 November 2026 at 04:05 UTC.');
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
