import { measureReading, type ReadingFigures } from '../../../services/messages/src/fixture/measure-reading.ts';

const searchedMax = 2_000_000;

export type ReadingResult = { sizes: ReadingFigures[] };

/**
 * One room of a million messages (history, counts, search) and one of ten million (history, counts): what a page costs must not grow
 * with the room. Made by a script that writes straight into the tables, in minutes.
 */
export async function measureLargeRooms({ sizes, rounds }: { sizes: readonly number[]; rounds: number }): Promise<ReadingResult> {
  const results: ReadingFigures[] = [];
  for (const texts of sizes) {
    // Indexing ten million for search takes longer than anybody waits for a benchmark.
    results.push(await measureReading({ texts, rounds, withSearch: texts <= searchedMax, onProgress: (line) => console.error(line) }));
  }
  return { sizes: results };
}

export function printReading({ sizes }: ReadingResult): void {
  for (const { texts, writeSeconds, indexSeconds, megabytes, ms, plans } of sizes) {
    console.log(
      `\nOne room of ${texts} messages, written in ${writeSeconds} s, indexed in ${indexSeconds} s. MB: ${JSON.stringify(megabytes)}`,
    );
    console.log('Milliseconds from request to serialized answer, within the service:');
    console.table(ms);
    for (const [name, plan] of Object.entries(plans)) console.log(`${name}:\n${plan}\n`);
  }
}
