import { describe, expect, it } from 'vitest';
import { allCuts, runCut } from './cuts.ts';
import { runFullDisk, writesOfRotation } from './full-disk.ts';
import { allIndexCuts, runIndexCut } from './index-cuts.ts';

const everySo = <T>(all: readonly T[], step: number): T[] => all.filter((_one, index) => index % step === 0);

describe('a write that is cut', () => {
  it('leaves the same state or the next one, in the journal and the attempts, and nobody loses anything', async () => {
    const cuts = everySo(await allCuts(), 337);
    expect(cuts.length).toBeGreaterThan(120);
    for (const [place, cut] of cuts.entries()) expect(await runCut(cut, place)).toEqual([]);
  });

  it('would be found out if the disk lied about syncing', async () => {
    const cuts = everySo(await allCuts(), 5_003);
    const failures: string[] = [];
    for (const [place, cut] of cuts.entries()) failures.push(...(await runCut(cut, place, { liesAboutSync: true })));
    expect(failures.some((one) => one.includes('sent without an intent on the disk (I1)'))).toBe(true);
    expect(failures.some((one) => one.includes('tried without the right to on the disk (I4)'))).toBe(true);
  });

  it('leaves a list of mailboxes that says what the keychain holds', async () => {
    const cuts = everySo(await allIndexCuts(), 23);
    expect(cuts.length).toBeGreaterThan(50);
    for (const cut of cuts) {
      expect(await runIndexCut(cut, false)).toEqual([]);
      expect(await runIndexCut(cut, true)).toEqual([]);
    }
  });
});

describe('a disk that fills up', () => {
  it('at any write: it is said, nothing is sent unnoted, and with room again it goes on to one change', async () => {
    const all = await writesOfRotation();
    const some = all.filter(({ fits }, index) => fits === 0 || index % 97 === 0);
    const stages = new Set<string>();
    for (const full of some) {
      const { stuck, failures } = await runFullDisk(full);
      expect({ full, failures }).toEqual({ full, failures: [] });
      if (stuck) stages.add(stuck.stage);
    }
    expect([...stages].sort()).toEqual(['needs-help', 'new-password', 'not-ready', 'round']);
  });
});
