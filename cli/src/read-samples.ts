/** Name → value of a Prometheus text exposition; samples of one name that differ in labels are added up. */
export function readSamples(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{.*\})?\s+(\S+)/.exec(line);
    if (match === null) continue;
    const [, name = '', value] = match;
    samples.set(name, (samples.get(name) ?? 0) + Number(value));
  }
  return samples;
}
