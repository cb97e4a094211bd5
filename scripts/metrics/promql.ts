import { parser } from '@prometheus-io/lezer-promql';

export type Selector = { metric: string; matchers: Array<{ label: string; operator: string; value: string }> };
export type Query = { selectors: Selector[]; groupedBy: string[] };

/** What a PromQL expression asks for. @throws Error where it is no PromQL */
export function parseQuery(expr: string): Query {
  const query: Query = { selectors: [], groupedBy: [] };
  const textOf = (node: { from: number; to: number }) => expr.slice(node.from, node.to);
  const tree = parser.parse(expr);
  tree.iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`not PromQL at ${node.from}: ${expr}`);
      if (node.name === 'VectorSelector') query.selectors.push({ metric: textOf(node).split('{', 1)[0]?.trim() ?? '', matchers: [] });
      if (node.name === 'UnquotedLabelMatcher') {
        const [, label = '', operator = '', value = ''] = /^(\w+)\s*(=~|!~|!=|=)\s*"(.*)"$/.exec(textOf(node)) ?? [];
        query.selectors.at(-1)?.matchers.push({ label, operator, value });
      }
      if (node.name === 'GroupingLabels') query.groupedBy.push(...(textOf(node).match(/\w+/g) ?? []));
    },
  });
  return query;
}
