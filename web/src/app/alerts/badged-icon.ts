const most = 9;

/** The page's icon with a number on it; as it is, without one. */
export function badgedIcon(svg: string, count: number): string {
  if (count <= 0) return svg;
  const text = count > most ? `${most}+` : String(count);
  const size = text.length > 1 ? 11 : 14;
  const badge = `<circle cx="22.5" cy="22.5" r="9.5" fill="#b3261e"/><text x="22.5" y="${22.5 + size * 0.36}" font-family="sans-serif" font-size="${size}" font-weight="700" text-anchor="middle" fill="#fff">${text}</text>`;
  return svg.replace('</svg>', `${badge}</svg>`);
}

export function iconAddress(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
