import {
  type EmojiPickerListCategoryHeaderProps,
  type EmojiPickerListEmojiProps,
  type EmojiPickerListRowProps,
  EmojiPicker as Picker,
} from 'frimousse';
import { conversationTexts } from '../../../texts/conversation-texts.ts';
import { emojiBook } from './emoji-book.ts';
import { useRecentEmoji } from './recent-emoji.ts';

const columns = 9;
const tones = ['light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const;

/** Our own data, out of our own chunk: the picker would fetch it from a public host. */
const data = () => ({
  locale: 'en',
  emojis: emojiBook.map(({ emoji, label, group, tags, names, tones: skins }) => ({
    emoji,
    label,
    category: group,
    version: 1,
    tags: [...tags, ...names],
    skins: skins.length === tones.length ? tonesOf(skins) : undefined,
  })),
  categories: conversationTexts.emoji.groups.map((label, index) => ({ index, label })).filter(({ index }) => index !== 2),
  skinTones: tonesOf(['🏻', '🏼', '🏽', '🏾', '🏿']),
});

function tonesOf(skins: readonly string[]) {
  const [light = '', mediumLight = '', medium = '', mediumDark = '', dark = ''] = skins;
  return { light, 'medium-light': mediumLight, medium, 'medium-dark': mediumDark, dark };
}

/** Its own chunk. Arrow keys move over the grid while one types, Enter takes. */
export function EmojiPicker({ onChoose }: { onChoose(emoji: string): void }) {
  const { recent, use } = useRecentEmoji();
  const choose = (emoji: string) => {
    use(emoji);
    onChoose(emoji);
  };
  return (
    <Picker.Root
      columns={columns}
      resolveEmojiData={data}
      onEmojiSelect={({ emoji }) => choose(emoji)}
      className="flex h-90 w-[21.5rem] max-w-[92vw] flex-col"
    >
      <div className="flex items-center gap-1 p-2 pb-1">
        <Picker.Search
          autoFocus
          aria-label={conversationTexts.emoji.search}
          placeholder={conversationTexts.emoji.search}
          className="h-9 min-w-0 flex-1 appearance-none rounded-md bg-sunken px-3 text-sm outline-none placeholder:text-ink-faint focus-visible:outline-2 focus-visible:outline-accent"
        />
        <Picker.SkinToneSelector
          aria-label={conversationTexts.emoji.skinTone}
          title={conversationTexts.emoji.skinTone}
          className="size-9 rounded-md text-lg hover:bg-hover"
        />
      </div>
      {recent.length > 0 && (
        <fieldset aria-label={conversationTexts.emoji.recent} className="border-b border-line px-2 pb-1">
          <p aria-hidden="true" className="px-1 py-1 text-xs font-medium text-ink-faint">
            {conversationTexts.emoji.recent}
          </p>
          <div className="flex h-9 flex-wrap overflow-hidden">
            {recent.slice(0, columns).map((emoji) => (
              <button
                key={emoji}
                type="button"
                aria-label={emoji}
                onClick={() => choose(emoji)}
                className="size-9 rounded-md text-xl hover:bg-hover"
              >
                {emoji}
              </button>
            ))}
          </div>
        </fieldset>
      )}
      <Picker.Viewport className="relative min-h-0 flex-1 overflow-y-auto outline-none">
        <Picker.Empty className="absolute inset-0 flex items-center justify-center text-sm text-ink-faint">
          {conversationTexts.emoji.none}
        </Picker.Empty>
        <Picker.List className="px-2 pb-2 select-none" components={{ CategoryHeader, Row, Emoji }} />
      </Picker.Viewport>
      <Picker.ActiveEmoji>
        {({ emoji }) => (
          <p className="flex h-9 shrink-0 items-center gap-2 border-t border-line px-3 text-xs text-ink-soft">
            {emoji ? (
              <>
                <span className="text-lg">{emoji.emoji}</span>
                <span className="truncate">{emoji.label}</span>
              </>
            ) : (
              conversationTexts.emoji.title
            )}
          </p>
        )}
      </Picker.ActiveEmoji>
    </Picker.Root>
  );
}

function CategoryHeader({ category, ...props }: EmojiPickerListCategoryHeaderProps) {
  return (
    <div {...props} className="bg-raised px-1 py-1.5 text-xs font-medium text-ink-faint">
      {category.label}
    </div>
  );
}

function Row(props: EmojiPickerListRowProps) {
  return <div {...props} className="flex" />;
}

function Emoji({ emoji, ...props }: EmojiPickerListEmojiProps) {
  return (
    <button {...props} className="flex size-9 items-center justify-center rounded-md text-xl data-active:bg-hover">
      {emoji.emoji}
    </button>
  );
}
