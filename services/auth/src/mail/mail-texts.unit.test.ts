import { describe, expect, it } from 'vitest';
import { type MailText, type NoticeKind, noticeMail, passwordChangedMail, passwordResetMail, verificationMail } from './mail-texts.ts';

const link = 'https://chat.example.org/reset?a=1&b="<script>"#token=abc';

const noticeKinds: NoticeKind[] = [
  'new_device',
  'mfa_enabled',
  'mfa_disabled',
  'passkey_added',
  'passkey_removed',
  'recovery_codes_replaced',
];
type Values = { username: string; link: string };

const mails: Array<[name: string, mail: (values: Values) => MailText]> = [
  ['the mail with a link to choose a password', passwordResetMail],
  ['the notice of a changed password', passwordChangedMail],
  ['the mail with a link to confirm an address', verificationMail],
  ...noticeKinds.map(
    (kind) => [`the notice ${kind}`, (values: Values) => noticeMail(kind, values)] as [string, (values: Values) => MailText],
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
