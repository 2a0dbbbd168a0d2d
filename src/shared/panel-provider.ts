/** The provider of every panel that a file describes. Its server is confirmed together with its file. */
export const panelProvider = 'http-panel';
