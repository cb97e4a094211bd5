import { connect } from 'node:net';

/** Connects, says `hello` if there is one, and resolves when the first bytes of the answer match. */
export function probeTcp(port: number, answer: RegExp, hello?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2_000 });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.once('error', fail);
    socket.once('timeout', () => fail(new Error('no answer')));
    socket.once('close', () => fail(new Error('closed')));
    socket.once('connect', () => {
      if (hello !== undefined) socket.write(hello);
    });
    socket.once('data', (data) => {
      if (!answer.test(data.toString('latin1'))) return fail(new Error(`unexpected answer ${data.toString('latin1').slice(0, 80)}`));
      socket.destroy();
      resolve();
    });
  });
}
