const emoji = /^(?:\p{RGI_Emoji}\s*){1,3}$/v;

/** Up to three emoji and nothing else: shown large. */
export function isEmojiOnly(content: string): boolean {
  return content.length <= 60 && emoji.test(content);
}
