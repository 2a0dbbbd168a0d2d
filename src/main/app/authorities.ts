import { X509Certificate } from 'node:crypto';
import { failure } from '../../shared/failures.ts';
import type { MailboxId } from '../../shared/ids.ts';
import type { Authority } from '../../shared/model.ts';
import { plainText } from '../../shared/plain-text.ts';
import { failed, type Result, success } from '../../shared/result.ts';
import type { App } from './app.ts';
import type { Workspace } from './workspace.ts';

/**
 * Lets a person trust one more certificate authority for one host of one mailbox: the file is chosen and the fingerprint
 * confirmed in dialogs of main. Fails with `request.not-a-certificate` for anything that is not one CA certificate.
 */
export async function addAuthority(app: App, mailbox: MailboxId, host: string): Promise<Result<{ added: boolean }>> {
  const workspace = app.spaces.active().workspace;
  const loaded = await workspace.world.records.load(mailbox);
  if (!loaded.ok) return loaded;
  const bytes = await app.native.chooseCertificate();
  if (!bytes) return success({ added: false });
  const authority = readAuthority(bytes, host);
  if (!authority) return failed(failure('request.not-a-certificate', '', 'host'));
  const confirmed = await app.native.confirm({
    title: app.say('native.authority.title', { host }),
    message: app.say('native.authority.message', {
      host,
      subject: authority.subject,
      fingerprint: authority.fingerprint,
    }),
    go: app.say('native.authority.go'),
    stay: app.say('native.authority.stay'),
  });
  if (!confirmed) return success({ added: false });
  const others = loaded.value.authorities.filter(
    (known) => known.host !== host || known.fingerprint !== authority.fingerprint,
  );
  const saved = await workspace.world.records.save({ ...loaded.value, authorities: [...others, authority] });
  return saved.ok ? success({ added: true }) : saved;
}

/** Null unless the file is one certificate (PEM or DER) of an authority (RFC 5280 section 4.2.1.9, cA true). */
export function readAuthority(bytes: Uint8Array, host: string): Authority | null {
  try {
    const certificate = new X509Certificate(bytes);
    if (!certificate.ca) return null;
    const { fingerprint256: fingerprint } = certificate;
    return {
      host,
      pem: certificate.toString(),
      fingerprint,
      subject: plainText(certificate.subject.replaceAll('\n', ', '), 200),
    };
  } catch {
    return null;
  }
}

export async function removeAuthority(
  workspace: Workspace,
  mailbox: MailboxId,
  fingerprint: string,
): Promise<Result<void>> {
  const loaded = await workspace.world.records.load(mailbox);
  if (!loaded.ok) return loaded;
  const authorities = loaded.value.authorities.filter((known) => known.fingerprint !== fingerprint);
  return workspace.world.records.save({ ...loaded.value, authorities });
}
