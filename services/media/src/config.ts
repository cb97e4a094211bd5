import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commonEnv, databaseEnv, type Environment, readConfig, tokenEnv } from '@parley/service-kit/config';
import { z } from 'zod';

const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const mebibyte = 1024 * 1024;
const storeUrl = z.url({ protocol: /^https?$/, error: 'is not a usable URL' });

export const configSchema = z.object({
  ...commonEnv,
  ...databaseEnv,
  ...tokenEnv,
  /** Where files lie without an S3-compatible store; uploads under way always pass through it. */
  PARLEY_MEDIA_FOLDER: z.string().min(1).default(join(tmpdir(), 'parley-media')),
  /** Of one file. */
  PARLEY_MEDIA_MAX_BYTES: count(1, 5 * 1024 * mebibyte).default(25 * mebibyte),
  /** Of one picture, all frames of a moving one together. */
  PARLEY_MEDIA_MAX_PIXELS: count(1, 1_000_000_000).default(50_000_000),
  /** Per person. */
  PARLEY_MEDIA_UPLOADS_PER_MINUTE: count(1, 100_000).default(30),
  /** Uploaded by one person in a day. */
  PARLEY_MEDIA_BYTES_PER_DAY: count(1, Number.MAX_SAFE_INTEGER).default(1024 * mebibyte),
  /** Uploads of a person that no message carries (yet). */
  PARLEY_MEDIA_UNATTACHED: count(1, 100_000).default(100),
  /** Processes that work on pictures. They start when there is a picture and end when there is none for a while. */
  PARLEY_PICTURE_WORKERS: count(1, 16).default(2),
  /** Pictures that may wait for one; more are answered with 503. */
  PARLEY_PICTURE_QUEUE: count(0, 10_000).default(50),
  /** For one picture. A process that takes longer is ended. */
  PARLEY_PICTURE_SECONDS: count(1, 300).default(20),
  /** Of an S3-compatible store; its presence chooses the store. */
  PARLEY_S3_BUCKET: z.string().min(3).max(255).optional(),
  /** Without one: Amazon's of the region. */
  PARLEY_S3_ENDPOINT: storeUrl.optional(),
  /** How browsers reach the store, when it is not how this service does. */
  PARLEY_S3_PUBLIC_ENDPOINT: storeUrl.optional(),
  /** The region of the store. */
  PARLEY_S3_REGION: z.string().min(1).default('us-east-1'),
  /** Of the store. Without both keys the machine’s own role is used. */
  PARLEY_S3_ACCESS_KEY: z.string().min(1).optional(),
  /** Of the store. */
  PARLEY_S3_SECRET_KEY: z.string().min(1).optional(),
  /** The bucket in the path, not in the host's name. */
  PARLEY_S3_PATH_STYLE: z.enum(['on', 'off']).default('on'),
  /** Whether clients send files to the store and read them there, by links that this service signs. */
  PARLEY_S3_DIRECT: z.enum(['on', 'off']).default('off'),
});

export type Config = Readonly<z.infer<typeof configSchema>>;

/** @throws ConfigError with all faults at once */
export function readMediaConfig(env: Environment): Config {
  return readConfig(configSchema, env);
}
