export type Insertion = {
  from: number;
  to: number;
  text: string;
  /** What is selected afterwards, from where the text begins; the end of it by default. */
  select?: readonly [from: number, to: number];
};

/**
 * As if it were typed: the browser's own undo knows of it, which it would not of a new value. `execCommand` is called outdated, and
 * nothing else does this.
 */
export function insertText(field: HTMLTextAreaElement, { from, to, text, select }: Insertion): void {
  field.focus();
  field.setSelectionRange(from, to);
  if (text === '' ? !document.execCommand('delete') : !document.execCommand('insertText', false, text)) {
    field.setRangeText(text, from, to, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  if (select) field.setSelectionRange(from + select[0], from + select[1]);
}
