import { Check, Copy } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { texts } from '../../../texts/texts.ts';
import { classNames } from '../../../ui/class-names.ts';
import { ErrorBoundary } from '../../../ui/error-boundary.tsx';
import type { Inline } from '../../../ui/markdown/parse-inline.ts';
import { type Block, parseMarkdown } from '../../../ui/markdown/parse-markdown.ts';
import { useRowTabIndex } from '../row-focus.ts';

/** Markdown as elements. What people wrote is only ever text of an element, never markup. */
export function MarkdownView({ content, viewerUsername }: { content: string; viewerUsername: string }) {
  const blocks = parseMarkdown(content);
  return blocks.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text's parts never change their order
    <BlockView key={index} block={block} isLast={index === blocks.length - 1} viewerUsername={viewerUsername} />
  ));
}

function BlockView({ block, isLast, viewerUsername }: { block: Block; isLast: boolean; viewerUsername: string }) {
  switch (block.kind) {
    case 'paragraph':
      // The last one is inline, so that the time stands on its last line.
      return <span className={isLast ? undefined : 'mb-2 block'}>{inline(block.children, viewerUsername)}</span>;
    case 'code':
      return <CodeBlock text={block.text} language={block.language.toLowerCase()} />;
    case 'quote':
      return (
        <blockquote className="my-1 border-s-3 border-current/30 ps-3 opacity-90">
          {block.children.map((child, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a text's parts never change their order
            <BlockView key={index} block={child} isLast={index === block.children.length - 1} viewerUsername={viewerUsername} />
          ))}
        </blockquote>
      );
    case 'list': {
      const List = block.first === null ? 'ul' : 'ol';
      return (
        <List
          start={block.first ?? undefined}
          className={classNames('my-1 ps-5 whitespace-normal', block.first === null ? 'list-disc' : 'list-decimal')}
        >
          {block.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a text's parts never change their order
            <li key={index}>{inline(item, viewerUsername)}</li>
          ))}
        </List>
      );
    }
  }
}

function inline(parts: readonly Inline[], viewerUsername: string): ReactNode[] {
  // biome-ignore lint/suspicious/noArrayIndexKey: a text's parts never change their order
  return parts.map((part, index) => <InlineView key={index} part={part} viewerUsername={viewerUsername} />);
}

function InlineView({ part, viewerUsername }: { part: Inline; viewerUsername: string }) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return <code className="rounded-sm bg-current/8 px-1 py-px font-mono text-[0.9em]">{part.text}</code>;
    case 'strong':
      return <strong className="font-semibold">{inline(part.children, viewerUsername)}</strong>;
    case 'em':
      return <em>{inline(part.children, viewerUsername)}</em>;
    case 'strike':
      return <s>{inline(part.children, viewerUsername)}</s>;
    case 'mention': {
      const isViewer = [viewerUsername.toLowerCase(), 'room', 'here'].includes(part.username);
      return (
        <span className={classNames('rounded-sm px-0.5 font-semibold', isViewer ? 'bg-warn-soft text-warn' : 'bg-current/8')}>
          {part.text}
        </span>
      );
    }
    case 'link':
      return <MessageLink href={part.href}>{inline(part.children, viewerUsername)}</MessageLink>;
  }
}

const HighlightedCode = lazy(() => import('./highlighted-code.tsx').then((module) => ({ default: module.HighlightedCode })));

function CodeBlock({ text, language }: { text: string; language: string }) {
  const [copied, setCopied] = useState(false);
  const tabIndex = useRowTabIndex();
  const Icon = copied ? Check : Copy;
  return (
    <span className="relative my-1 block rounded-md border border-line bg-surface text-ink">
      <code className="block overflow-x-auto py-2 pe-10 ps-3 font-mono text-sm whitespace-pre">
        {language === '' ? (
          text
        ) : (
          // The same text without colours until then: nothing moves when they come.
          <ErrorBoundary fallback={text}>
            <Suspense fallback={text}>
              <HighlightedCode text={text} language={language} />
            </Suspense>
          </ErrorBoundary>
        )}
      </code>
      <button
        type="button"
        tabIndex={tabIndex}
        aria-label={copied ? texts.messages.copied : texts.messages.copyCode}
        title={copied ? texts.messages.copied : texts.messages.copyCode}
        onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
        className="absolute top-1 end-1 flex size-7 items-center justify-center rounded-sm text-ink-faint hover:bg-hover hover:text-ink"
      >
        <Icon className="size-4" aria-hidden="true" />
      </button>
    </span>
  );
}

function MessageLink({ href, children }: { href: string; children: ReactNode }) {
  const tabIndex = useRowTabIndex();
  return (
    <a
      href={href}
      title={href}
      tabIndex={tabIndex}
      target="_blank"
      rel="noopener noreferrer"
      className="break-all underline decoration-current/40 underline-offset-2 hover:decoration-current"
    >
      {children}
    </a>
  );
}
