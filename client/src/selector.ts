/** The documents that the server sees. Views of other versions (`git:`) are left out: nobody can fix what they show. */
export const thriftDocuments = [
  { language: 'thrift', scheme: 'file' },
  { language: 'thrift', scheme: 'untitled' },
  { language: 'thrift', scheme: 'vscode-vfs' },
];

export const configDocuments = [
  { scheme: 'file', language: 'jsonc', pattern: '**/thriftwise.json' },
  { scheme: 'file', language: 'json', pattern: '**/thriftwise.json' },
];

/** Those that the analysis of services sees: they lie on a disk, where their packages are. */
export const serviceDocuments = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact'].map((language) => ({
  language,
  scheme: 'file',
}));
