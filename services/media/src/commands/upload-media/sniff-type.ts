import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';

/** Enough for every signature, and a bound on what a crafted file can make its reader walk through. */
const headBytes = 64 * 1024;

/** What a file is, by looking at it. What its sender calls it, in name or header, has no say. */
export async function sniffType(path: string): Promise<string> {
  const head = await readHead(path);
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (found) return found.mime === 'application/xml' ? typeOfText(head) : found.mime;
  return typeOfText(head);
}

async function readHead(path: string): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: new Uint8Array(headBytes), length: headBytes, position: 0 });
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Text that a browser would run is named, so that people see what they get; it is never served under that name. */
function typeOfText(head: Uint8Array): string {
  const text = decodeUtf8(head);
  if (text === undefined || text.includes('\u0000')) return 'application/octet-stream';
  if (/<svg[\s>]/i.test(text)) return 'image/svg+xml';
  if (/<(!doctype html|html|head|body|script|iframe)[\s>]/i.test(text)) return 'text/html';
  return /^\ufeff?\s*<\?xml/i.test(text) ? 'application/xml' : 'text/plain';
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    // As a stream: the head may end inside a character.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}
