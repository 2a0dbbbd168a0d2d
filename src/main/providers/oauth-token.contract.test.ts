import { expect, it } from 'vitest';
import { fakeHost, startFakeServer } from './fake-server.test-kit.ts';
import { askForToken } from './oauth-token.ts';
import { technicalText } from './outcome.ts';

it('gives words that show nothing of the new tokens, wherever they are cut', async () => {
  const [access, refresh] = ['access.Teal05'.repeat(100), 'refresh.Plum07'.repeat(100)];
  const text = JSON.stringify({ access_token: access, refresh_token: refresh, token_type: 'Bearer' });
  const fake = await startFakeServer(() => ({ text }));
  const token = await askForToken({
    door: { host: fakeHost, port: fake.port, authorities: fake.authorities },
    ...{ path: '/token', form: { grant_type: 'refresh_token' }, limits: { connect: 2_000, answer: 900 } },
    signal: new AbortController().signal,
    words: (said, more = []) => technicalText(said, [...more]),
  });
  await fake.stop();
  const words = token.ok ? token.value.words : () => 'no token';
  for (const secret of [access, refresh]) expect(words(`${'x'.repeat(290)} ${secret}`)).toMatch(/^x+ \[hidd/);
});
