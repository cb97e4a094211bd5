/**
 * A catalogue of the same shape in another language: every sentence, every function with the same values. What is missing or
 * takes other values is a fault of types.
 */
export type Catalogue<Shape> = Shape extends (...values: infer Values) => string
  ? (...values: Values) => string
  : Shape extends string
    ? string
    : { readonly [Key in keyof Shape]: Catalogue<Shape[Key]> };

type Sentence = (...values: never[]) => string;
export type Branch = Record<string, unknown>;

export const isSentence = (value: unknown): value is Sentence => typeof value === 'function';
export const isBranch = (value: unknown): value is Branch => typeof value === 'object' && value !== null;

/** Makes `spoken` say what `other` says. In place: modules that took a branch of it when they were loaded hear it as well. */
export function overwrite(spoken: Branch, other: Branch): void {
  for (const [key, value] of Object.entries(other)) {
    const branch = spoken[key];
    if (isBranch(branch) && isBranch(value)) overwrite(branch, value);
    else spoken[key] = value;
  }
}
