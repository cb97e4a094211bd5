/**
 * An error in words, for whoever runs a command: no stack trace, and never empty. A connection that is refused on several addresses is an
 * `AggregateError` without a message of its own.
 */
export function explainError(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') {
    return [...new Set(error.errors.map(explainError))].join('; ');
  }
  if (!(error instanceof Error)) return String(error);
  const text = error.message.trim();
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'ECONNREFUSED') return `Nobody answers there: ${text || code}. Is it running?`;
  return text || code || error.name;
}
