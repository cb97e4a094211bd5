import '../../texts/member-texts.ts';
import { texts } from '../../texts/texts.ts';

/** A time in its largest whole unit: 30 seconds, 5 minutes, hour. */
export function describeSpan(seconds: number): string {
  if (seconds >= 3_600 && seconds % 3_600 === 0) return texts.spans.hours(seconds / 3_600);
  if (seconds >= 60 && seconds % 60 === 0) return texts.spans.minutes(seconds / 60);
  return texts.spans.seconds(seconds);
}
