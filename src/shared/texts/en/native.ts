/** What main says by itself: native dialogs, the menu, names of files. */
export const native = {
  native: {
    standIn: {
      title: 'This is a test runtime with known security holes',
      message:
        'Keyround could not get its proper runtime on this computer and uses an old one that is meant for trying out. Please use it with practice mailboxes only. Do you want to add a real mailbox all the same?',
      go: 'Add a real mailbox',
      stay: 'Cancel',
    },
    remove: {
      title: 'Remove {{address}} from Keyround?',
      message:
        'Keyround forgets this mailbox, its devices and every password it keeps for it. The mailbox itself and its mail stay as they are.',
      go: 'Remove it',
      stay: 'Keep it',
    },
    authority: {
      title: 'Trust this certificate authority for {{host}}?',
      message:
        '{{subject}}\n\nFingerprint (SHA-256):\n{{fingerprint}}\n\nAsk the people who run {{host}} for this fingerprint and compare it. Keyround will trust it for {{host}} only.',
      go: 'It is the same: trust it',
      stay: 'Cancel',
      choose: 'Choose the certificate file',
    },
    reveal: {
      title: 'Show an older password?',
      message:
        'This is not the password of the mailbox as Keyround knows it. Nobody else should be able to see your screen.',
      go: 'Show it',
      stay: 'Cancel',
    },
    setAside: {
      title: 'Begin new notes about {{address}}?',
      message:
        'Keyround puts its notes about this mailbox aside and keeps every password. Then it has to find out which one is right: it asks the mail server, or you enter it. The history begins anew.',
      go: 'Begin new notes',
      stay: 'Cancel',
    },
    lostAside: {
      title: 'Put the notes about mailboxes that this keychain does not know aside?',
      message:
        'Another keychain than usual may simply be open: then cancel, and open the right one first. Nothing is deleted. But once the notes are put aside, Keyround no longer knows the history of those mailboxes, nor a change of password that was not finished.',
      go: 'Put them aside',
      stay: 'Cancel',
    },
    panel: {
      title: 'Let Keyround change passwords at {{origin}}?',
      message:
        'The file describes “{{name}}”. To change passwords, Keyround will send them to this one server:\n\n{{origin}}\n\nBesides it, only the mailbox’s own mail servers get them, to sign in. Go on only if the file comes from your provider and this is the address of its panel.',
      go: 'This is my provider’s panel',
      stay: 'Cancel',
      choose: 'Choose the file that describes the panel',
    },
    panelOutside: {
      title: 'Are you sure? {{origin}} is not in the domain of {{address}}',
      message:
        'That is usual where a host looks after many domains. But a file from a stranger could send your passwords to a stranger’s server. If in doubt, cancel, and ask your provider for the address of its panel.',
      go: 'I am sure: use it',
      stay: 'Cancel',
    },
    page: {
      title: 'Open {{host}}?',
      message:
        '{{host}} is not in the domain of {{address}}. Go on only if you know that the password is changed there: you will type your old and your new password into that page.',
      go: 'Open {{host}}',
      stay: 'Cancel',
    },
    quit: {
      title: 'The password of {{address}} is being changed just now',
      message:
        'If you quit now, nothing is lost: the old and the new password are both kept, and at the next start Keyround finds out by itself which one is right. Until then it is not certain which one works, and this can take longer than waiting now.',
      go: 'Quit anyway',
      stay: 'Wait',
    },
    keyFile: { choose: 'Choose the key file of the service account' },
    menu: { file: 'File', edit: 'Edit', view: 'View' },
    profile: {
      save: 'Save the profile',
      file: 'Mail {{address}}',
      name: 'Mail {{address}}',
      about: 'Sets up this mailbox. It holds no password: the device asks for it.',
    },
    reminder: {
      title: 'The round is not finished',
      body_one: '{{count}} device of {{address}} is not finished yet.',
      body_other: '{{count}} devices of {{address}} are not finished yet.',
      several_one: '{{count}} mailbox has a round that is not finished.',
      several_other: '{{count}} mailboxes have rounds that are not finished.',
    },
    save: { name: 'Keyround report {{address}}', title: 'Save the report' },
  },
} as const;
