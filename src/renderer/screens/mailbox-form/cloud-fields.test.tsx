import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { googleWorkspaceManifest } from '../../../main/providers/google-workspace/manifest.ts';
import { microsoft365Manifest } from '../../../main/providers/microsoft-365/manifest.ts';
import type { ProviderManifest } from '../../../shared/provider.ts';
import { startTexts } from '../../texts/i18n.ts';
import { CloudFields } from './cloud-fields.tsx';
import { openSettings } from './use-administrator.ts';

beforeAll(startTexts);
const nothing = () => undefined;
const formOf =
  (provider: ProviderManifest) =>
  (values: Record<string, string>, more = {}): string =>
    renderToStaticMarkup(
      <CloudFields provider={provider} values={values} onChange={nothing} faults={{}} kept="nothing" {...more} />,
    );
const google = formOf(googleWorkspaceManifest);
const microsoft = formOf(microsoft365Manifest);

describe('the form of a suite', () => {
  it('says what cannot be checked, and that a consent is given in the browser', () => {
    const shown = google({ way: 'signIn' });
    expect(shown).toMatch(/Mail apps sign in to Google Workspace on its own page, so Keyround cannot check them/);
    expect(shown).toMatch(/Client ID.*Client secret.*Sign in in the browser…/);
    expect(shown).toMatch(/Fill in the fields above first\./);
    expect(shown).not.toMatch(/Administrator to act as|key file…/);
  });

  it('asks for a key file and whom to act as, and for no application', () => {
    const shown = google({ way: 'serviceAccount' });
    expect(shown).toMatch(/Administrator to act as.*Choose the key file…/);
    expect(shown).not.toMatch(/Client ID|Client secret/);
  });

  it('asks Microsoft’s applications for a secret only where they sign in by themselves', () => {
    expect(microsoft({ way: 'signIn' })).not.toMatch(/type="password"/);
    expect(microsoft({ way: 'application' })).toMatch(/Client secret.*type="password"/);
  });

  it('can be gone on with once the IDs are there', () => {
    expect(microsoft({ way: 'signIn', tenant: 'firm.example' })).toMatch(/Fill in the fields above first\./);
    expect(microsoft({ way: 'signIn', tenant: 'firm.example', clientId: 'a' })).not.toMatch(/Fill in the fields above/);
  });

  it('says that it is signed in, now or earlier', () => {
    expect(microsoft({ way: 'signIn', credential: 'abcdefghijklmnop' })).toMatch(/Signed in\. The consent goes into/);
    expect(microsoft({ way: 'signIn' }, { kept: 'kept' })).toMatch(/Signed in earlier/);
    expect(google({ way: 'serviceAccount' }, { kept: 'kept' })).toMatch(/The key is in this computer’s keychain\./);
  });

  it('says what is missing when the form was sent without', () => {
    const faults = { 'settings.credential': 'Fill this in.' };
    expect(google({ way: 'signIn' }, { faults })).toMatch(/role="alert">Sign in first\./);
    expect(google({ way: 'serviceAccount' }, { faults })).toMatch(/role="alert">Choose the key file first\./);
  });

  it('hands nothing secret on with the settings', () => {
    const values = { way: 'signIn', clientId: ' a ', actAs: '', credential: 'handle', more: 'x' };
    expect(openSettings(googleWorkspaceManifest, values)).toEqual({ way: 'signIn', clientId: 'a' });
  });
});
