import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';
import { describe, expect, it, vi } from 'vitest';
import { type StrengthLibrary, strengthEstimator } from './strength.ts';

const library = (score: number, guessesLog10: number): StrengthLibrary => ({ check: () => ({ score, guessesLog10 }) });

describe('strengthEstimator', () => {
  it('loads its library at the first use, once', async () => {
    const load = vi.fn(() => Promise.resolve(library(3, 9)));
    const estimate = strengthEstimator(load);
    expect(load).not.toHaveBeenCalled();
    expect(await estimate('a')).toEqual({ score: 3, guesses: 9 });
    await estimate('b');
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('tries again after the library could not be loaded', async () => {
    const load = vi.fn<() => Promise<StrengthLibrary>>();
    load.mockRejectedValueOnce(new Error('not found')).mockResolvedValueOnce(library(9, -1));
    const estimate = strengthEstimator(load);
    await expect(estimate('a')).rejects.toThrow('not found');
    expect(await estimate('a')).toEqual({ score: 4, guesses: 0 });
  });

  it('hands over the composed form, no more than it can afford, and the words a guesser would try', async () => {
    const check = vi.fn((_password: string, _known?: string[]) => ({ score: 0, guessesLog10: 0 }));
    await strengthEstimator(() => Promise.resolve({ check }))(`e\u0301${'x'.repeat(5_000)}`, ['anna']);
    expect(check).toHaveBeenCalledWith(`\u00e9${'x'.repeat(99)}`, ['anna']);
  });

  it('fits the real library', async () => {
    const estimate = strengthEstimator(() =>
      Promise.resolve(
        new ZxcvbnFactory({
          dictionary: { ...common.dictionary, ...english.dictionary },
          graphs: common.adjacencyGraphs,
        }),
      ),
    );
    expect((await estimate('Password1!')).score).toBeLessThanOrEqual(1);
    expect((await estimate('bafun-kitem-rosap-davin-47')).score).toBe(4);
    const known = await estimate('anna.miller9', ['anna.miller']);
    expect(known.guesses).toBeLessThan((await estimate('anna.miller9')).guesses);
  });
});
