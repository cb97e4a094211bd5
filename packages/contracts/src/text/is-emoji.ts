/** One emoji as people see it (families and flags are one), or the name of one: `:party_parrot:`. */
const emoji = /^\p{RGI_Emoji}$/v;
const named = /^:[a-z0-9_+-]{1,32}:$/;

export function isEmoji(text: string): boolean {
  return named.test(text) || emoji.test(text);
}
