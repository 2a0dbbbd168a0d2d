import { expect } from 'vitest';
import type { ChangeAnswer } from '../../src/core/ports.ts';
import type { ProviderFailureCode } from '../../src/shared/failures.ts';

export function expectRefusal(answer: ChangeAnswer, codes: readonly ProviderFailureCode[]): void {
  expect(answer).toMatchObject({ kind: 'refused' });
  if (answer.kind === 'refused') expect(codes).toContain(answer.code);
}

/** The five forms in which a secret could slip into the technical line. */
export function expectHidden(answer: ChangeAnswer, secrets: readonly string[]): void {
  if (answer.kind === 'accepted') return;
  for (const secret of secrets.filter((text) => text.length > 3)) {
    const bytes = Buffer.from(secret, 'utf8');
    const forms = [secret, bytes.toString('base64'), bytes.toString('hex'), encodeURIComponent(secret)];
    for (const form of [...forms, JSON.stringify(secret).slice(1, -1)]) expect(answer.technical).not.toContain(form);
  }
}
