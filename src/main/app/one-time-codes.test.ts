import { describe, expect, it } from 'vitest';
import type { RotationRun } from '../../core/rotation/run.ts';
import { Secret } from '../../core/secret.ts';
import { type FailureCode, failure } from '../../shared/failures.ts';
import { failed, success } from '../../shared/result.ts';
import type { RotationStage } from '../../shared/views.ts';
import { giveCode } from './one-time-codes.ts';
import type { Workspace } from './workspace.ts';

/** A rotation that stands at a stage for a reason, and a provider that takes codes; what they are told is written down. */
function scene(stage: RotationStage, why: FailureCode | null) {
  const done: string[] = [];
  const act = (what: string) => {
    done.push(what);
    return Promise.resolve(success(undefined));
  };
  const run = {
    mailbox: 'mailbox000000001',
    view: () => ({ stage, failure: why && failure(why) }),
    getReady: () => act('got ready'),
    help: (how: string) => act(how),
  } as unknown as RotationRun;
  const secondFactor = { give: (address: string, code: Secret) => void done.push(`${address} ${code.reveal()}`) };
  const load = () => Promise.resolve(success({ address: 'anna@firm.example', provider: { id: 'group-office' } }));
  const world = { records: { load }, provider: () => ({ secondFactor }) };
  return { done, give: () => giveCode({ world } as unknown as Workspace, run, new Secret('123456')) };
}

describe('a code that was typed', () => {
  it.each<[RotationStage, FailureCode, string]>([
    ['not-ready', 'provider.second-factor', 'got ready'],
    ['not-ready', 'provider.wrong-code', 'got ready'],
    ['needs-help', 'provider.sign-in-ended', 'send-again'],
    ['needs-help', 'provider.second-factor', 'send-again'],
  ])('is there before the provider is asked again: %s, %s', async (stage, why, next) => {
    const { done, give } = scene(stage, why);
    expect(await give()).toEqual(success(undefined));
    expect(done).toEqual(['anna@firm.example 123456', next]);
  });

  it.each<[RotationStage, FailureCode | null]>([
    ['new-password', null],
    ['getting-ready', 'provider.second-factor'],
    ['not-ready', 'provider.too-many-codes'],
    ['not-ready', 'provider.wrong-current'],
    ['reverted', 'provider.sign-in-ended'],
  ])('goes nowhere where nobody asks for it: %s, %s', async (stage, why) => {
    const { done, give } = scene(stage, why);
    expect(await give()).toEqual(failed(failure('request.wrong-stage')));
    expect(done).toEqual([]);
  });
});
