import { useQuery } from '@tanstack/react-query';
import { parley } from '../../realtime/parley.ts';
import { conversationTexts } from '../../texts/conversation-texts.ts';
import { texts } from '../../texts/texts.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { fullTime } from '../../ui/time.ts';

/** What a message said before, the newest first. As it was typed: what changed may be markup. */
export function VersionList({ roomId, messageId }: { roomId: string; messageId: string }) {
  const reading = useQuery({
    queryKey: ['versions', roomId, messageId],
    queryFn: () => parley.messages.versions(roomId, messageId),
    // It may have been changed again since.
    staleTime: 0,
  });
  if (reading.isPending) return <Spinner className="mx-auto size-5" />;
  if (reading.isError)
    return (
      <div role="alert" className="text-sm text-ink-soft">
        {conversationTexts.reading.versionsFailed}{' '}
        <button type="button" onClick={() => void reading.refetch()} className="font-semibold text-accent underline underline-offset-2">
          {texts.common.retry}
        </button>
      </div>
    );
  const { versions } = reading.data;
  return (
    <>
      <h2 className="mb-1.5 text-xs font-semibold text-ink-faint">{conversationTexts.reading.versions}</h2>
      <ol className="space-y-3">
        {versions
          .slice(0, -1)
          .reverse()
          .map(({ seq, content, written_at }, index, earlier) => (
            <li key={seq} className="text-sm">
              <p className="text-2xs text-ink-faint">
                {index === earlier.length - 1 && `${conversationTexts.reading.original} · `}
                <time dateTime={written_at}>{fullTime(new Date(written_at))}</time>
              </p>
              <p className="wrap-anywhere whitespace-pre-wrap">{content}</p>
            </li>
          ))}
      </ol>
    </>
  );
}
