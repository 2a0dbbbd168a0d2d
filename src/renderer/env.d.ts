/// <reference types="vite/client" />
import type { KeyroundApi } from '../shared/channels.ts';

declare global {
  interface Window {
    /** Put there by the preload; the only way out of the face. */
    readonly keyround: KeyroundApi;
    /** Chromium's trusted types; not in TypeScript's own library yet. */
    readonly trustedTypes?: {
      createPolicy(
        name: string,
        rules: { createScriptURL(url: string): string },
      ): {
        createScriptURL(url: string): string;
      };
    };
  }
}
