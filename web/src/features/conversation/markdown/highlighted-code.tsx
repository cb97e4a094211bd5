import { common, createLowlight } from 'lowlight';
import { createElement, type ReactNode, useMemo } from 'react';
import { classNames } from '../../../ui/class-names.ts';

const lowlight = createLowlight(common);

/** What the highlighter calls its parts, and the job of theme.css that each is coloured by. What is not here is plain. */
const colours: Readonly<Record<string, string>> = {
  'hljs-keyword': 'text-code-keyword',
  'hljs-built_in': 'text-code-keyword',
  'hljs-literal': 'text-code-keyword',
  'hljs-selector-tag': 'text-code-keyword',
  'hljs-name': 'text-code-keyword',
  'hljs-section': 'text-code-keyword',
  'hljs-string': 'text-code-string',
  'hljs-regexp': 'text-code-string',
  'hljs-addition': 'text-code-string',
  'hljs-symbol': 'text-code-string',
  'hljs-number': 'text-code-number',
  'hljs-variable': 'text-code-number',
  'hljs-attr': 'text-code-number',
  'hljs-attribute': 'text-code-number',
  'hljs-meta': 'text-code-number',
  'hljs-deletion': 'text-code-number',
  'hljs-title': 'text-code-title',
  'hljs-type': 'text-code-title',
  'hljs-selector-class': 'text-code-title',
  'hljs-comment': 'text-code-comment italic',
  'hljs-quote': 'text-code-comment italic',
};

type Node = { type: string; value?: string; children?: readonly Node[]; properties?: { className?: unknown } };

/** Its own chunk. The highlighter gives a tree, which becomes elements: no markup is made of what people wrote. */
export function HighlightedCode({ text, language }: { text: string; language: string }) {
  return useMemo(
    () => (lowlight.registered(language) ? lowlight.highlight(language, text).children.map(elementOf) : text),
    [text, language],
  );
}

function elementOf(node: Node, index: number): ReactNode {
  if (node.type === 'text') return node.value;
  const names = Array.isArray(node.properties?.className) ? node.properties.className.map(String) : [];
  const className = classNames(...names.map((name) => colours[name]));
  return createElement('span', { key: index, ...(className === '' ? {} : { className }) }, node.children?.map(elementOf));
}
