/** Ends a `switch` over a closed union: the compiler fails where a case is missing, the process where a value lies. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
