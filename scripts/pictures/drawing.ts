/** A picture as plain data; readable as text, drawn as SVG that follows the reader's light or dark page. */
export type Box = {
  id: string;
  at: [x: number, y: number];
  size: [width: number, height: number];
  title: string;
  lines?: readonly string[];
  kind?: Kind;
};
/** From one box to another, with a word beside it. `via` bends it. */
export type Arrow = {
  from: string;
  to: string;
  says?: string;
  via?: ReadonlyArray<[number, number]>;
  dashed?: boolean;
  sides?: [Side, Side];
  ends?: [number, number];
  saysAt?: [number, number];
};
export type Drawing = {
  title: string;
  description: string;
  size: [width: number, height: number];
  boxes: readonly Box[];
  arrows: readonly Arrow[];
};
type Kind = 'service' | 'store' | 'person' | 'step';
type Side = 'top' | 'right' | 'bottom' | 'left';

const style = `
  svg { color-scheme: light dark; font: 13px system-ui, sans-serif }
  .box { fill: #f6f8fa; stroke: #57606a } .service { fill: #e7f0ff; stroke: #1f5fbf } .store { fill: #fff3dc; stroke: #9a6700 }
  .person { fill: #e6f6ea; stroke: #1a7f37 } text { fill: #1f2328 } .title { font-weight: 600 } .small { font-size: 11px; fill: #424a53 }
  .arrow { fill: none; stroke: #57606a; stroke-width: 1.5 } .head { fill: #57606a } .halo { stroke: #ffffff; stroke-width: 4; paint-order: stroke; stroke-linejoin: round }
  @media (prefers-color-scheme: dark) {
    .box { fill: #161b22; stroke: #8b949e } .service { fill: #10233f; stroke: #6ea8fe } .store { fill: #33270a; stroke: #e3b341 }
    .person { fill: #0f2a17; stroke: #56d364 } text { fill: #f0f6fc } .small { fill: #c9d1d9 }
    .arrow { stroke: #8b949e } .head { fill: #8b949e } .halo { stroke: #0d1117 }
  }`;

export function draw({ title, description, size: [width, height], boxes, arrows }: Drawing): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t d">`,
    `<title id="t">${xml(title)}</title>`,
    `<desc id="d">${xml(description)}</desc>`,
    `<style>${style}\n</style>`,
    '<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>',
    ...arrows.map((arrow) => drawArrow(arrow, boxes)),
    ...boxes.map(drawBox),
    '</svg>',
    '',
  ].join('\n');
}

const lineHeight = 15;

function drawBox({ at: [x, y], size: [width, height], title, lines = [], kind = 'step' }: Box): string {
  const middle = x + width / 2;
  const first = y + height / 2 - (lines.length * lineHeight) / 2 + 4;
  const texts = lines.map(
    (line, index) => `<text class="small" x="${middle}" y="${first + (index + 1) * lineHeight}" text-anchor="middle">${xml(line)}</text>`,
  );
  return [
    `<rect class="box ${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${kind === 'person' ? height / 2 : 6}"/>`,
    `<text class="title" x="${middle}" y="${first}" text-anchor="middle">${xml(title)}</text>`,
    ...texts,
  ].join('\n');
}

function drawArrow({ from, to, says, via = [], dashed = false, sides, ends, saysAt }: Arrow, boxes: readonly Box[]): string {
  const [a, b] = [find(boxes, from), find(boxes, to)];
  const [start, facing] = sides === undefined ? nearest(a, b, ends) : [edge(a, sides[0]), edge(b, sides[1])];
  const end = ends ?? facing;
  const points = [start, ...via, end];
  const path = `<path class="arrow" d="M${points.map((point) => point.join(' ')).join(' L')}" marker-end="url(#a)"${dashed ? ' stroke-dasharray="5 4"' : ''}/>`;
  if (says === undefined) return path;
  const [x, y] = saysAt ?? [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2 - 4];
  return `${path}\n<text class="small halo" x="${x}" y="${y}" text-anchor="middle">${xml(says)}</text>`;
}

function find(boxes: readonly Box[], id: string): Box {
  const found = boxes.find((box) => box.id === id);
  if (found === undefined) throw new Error(`the picture has no box ${id}`);
  return found;
}

function edge({ at: [x, y], size: [width, height] }: Box, side: Side): [number, number] {
  switch (side) {
    case 'top':
      return [x + width / 2, y];
    case 'bottom':
      return [x + width / 2, y + height];
    case 'left':
      return [x, y + height / 2];
    case 'right':
      return [x + width, y + height / 2];
  }
}

/** Facing sides, by where the other box is. */
function nearest(a: Box, b: Box, ends?: [number, number]): [[number, number], [number, number]] {
  const dx = (ends?.[0] ?? b.at[0] + b.size[0] / 2) - (a.at[0] + a.size[0] / 2);
  const dy = b.at[1] + b.size[1] / 2 - (a.at[1] + a.size[1] / 2);
  if (Math.abs(dx) > Math.abs(dy)) return dx > 0 ? [edge(a, 'right'), edge(b, 'left')] : [edge(a, 'left'), edge(b, 'right')];
  return dy > 0 ? [edge(a, 'bottom'), edge(b, 'top')] : [edge(a, 'top'), edge(b, 'bottom')];
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
