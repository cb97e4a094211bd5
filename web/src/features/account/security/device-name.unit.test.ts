import { expect, it } from 'vitest';
import { deviceName } from './device-name.ts';

const mozilla = 'Mozilla/5.0';
const likeChrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0';

it.each([
  [`${mozilla} (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0`, 'Firefox, Linux'],
  [`${mozilla} (Windows NT 10.0; Win64; x64) ${likeChrome} Safari/537.36`, 'Chrome, Windows'],
  [`${mozilla} (Windows NT 10.0; Win64; x64) ${likeChrome} Safari/537.36 Edg/142.0.0.0`, 'Edge, Windows'],
  [`${mozilla} (Linux; Android 16; K) ${likeChrome} Mobile Safari/537.36`, 'Chrome, Android'],
  [`${mozilla} (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile/15E148 Safari/604.1`, 'Safari, iOS'],
  [`${mozilla} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15`, 'Safari, macOS'],
  ['curl/8.5.0', 'curl/8.5.0'],
  ['', 'Unknown device'],
  [null, 'Unknown device'],
])('calls %j %j', (userAgent, name) => expect(deviceName(userAgent)).toBe(name));
