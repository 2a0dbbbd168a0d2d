import { expect, it } from 'vitest';
import { callNames } from '../../shared/channels.ts';
import { onlyReads } from './only-reads.ts';

it('leaves a second instance nothing that changes a mailbox, signs in or sends', () => {
  expect(callNames.filter(onlyReads).filter((name) => /^(app|keychain|secrets|safety)\./.test(name))).toEqual([
    ...['app.status', 'app.setTheme', 'app.setReminders', 'app.looksAt', 'keychain.check', 'safety.sheet'],
    ...['secrets.askToReveal', 'secrets.reveal', 'secrets.copy'],
  ]);
  const changing =
    /\.(add|update|remove|set(?!Theme|Reminders)\w*|start|change|answer|finish|help|leave|enter|end|resume|check\w+)$/;
  expect(callNames.filter((name) => changing.test(name) && onlyReads(name))).toEqual([]);
});
