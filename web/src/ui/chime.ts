let context: AudioContext | undefined;

/** Two soft notes, made here: nothing to load. Silent where the browser has not been touched yet. */
export function chime(): void {
  context ??= new AudioContext();
  const { currentTime, destination } = context;
  if (context.state === 'suspended') void context.resume().catch(() => undefined);
  const volume = new GainNode(context, { gain: 0.12 });
  volume.connect(destination);
  for (const [index, frequency] of [659.3, 880].entries()) {
    const start = currentTime + index * 0.11;
    const note = new OscillatorNode(context, { type: 'sine', frequency });
    const shape = new GainNode(context, { gain: 0 });
    shape.gain.setValueAtTime(0, start);
    shape.gain.linearRampToValueAtTime(1, start + 0.015);
    shape.gain.exponentialRampToValueAtTime(0.001, start + 0.45);
    note.connect(shape).connect(volume);
    note.start(start);
    note.stop(start + 0.5);
  }
}
