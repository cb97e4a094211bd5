import type { UploadOptions } from './upload-options.ts';

/** A form around a stream, which `FormData` cannot hold: what comes is sent, and nothing is gathered. */
export function streamForm(file: ReadableStream<Uint8Array>, { name = 'file', purpose, onProgress }: UploadOptions) {
  const boundary = `parley-${crypto.randomUUID()}`;
  const text = new TextEncoder();
  const quoted = name.replaceAll('"', '%22').replaceAll(/[\r\n]/g, ' ');
  const field = purpose === undefined ? '' : `--${boundary}\r\ncontent-disposition: form-data; name="purpose"\r\n\r\n${purpose}\r\n`;
  const head = `${field}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${quoted}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  let sent = 0;
  const frame = new TransformStream<Uint8Array, Uint8Array>({
    start: (controller) => controller.enqueue(text.encode(head)),
    transform(chunk, controller) {
      sent += chunk.byteLength;
      onProgress?.({ sent, total: undefined });
      controller.enqueue(chunk);
    },
    flush: (controller) => controller.enqueue(text.encode(`\r\n--${boundary}--\r\n`)),
  });
  return { body: file.pipeThrough(frame), contentType: `multipart/form-data; boundary=${boundary}` };
}
