/**
 * Answers every message that mentions it by repeating it. Start the stack, register an account for it, then:
 *   PARLEY_URL=http://127.0.0.1:8080 BOT_EMAIL=bot@example.org BOT_PASSWORD=Correct-Horse-7 node examples/echo-bot.ts
 */
import { connect, createParley } from '@parley/client';

const { PARLEY_URL = 'http://127.0.0.1:8080', BOT_EMAIL = '', BOT_PASSWORD = '' } = process.env;

const parley = createParley({ url: PARLEY_URL });
const bot = await parley.auth.login({ email: BOT_EMAIL, password: BOT_PASSWORD });
const chat = connect({ url: PARLEY_URL, token: parley.session });

chat.on('ready', ({ rooms }) => process.stdout.write(`@${bot.username} listens in ${rooms.length} rooms\n`));
chat.on('added', ({ roomId }) => void chat.send(roomId, `Hello! Mention @${bot.username} and I repeat what you say.`));
chat.on('event', (event) => {
  if (event.type !== 'message.posted' || event.data.sender.id === bot.id) return;
  const { content, sender } = event.data;
  if (!content.includes(`@${bot.username}`)) return;
  chat.markRead(event.room_id, event.seq);
  void chat.send(event.room_id, `@${sender.username} said: ${content.replaceAll(`@${bot.username}`, '').trim()}`);
});

process.once('SIGINT', async () => {
  await chat.close();
  await parley.auth.logout();
});
