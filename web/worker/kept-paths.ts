const notPages = ['/api/', '/docs', '/ws', '/.well-known/', '/asyncapi', '/openapi'];

/** A path that leads to the page, as the gateway sees it. */
export function isPage(path: string): boolean {
  return !path.includes('.') && !notPages.some((start) => path.startsWith(start));
}

export const isAsset = (path: string): boolean => path.startsWith('/assets/');
