import { describe, expect, it } from 'vitest';
import { appUrl, faceUrl, isDevelopment, isOwnAddress } from './origin.ts';

describe('isOwnAddress', () => {
  it.each(['app://keyround/index.html', 'app://keyround/', 'app://keyround', 'app://keyround/index.html#round'])(
    'takes %s',
    (address) => {
      expect(isOwnAddress(address, appUrl)).toBe(true);
    },
  );

  it.each([
    'app://keyround.evil.example/index.html',
    'app://keyround@evil.example/',
    'app://someone@keyround/index.html',
    'app://keyround:8080/index.html',
    'app://evil/keyround/',
    'application://keyround/',
    'https://keyround/index.html',
    'file:///keyround/index.html',
    'app:keyround',
    'about:blank',
    'data:text/html,app://keyround/',
    'javascript:app://keyround/',
    '',
    'null',
  ])('refuses %s', (address) => {
    expect(isOwnAddress(address, appUrl)).toBe(false);
  });

  it('has no development server outside development', () => {
    process.env['ELECTRON_RENDERER_URL'] = 'http://localhost:5173';
    try {
      expect(isDevelopment).toBe(false);
      expect(faceUrl()).toBe(appUrl);
    } finally {
      delete process.env['ELECTRON_RENDERER_URL'];
    }
  });
});
