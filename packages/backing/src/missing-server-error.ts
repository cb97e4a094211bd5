/** A server program that is not on this machine; `packages` are Debian's names. */
export class MissingServerError extends Error {
  override name = 'MissingServerError';
  readonly packages: readonly string[];

  constructor(packages: readonly string[], why = 'not found on this machine') {
    super(`${packages.join(', ')}: ${why}.`);
    this.packages = packages;
  }
}
