import type { Attachment } from '@parley/contracts';
import { useMutation } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useRef } from 'react';
import { parley } from '../../../realtime/parley.ts';
import { conversationTexts } from '../../../texts/conversation-texts.ts';
import { Spinner } from '../../../ui/spinner.tsx';
import { useRowTabIndex } from '../row-focus.ts';
import { FileCard } from './file-card.tsx';

/**
 * Sound or film, with the browser's own controls. Nothing is fetched before somebody presses play; the link that is fetched then is good for
 * minutes, and a longer film asks for another one where it stopped.
 */
export function Player({ file, kind }: { file: Attachment; kind: 'audio' | 'video' }) {
  const linking = useMutation({ mutationFn: () => parley.media.link(file.id) });
  const tabIndex = useRowTabIndex();
  const resumeAt = useRef(0);
  const renewals = useRef(0);
  const url = linking.data?.url;
  const renew = (element: HTMLMediaElement) => {
    // A file that cannot be played fails at its beginning, again and again.
    if (element.currentTime === 0 || renewals.current >= 20) return;
    renewals.current += 1;
    resumeAt.current = element.currentTime;
    linking.mutate();
  };
  const common = {
    src: url,
    controls: true,
    autoPlay: true,
    tabIndex,
    'aria-label': file.name,
    onLoadedMetadata: (event: React.SyntheticEvent<HTMLMediaElement>) => {
      if (resumeAt.current > 0) event.currentTarget.currentTime = resumeAt.current;
    },
    onError: (event: React.SyntheticEvent<HTMLMediaElement>) => renew(event.currentTarget),
  };
  return (
    <span className="flex w-80 max-w-full flex-col gap-1.5">
      {url === undefined ? (
        <button
          type="button"
          tabIndex={tabIndex}
          aria-label={conversationTexts.media.play(file.name)}
          onClick={() => linking.mutate()}
          className={`flex w-full items-center justify-center rounded-md bg-ink/85 text-surface hover:bg-ink ${kind === 'video' ? 'aspect-video' : 'h-13'}`}
        >
          {linking.isPending ? <Spinner className="size-6" /> : <Play className="size-7 fill-current" aria-hidden="true" />}
        </button>
      ) : kind === 'video' ? (
        <video {...common} playsInline className="aspect-video w-full rounded-md bg-black" />
      ) : (
        <audio {...common} className="h-13 w-full" />
      )}
      <FileCard file={file} />
    </span>
  );
}
