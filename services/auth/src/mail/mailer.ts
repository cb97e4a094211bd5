import { randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import type { Mail } from './mail-texts.ts';

export type Mailer = {
  /** Resolves when the mail server (or the folder) has it. @throws MailError */
  send(mail: Mail): Promise<void>;
  close(): void;
};

export type MailerOptions = { smtpUrl?: string | undefined; from: string; outbox: string; log: Logger };

/** Carries a code and nothing else: what mail servers say quotes the address, which must not get into a log. */
export class MailError extends Error {
  override readonly name = 'MailError';
  readonly code: string;

  constructor(code: string) {
    super('the mail could not be handed over');
    this.code = code;
  }
}

/** Together well below the first wait of the queue, after which another replica would try. */
const timeoutMs = 8_000;

export function createMailer(options: MailerOptions): Mailer {
  return options.smtpUrl === undefined ? outboxMailer(options) : smtpMailer(options.smtpUrl, options.from);
}

function smtpMailer(url: string, from: string): Mailer {
  const timeouts = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
  // Mails are made of our own texts; files and URLs in them could only be somebody's trick.
  const transport = createTransport({ url, ...timeouts, disableFileAccess: true, disableUrlAccess: true });
  return {
    async send(mail) {
      try {
        await transport.sendMail({ from, ...mail });
      } catch (error) {
        throw new MailError(codeOf(error));
      }
    },
    close: () => transport.close(),
  };
}

/** For installations without a mail server, and for tests: one text and one HTML file per mail, readable by their owner only. */
function outboxMailer({ from, outbox, log }: MailerOptions): Mailer {
  return {
    async send({ to, subject, text, html }) {
      const stem = join(outbox, `${new Date().toISOString().replace(/[:.]/g, '-')}-${randomBytes(4).toString('hex')}`);
      try {
        await mkdir(outbox, { recursive: true, mode: 0o700 });
        await writeFile(`${stem}.html`, html, { mode: 0o600, flag: 'wx' });
        await writeFile(`${stem}.new`, `From: ${from}\nTo: ${to}\nSubject: ${subject}\n\n${text}`, { mode: 0o600, flag: 'wx' });
        // Under its name only when it is whole: somebody may be waiting for it.
        await rename(`${stem}.new`, `${stem}.txt`);
      } catch (error) {
        throw new MailError(codeOf(error));
      }
      log.info({ path: `${stem}.txt` }, 'there is no mail server: a mail was written to the outbox');
    },
    close: () => undefined,
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
