import { randomBytes } from 'node:crypto';
import { eventually } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MediaFixture, startMediaFixture } from './fixture/media-fixture.ts';
import { noisyPng, png } from './fixture/pictures.ts';

let media: MediaFixture;
beforeAll(async () => {
  media = await startMediaFixture({
    PARLEY_MEDIA_MAX_BYTES: '20000000',
    PARLEY_MEDIA_UPLOADS_PER_MINUTE: '6',
    PARLEY_MEDIA_BYTES_PER_DAY: '25000000',
    PARLEY_MEDIA_UNATTACHED: '4',
    PARLEY_PICTURE_WORKERS: '1',
    PARLEY_PICTURE_QUEUE: '1',
  });
});
afterAll(() => media?.stop());

async function told(response: Response) {
  const { code, detail } = (await response.json()) as { code?: string; detail?: string };
  return { status: response.status, code, detail, retryAfter: Number(response.headers.get('retry-after')) };
}

describe('the limits of a person', () => {
  it('count uploads of a minute, and say how long to wait', async () => {
    const ada = await media.neighbours.signIn();
    for (let index = 0; index < 6; index += 1) {
      const { id } = await media.upload(ada, `file ${index}`);
      await media.ask(`/media/${id}`, ada, { method: 'DELETE' });
    }
    const refused = await told(await media.send(ada, 'one more'));
    expect(refused).toMatchObject({ status: 429, code: 'too_many_requests', detail: 'Too many uploads in a minute' });
    expect(refused.retryAfter).toBeGreaterThan(30);
    expect((await media.send(await media.neighbours.signIn(), 'somebody else')).status).toBe(201);
    media.clock.advance(61_000);
    expect((await media.send(ada, 'later')).status).toBe(201);
  });

  it('count what no message carries, also what is just coming, and give it free again', async () => {
    const ada = await media.neighbours.signIn();
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => media.send(ada, `file ${index}`)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 201, 201, 201, 422, 422]);
    media.clock.advance(61_000);
    expect(await told(await media.send(ada, 'fifth'))).toMatchObject({ status: 422, code: 'unprocessable' });
    const kept = answers.find(({ status }) => status === 201);
    if (!kept) throw new Error('nothing kept');
    const { id } = (await kept.json()) as { id: string };
    await media.post(ada, media.newRoom(), [id]);
    expect((await media.send(ada, 'fifth')).status).toBe(201);
  });

  it('count bytes of a day, announced or sent, kept or not', async () => {
    const ada = await media.neighbours.signIn();
    const { id } = await media.upload(ada, randomBytes(15_000_000));
    await media.ask(`/media/${id}`, ada, { method: 'DELETE' });
    const refused = await told(await media.send(ada, randomBytes(11_000_000)));
    expect(refused).toMatchObject({ status: 429, detail: 'Too many bytes in a day' });
    expect(refused.retryAfter).toBeGreaterThan(3_600);
    expect((await media.send(ada, randomBytes(9_000_000))).status).toBe(201);
    media.clock.advance(24 * 3_600_000);
    expect((await media.send(ada, randomBytes(11_000_000))).status).toBe(201);
  });
});

describe('pictures beyond what is worked on', () => {
  it('are refused at once with 503, and those that wait are done', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => media.neighbours.signIn()));
    const large = await noisyPng(2_000, 1_500);
    const answers = await Promise.all(people.map((person) => media.send(person, large)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(2);
    expect(statuses.filter((status) => status === 503).length).toBeGreaterThanOrEqual(1);
    expect(statuses.every((status) => status === 201 || status === 503)).toBe(true);
    for (const answer of answers.filter(({ status }) => status === 503)) expect(answer.headers.get('retry-after')).toBe('5');
    expect(await media.incoming()).toEqual([]);
    const [someone] = [await media.neighbours.signIn()];
    await eventually('the next one is done', async () => ((await media.send(someone, await png())).status === 201 ? true : undefined));
  });
});
