/** Every event of a log is written in this order; what people wrote comes after. */
const start = /^\{"type":"[a-z_.]+","room_id":"[0-9a-f-]{36}","seq":(\d{1,15}),/;
const longestStart = 160;

/**
 * The `seq` of an event as it travels, from the first bytes of its text: taking all headers of the message apart, where it stands too,
 * costs more than everything else that a gateway does with it. Undefined where the text does not begin as expected.
 */
export function readSeq(payload: Uint8Array): number | undefined {
  const head = Buffer.from(payload.buffer, payload.byteOffset, Math.min(payload.byteLength, longestStart)).toString('latin1');
  const found = start.exec(head)?.[1];
  return found === undefined ? undefined : Number(found);
}
