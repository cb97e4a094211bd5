import type { Config } from '../config.ts';
import { openLocalStore } from './local-store.ts';
import type { MediaStore } from './media-store.ts';

/** What of the configuration chooses and opens the store. */
export type StoreConfig = Pick<Config, 'PARLEY_MEDIA_FOLDER' | Extract<keyof Config, `PARLEY_S3_${string}`>>;

/** The store that the configuration names. */
export async function openStore(config: StoreConfig): Promise<MediaStore> {
  if (config.PARLEY_S3_BUCKET === undefined) return openLocalStore(config.PARLEY_MEDIA_FOLDER);
  // Amazon's SDK takes memory and a good part of the start: only who needs it loads it.
  const { openS3Store } = await import('./s3-store.ts');
  return openS3Store({
    bucket: config.PARLEY_S3_BUCKET,
    endpoint: config.PARLEY_S3_ENDPOINT,
    publicEndpoint: config.PARLEY_S3_PUBLIC_ENDPOINT,
    region: config.PARLEY_S3_REGION,
    accessKey: config.PARLEY_S3_ACCESS_KEY,
    secretKey: config.PARLEY_S3_SECRET_KEY,
    pathStyle: config.PARLEY_S3_PATH_STYLE === 'on',
    direct: config.PARLEY_S3_DIRECT === 'on',
  });
}
