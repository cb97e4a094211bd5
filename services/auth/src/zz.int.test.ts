import { it } from 'vitest';
import pg from 'pg';
import { startTestAuth } from './start-test-auth.ts';
import { writeFileSync } from 'node:fs';
it('x', async () => {
  const auth = await startTestAuth();
  const client = new pg.Client({ connectionString: auth.database.url });
  await client.connect();
  const r = await client.query(`select a, b, word_similarity(a,b), strict_word_similarity(a,b), similarity(a,b) from (values ('margret','margaret'),('margret','margaret hamilton'),('adda','ada'),('adda','ada lovelace'),('jonson','johnson'),('kathrine','katherine johnson'),('bob','robert'),('lin','linus'),('alise','alice'),('test1','test2'),('user_1','user_2'),('xyzuser','user_123')) v(a,b)`);
  await auth.app.inject({ method: 'POST', url: '/api/v1/auth/register', payload: { email: 'a@b.de', username: 'abc', display_name: 'x', password: 'Abcdefg1' } });
  await new Promise((f) => setTimeout(f, 3000));
  writeFileSync('/tmp/kit/zz.txt', JSON.stringify(r.rows, null, 0).replaceAll('},', '},\n') + '\n' + auth.logs.filter((l) => !/"request"/.test(l)).join(''));
  await client.end();
  await auth.stop();
});
