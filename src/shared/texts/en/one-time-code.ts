/** The question for a one-time code, where a provider wants one besides the password. */
export const oneTimeCode = {
  title: 'Enter the one-time code',
  label: 'One-time code',
  help: 'Six to eight digits. Blanks between them do not matter.',
  where: 'Where do I find it?',
  whereText:
    'In the authenticator app on your phone, under the name of this provider. It shows a new code every half a minute. Wait for a fresh one if it is about to change.',
  cost: 'Each try signs in at the provider once, so that too many wrong codes can lock you out there. Keyround uses the code for this one try and keeps it nowhere.',
  send: 'Go on with this code',
  wrong: 'A one-time code has six to eight digits and nothing else. Type the one that is shown now.',
  startAgain: 'Start again with a new code',
} as const;
