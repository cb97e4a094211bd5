import pg from 'pg';

type Ask = (...given: unknown[]) => unknown;

/**
 * A client whose results are let go once they have been read.
 *
 * A young collection keeps whatever a living or dead function has captured, until the next full one (seen in Node.js 20 and 26). The
 * promise of `pg` has the statement captured, and the statement all its rows: each page that a service had answered was copied once
 * more by every young collection, which took 10 ms instead of 1. Here nothing but the promise's own two functions is captured.
 */
export class ReleasingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const ask: Ask = super.query.bind(this) as Ask;
    this.query = ((...given: unknown[]) => (wantsPromise(given) ? promised(ask, given) : ask(...given))) as typeof this.query;
  }
}

/** Neither a callback nor an object that takes the rows itself, like a cursor. */
function wantsPromise([statement, values, callback]: unknown[]): boolean {
  const submits = typeof statement === 'object' && statement !== null && 'submit' in statement;
  return !submits && typeof values !== 'function' && callback === undefined;
}

function promised(ask: Ask, [statement, values]: unknown[]): Promise<unknown> {
  return answerTo(ask, statement, values).catch((error: Error) => {
    // As `pg` does it: where the statement was asked, not where the socket was read.
    Error.captureStackTrace(error);
    throw error;
  });
}

function answerTo(ask: Ask, statement: unknown, values: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    ask(statement, values, (error: Error | null, result: unknown) => (error ? reject(error) : resolve(result)));
  });
}
