import type { Nats } from '@parley/messaging';
import type { authenticate } from '@parley/service-kit';
import type { Logger } from 'pino';
import type { LinkSigner } from './commands/make-link/link-signer.ts';
import type { Config } from './config.ts';
import type { MediaDatabase } from './media-database.ts';
import type { PicturePool } from './pictures/picture-pool.ts';
import type { MediaStore } from './store/media-store.ts';
import type { Spool } from './store/spool.ts';

/** What commands and queries are given. Built once, in `start-media.ts`. */
export type MediaDependencies = {
  config: Config;
  db: MediaDatabase;
  /** Asks `messages` and `rooms` who may read. */
  nats: Nats;
  log: Logger;
  clock: () => Date;
  store: MediaStore;
  spool: Spool;
  pictures: PicturePool;
  links: LinkSigner;
  auth: ReturnType<typeof authenticate>;
  /** Reads what `messages` has posted and this service has not consumed yet. */
  catchUpMessages: () => Promise<void>;
  /** Files of deleted media wait for their removal. */
  wakeRemoval: () => void;
};
