/** Names, fields and help of the suites that an administrator signs in to. Keys follow their manifests. */
export const providerClouds = {
  'google-workspace': {
    name: 'Google Workspace',
    about: 'By an administrator, with an application or a service account of your own organization.',
    way: {
      label: 'How does Keyround sign in?',
      help: '',
      choice: {
        signIn: 'An administrator signs in in the browser',
        serviceAccount: 'With a service account’s key file',
      },
    },
    clientId: { label: 'Client ID', help: 'It ends in .apps.googleusercontent.com' },
    clientSecret: { label: 'Client secret', help: 'It stands beside the client ID.' },
    actAs: {
      label: 'Administrator to act as',
      help: 'The address of an administrator who may set passwords. The service account works in this name.',
    },
    credential: { label: 'The administrator’s consent', help: '' },
    guide: {
      signIn: {
        1: 'At console.cloud.google.com, make a project for this, and switch on the “Admin SDK API” in it.',
        2: 'Under “Google Auth Platform”, choose the audience “Internal”. With another one, the consent may end after seven days.',
        3: 'Under “Clients”, make a client of the type “Desktop app”, and copy its ID and its secret into the fields here.',
        4: 'Press the button, and sign in as an administrator who may set passwords. Those of administrators can only be set by a super administrator.',
      },
      serviceAccount: {
        1: 'At console.cloud.google.com, make a project for this, and switch on the “Admin SDK API” in it.',
        2: 'Under “IAM & Admin”, “Service Accounts”, make an account; it needs no role. Note its number (“Unique ID”).',
        3: 'At admin.google.com, under “Security”, “API controls”, “Domain-wide delegation”, add that number with the one scope https://www.googleapis.com/auth/admin.directory.user',
        4: 'Make a key of the type JSON for the account, and choose the file here. Then delete the file: whoever has it can set every password.',
      },
    },
  },
  'microsoft-365': {
    name: 'Microsoft 365',
    about: 'By an administrator, with an application of your own organization.',
    way: {
      label: 'How does Keyround sign in?',
      help: '',
      choice: { signIn: 'An administrator signs in in the browser', application: 'As an application, with its secret' },
    },
    tenant: { label: 'Directory (tenant) ID', help: 'Or one of the organization’s domains, for example firm.example' },
    clientId: { label: 'Application (client) ID', help: 'Both stand on the overview of the application.' },
    credential: {
      label: 'Client secret',
      help: 'Its value, not its ID. It runs out on the day that was chosen with it. It is kept in this computer’s keychain.',
    },
    guide: {
      signIn: {
        1: 'At entra.microsoft.com, under “App registrations”, register an application for accounts of your organization only.',
        2: 'Under “Authentication”, add the platform “Mobile and desktop applications” and allow public client flows. Its redirect address is http://127.0.0.1 – if the page does not take it, write it into the “Manifest”.',
        3: 'Under “API permissions”, add the delegated ones User-PasswordProfile.ReadWrite.All and User.Read.All of Microsoft Graph, and grant admin consent.',
        4: 'Copy the two IDs into the fields here, press the button, and sign in with the role User Administrator. For administrators’ passwords it takes the role Privileged Authentication Administrator.',
      },
      application: {
        1: 'At entra.microsoft.com, under “App registrations”, register an application for accounts of your organization only.',
        2: 'Under “API permissions”, add the application ones User-PasswordProfile.ReadWrite.All and User.Read.All of Microsoft Graph, and grant admin consent.',
        3: 'Under “Roles and administrators”, give the application the role User Administrator.',
        4: 'Under “Certificates & secrets”, make a client secret. Copy its value and the two IDs into the fields here.',
      },
    },
  },
} as const;

/** What the two have in common. */
export const cloudForm = {
  cloudForm: {
    cannotCheck: 'Mail apps sign in to {{name}} on its own page, so Keyround cannot check them from here.',
    cannotCheckMore:
      'Keyround sees that {{name}} has taken the new password, and no more. Which device uses it, you say yourself.',
    notKeptHere: 'It does not work for passwords that another directory keeps, in the firm or at a sign-in service.',
    guide: 'How to set this up at {{name}}',
    guideSummary: 'four steps, once for the organization',
    signIn: 'Sign in in the browser…',
    signInAgain: 'Sign in again…',
    stop: 'Stop waiting',
    waiting: 'Waiting for you in the browser. Come back here when its page says so.',
    signedIn: 'Signed in. The consent goes into this computer’s keychain when you save.',
    consentKept: 'Signed in earlier; the consent is in this computer’s keychain.',
    consentMissing: 'Sign in first.',
    idsFirst: 'Fill in the fields above first.',
    keyFile: 'Key file of the service account',
    chooseKey: 'Choose the key file…',
    keyRead: 'Key of {{account}}. It goes into this computer’s keychain when you save.',
    keyKept: 'The key is in this computer’s keychain.',
    keyMissing: 'Choose the key file first.',
    page: {
      done: 'Signed in. You can close this page and go back to Keyround.',
      denied: 'The sign-in was cancelled or refused. You can close this page and go back to Keyround.',
      other: 'There is nothing here for you. Go back to Keyround.',
    },
  },
} as const;
