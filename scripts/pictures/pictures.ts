import type { Box, Drawing } from './drawing.ts';

const services: ReadonlyArray<[name: string, owns: string, keeps: string]> = [
  ['auth', 'accounts, sessions', 'Postgres'],
  ['rooms', 'members, friends', 'Postgres'],
  ['messages', 'the log of every room', 'Postgres'],
  ['media', 'files', 'Postgres, files'],
  ['notifications', 'whom to tell what', 'Postgres'],
  ['presence', 'who is connected', 'Redis'],
];
const step = 150;

const serviceBoxes = services.map(([name, owns, keeps], index): Box => {
  return { id: name, at: [10 + index * step, 210], size: [140, 66], title: name, lines: [owns, keeps], kind: 'service' };
});

/** File name → picture. Drawn by `node scripts/write-generated-docs.ts`; `npm run check` sees to it that the files are current. */
export const pictures: Readonly<Record<string, Drawing>> = {
  'system.svg': {
    title: 'Parley: services and what flows between them',
    description:
      'People reach the gateway over one origin. It asks services over NATS and passes HTTP on. Five services keep a Postgres database each, presence keeps Redis. Relays publish the event tables of auth, rooms and messages to NATS JetStream, which feeds gateways and the services that consume.',
    size: [910, 470],
    boxes: [
      { id: 'people', at: [330, 10], size: [240, 42], title: 'browsers, programs, bots', kind: 'person' },
      {
        id: 'gateway',
        at: [250, 100],
        size: [400, 54],
        title: 'gateway',
        lines: ['sockets, order, fan-out, HTTP front door; owns nothing'],
        kind: 'service',
      },
      ...serviceBoxes,
      {
        id: 'postgres',
        at: [10, 340],
        size: [740, 42],
        title: 'Postgres: events and read models, a database for each service. The truth',
        kind: 'store',
      },
      { id: 'redis', at: [760, 340], size: [140, 42], title: 'Redis', kind: 'store' },
      {
        id: 'nats',
        at: [10, 410],
        size: [740, 46],
        title: 'NATS JetStream: transport. Whatever it loses is published again',
        kind: 'store',
      },
    ],
    arrows: [
      { from: 'people', to: 'gateway', says: 'HTTPS and one WebSocket', saysAt: [540, 80] },
      ...services.map(([name], index) => ({
        from: 'gateway',
        to: name,
        sides: ['bottom', 'top'] as ['bottom', 'top'],
        via: [
          [450, 182],
          [80 + index * step, 182],
        ] as [number, number][],
      })),
      // Straight down from each service into the wide box below them.
      ...services.slice(0, 5).map(([name], index) => ({ from: name, to: 'postgres', ends: [80 + index * step, 340] as [number, number] })),
      { from: 'presence', to: 'redis' },
      { from: 'postgres', to: 'nats', says: 'relays, in order', saysAt: [455, 401] },
      {
        from: 'nats',
        to: 'gateway',
        says: 'live events',
        sides: ['right', 'right'],
        via: [
          [905, 433],
          [905, 127],
        ],
        dashed: true,
        saysAt: [850, 122],
      },
    ],
  },
  'one-message.svg': {
    title: 'One message, from click to screens',
    description:
      'The composer sends to its gateway, which asks messages. Events and read model are committed to Postgres in one transaction and the sender is acknowledged. The relay publishes in order to JetStream, which passes it on to gateways; they write one frame to every socket of the room. Other services consume at their own pace.',
    size: [910, 300],
    boxes: [
      { id: 'composer', at: [10, 30], size: [120, 50], title: 'composer', kind: 'person' },
      { id: 'gateway', at: [190, 30], size: [130, 50], title: 'gateway', lines: ['one of many'], kind: 'service' },
      { id: 'messages', at: [390, 30], size: [150, 50], title: 'messages', lines: ['gathers a batch'], kind: 'service' },
      {
        id: 'postgres',
        at: [620, 20],
        size: [270, 70],
        title: 'Postgres',
        lines: ['lock rooms, number, insert:', 'one round trip, one transaction'],
        kind: 'store',
      },
      { id: 'relay', at: [680, 130], size: [150, 50], title: 'relay', lines: ['one leads, reads in order'], kind: 'service' },
      { id: 'jetstream', at: [660, 225], size: [190, 54], title: 'JetStream', lines: ['stores, then passes on'], kind: 'store' },
      { id: 'gateways', at: [330, 227], size: [170, 50], title: 'gateways', lines: ['one frame for the room'], kind: 'service' },
      { id: 'screens', at: [10, 227], size: [140, 50], title: 'screens', lines: ['applied by seq'], kind: 'person' },
      {
        id: 'others',
        at: [400, 140],
        size: [200, 50],
        title: 'media, notifications',
        lines: ['consume, each its position'],
        kind: 'service',
      },
    ],
    arrows: [
      { from: 'composer', to: 'gateway', says: '1 send' },
      { from: 'gateway', to: 'messages', says: '2 ask' },
      { from: 'messages', to: 'postgres', says: '3 commit' },
      {
        from: 'messages',
        to: 'composer',
        says: '4 acknowledged: on disk, with its seq',
        sides: ['bottom', 'bottom'],
        via: [
          [465, 112],
          [70, 112],
        ],
        dashed: true,
        saysAt: [260, 106],
      },
      { from: 'postgres', to: 'relay', says: '5', saysAt: [768, 114] },
      { from: 'relay', to: 'jetstream', says: '6', saysAt: [768, 207] },
      { from: 'jetstream', to: 'gateways', says: '7 live' },
      { from: 'gateways', to: 'screens', says: '8 write once' },
      {
        from: 'jetstream',
        to: 'others',
        sides: ['left', 'right'],
        via: [
          [630, 252],
          [630, 165],
        ],
      },
    ],
  },
};
