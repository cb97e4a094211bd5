import type { Attachment } from '@parley/contracts';
import { parley } from '../../../realtime/parley.ts';

/** Hands a file to the browser's downloads: by a link that is good for minutes, for a download sends no token. */
export async function saveAttachment({ id, name }: Pick<Attachment, 'id' | 'name'>): Promise<void> {
  const { url } = await parley.media.link(id);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.rel = 'noopener';
  link.click();
}
