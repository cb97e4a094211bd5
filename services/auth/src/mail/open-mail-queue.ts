import type { ServiceContext } from '@parley/service-kit';
import type { Config } from '../config.ts';
import { type Delivery, deliverMail } from './deliver-mail.ts';
import { createMailQueue, type MailQueue } from './mail-queue.ts';
import { createMailer, type Mailer } from './mailer.ts';

type Surroundings = Pick<ServiceContext, 'log' | 'onShutdown'> & Pick<Delivery, 'db' | 'clock'>;

export function openMailQueue(config: Config, { db, clock, log, onShutdown }: Surroundings): MailQueue & { mailer: Mailer } {
  const mailer = createMailer({ smtpUrl: config.PARLEY_SMTP_URL, from: config.PARLEY_MAIL_FROM, outbox: config.PARLEY_MAIL_OUTBOX, log });
  onShutdown('mailer', mailer.close);
  const delivery = { db, clock, mailer, publicUrl: config.PARLEY_PUBLIC_URL };
  return { ...createMailQueue({ db, clock, log, deliver: (mail) => deliverMail(delivery, mail) }), mailer };
}
