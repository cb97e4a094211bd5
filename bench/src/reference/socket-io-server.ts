import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import pg from 'pg';
import { Server } from 'socket.io';

/**
 * What a competent developer writes in an afternoon: Socket.IO, its Redis adapter so that it could be scaled, one insert per
 * message, acknowledged after the insert, then sent to the room. No order, no replay, no idempotency. Started by `socket-io.ts`.
 */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
await pool.query(`
  create table if not exists members (user_id text, room_id text, primary key (user_id, room_id));
  create table if not exists messages (
    id bigserial primary key, room_id text not null, sender_id text not null, content text not null, created_at timestamptz not null default now()
  );
  create index if not exists messages_of_room on messages (room_id, id)`);

const publisher = new Redis(process.env.REDIS_URL ?? '');
const http = createServer();
const io = new Server(http, { adapter: createAdapter(publisher, publisher.duplicate()), transports: ['websocket'] });

io.on('connection', async (socket) => {
  const userId = String(socket.handshake.auth.userId);
  socket.on('message', async (roomId: string, content: string, acknowledge: (answer: object) => void) => {
    if (!socket.rooms.has(roomId)) return acknowledge({ error: 'not_a_member' });
    const { rows } = await pool.query<{ id: string; created_at: Date }>(
      'insert into messages (room_id, sender_id, content) values ($1, $2, $3) returning id, created_at',
      [roomId, userId, content],
    );
    const [row] = rows;
    io.to(roomId).emit('message', { id: row?.id, room_id: roomId, sender_id: userId, content, created_at: row?.created_at });
    acknowledge({ id: row?.id, created_at: row?.created_at });
  });
  const { rows } = await pool.query<{ room_id: string }>('select room_id from members where user_id = $1', [userId]);
  await socket.join(rows.map((row) => row.room_id));
  socket.emit('ready');
});

http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
process.on('disconnect', () => process.exit(0));
