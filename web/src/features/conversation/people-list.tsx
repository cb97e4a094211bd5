import { conversationTexts } from '../../texts/conversation-texts.ts';

/** More names than this are a number. */
const shownMax = 50;

/** Names under a heading: who has read, who has reacted. `namesOf` is asked when it opens: names may have come since the row was drawn. */
export function PeopleList({ title, namesOf }: { title: string; namesOf(): readonly string[] }) {
  const names = namesOf();
  return (
    <>
      <h2 className="mb-1.5 text-xs font-semibold text-ink-faint">{title}</h2>
      <ul className="space-y-1 text-sm">
        {names.slice(0, shownMax).map((name, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two people may have one name, and nothing here moves
          <li key={index} className="truncate">
            {name}
          </li>
        ))}
        {names.length > shownMax && <li className="text-ink-faint">{conversationTexts.reading.andMore(names.length - shownMax)}</li>}
      </ul>
      {names.length === 0 && <p className="text-sm text-ink-soft">{conversationTexts.reading.notRead}</p>}
    </>
  );
}
