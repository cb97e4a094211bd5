/** What is being typed that could be completed: `@gra`, `:roc`, `/sta`. `start` is where its mark stands, `end` the caret. */
export type Trigger = { kind: 'person' | 'emoji' | 'command'; query: string; start: number; end: number };

const command = /^\/([a-z]*)$/;
const person = /(?<![\p{L}\p{N}_@./-])@([\p{L}\p{N}_]{0,50})$/u;
/** Two letters at least: a colon stands before a bracket or a space too often. */
const emoji = /(?<![\p{L}\p{N}_:]):([a-z0-9_+-]{2,32})$/iu;

export function findTrigger(text: string, caret: number): Trigger | null {
  const before = text.slice(0, caret);
  const isCommand = command.exec(before);
  if (isCommand) return { kind: 'command', query: isCommand[1] ?? '', start: 0, end: caret };
  if (isInCode(before)) return null;
  const found = [
    { kind: 'person' as const, match: person.exec(before) },
    { kind: 'emoji' as const, match: emoji.exec(before) },
  ].find(({ match }) => match);
  if (!found?.match) return null;
  return { kind: found.kind, query: found.match[1] ?? '', start: found.match.index, end: caret };
}

/** Code that is begun and not ended: there, nothing is a name. */
function isInCode(before: string): boolean {
  const fences = before.split('```');
  if (fences.length % 2 === 0) return true;
  const line = (fences.at(-1) ?? '').split('\n').at(-1) ?? '';
  return line.split('`').length % 2 === 0;
}
