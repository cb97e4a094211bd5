/**
 * An unmasked WebSocket text frame (RFC 6455, 5.2) around `payload`, UTF-8 bytes. Built once per message, written to every
 * socket as it is. Connections negotiate no extensions, so these bytes are right for all of them.
 */
export function encodeTextFrame(payload: Uint8Array): Buffer {
  const length = payload.byteLength;
  const header = headerLength(length);
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = 0x81;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.set(payload, header);
  return frame;
}

/** The frame of a control message that is made here. */
export function encodeJsonFrame(message: object): Buffer {
  return encodeTextFrame(Buffer.from(JSON.stringify(message)));
}

function headerLength(payloadLength: number): number {
  if (payloadLength < 126) return 2;
  return payloadLength < 65_536 ? 4 : 10;
}
