export type Mail = { to: string; subject: string; text: string; html: string };

export type MailText = Omit<Mail, 'to'>;

/** Usernames are letters, digits and `_` by contract; everything else that varies is escaped. */
export function passwordResetMail({ username, link }: { username: string; link: string }): MailText {
  return compose('Choose a new password', [
    `Hello ${username},`,
    'somebody, hopefully you, asked for a new password for your account. Choose one here, within an hour:',
    { link },
    'The link works once. If it was not you, there is nothing to do: your password stays as it is.',
  ]);
}

export function passwordChangedMail({ username, link }: { username: string; link: string }): MailText {
  return compose('Your password was changed', [
    `Hello ${username},`,
    'the password of your account was just changed. If it was you, there is nothing to do.',
    'If it was not you, choose a new one at once. That signs out everybody who uses your account:',
    { link },
  ]);
}

export function verificationMail({ username, link }: { username: string; link: string }): MailText {
  return compose('Confirm your address', [
    `Hello ${username},`,
    'somebody, hopefully you, made an account with this address. Confirm that it is yours, within a day:',
    { link },
    'The link works once. If it was not you, there is nothing to do.',
  ]);
}

export type NoticeKind = 'new_device' | 'mfa_enabled' | 'mfa_disabled' | 'passkey_added' | 'passkey_removed' | 'recovery_codes_replaced';

const notices: Record<NoticeKind, { subject: string; happened: string }> = {
  new_device: {
    subject: 'A new device signed in',
    happened: 'somebody just signed in to your account with a device, or from a place, that had not been used for it before.',
  },
  mfa_enabled: {
    subject: 'An authenticator app protects your account',
    happened: 'signing in to your account now needs a code of an authenticator app besides the password.',
  },
  mfa_disabled: {
    subject: 'The authenticator app was removed',
    happened: 'the authenticator app of your account was just removed. Its codes are not asked for any more.',
  },
  passkey_added: { subject: 'A passkey was added', happened: 'a passkey was just added to your account. It can sign in to it.' },
  passkey_removed: { subject: 'A passkey was removed', happened: 'a passkey of your account was just removed.' },
  recovery_codes_replaced: {
    subject: 'You have new recovery codes',
    happened: 'new recovery codes were just made for your account. Those that you had do not work any more.',
  },
};

const minutes = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

type Notice = { username: string; link: string; device: string | null; at: Date };

/** Something happened to the account that its owner should know of, in case it was not them. */
export function noticeMail(kind: NoticeKind, { username, link, device, at }: Notice): MailText {
  const { subject, happened } = notices[kind];
  return compose(subject, [
    `Hello ${username},`,
    happened,
    `${device ? `It calls itself ${device}. ` : ''}It was on ${minutes.format(at)} UTC.`,
    'If it was you, there is nothing to do. If it was not, change your password and sign out the devices that are not yours:',
    { link },
  ]);
}

/** Numbers alone: what people wrote stays in the app. */
export function digestMail({
  username,
  counts,
  publicUrl,
}: {
  username: string;
  counts: Record<string, string>;
  publicUrl: string;
}): MailText {
  const number = (name: string) => Math.max(0, Math.trunc(Number(counts[name])) || 0);
  const [unread, direct, mentions] = [number('unread'), number('direct_messages'), number('mentions')];
  const parts = [
    ...(direct > 0 ? [direct === 1 ? '1 direct message' : `${direct} direct messages`] : []),
    ...(mentions > 0 ? [mentions === 1 ? '1 mention or answer' : `${mentions} mentions or answers`] : []),
  ];
  const among = parts.length > 0 ? `, among them ${parts.join(' and ')}` : '';
  return compose(unread === 1 ? 'Something happened while you were away' : `${unread} things happened while you were away`, [
    `Hello ${username},`,
    `you have not seen ${unread === 1 ? '1 notification' : `${unread} notifications`} yet${among}.`,
    { link: `${publicUrl.replace(/\/+$/, '')}/notifications` },
    'You get this mail because you asked for it. Your settings for notifications end it.',
  ]);
}

type Paragraph = string | { link: string };

/** The same words twice: plain, and as HTML without pictures, styles from elsewhere or anything that tells who opened it. */
function compose(subject: string, paragraphs: readonly Paragraph[]): MailText {
  const text = paragraphs.map((part) => (typeof part === 'string' ? part : part.link)).join('\n\n');
  const html = paragraphs.map((part) => `<p>${typeof part === 'string' ? escapeHtml(part) : anchor(part.link)}</p>`).join('\n');
  const page = `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>\n<body>\n${html}\n</body>\n</html>\n`;
  return { subject: `${subject} · Parley`, text: `${text}\n`, html: page };
}

function anchor(link: string): string {
  return `<a href="${escapeHtml(link)}">${escapeHtml(link)}</a>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
